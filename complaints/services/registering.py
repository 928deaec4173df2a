"""How a case comes in, by whatever channel, and what is written down of it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.calendar import WorkCalendar
from bureau.initials import initials
from bureau.models import Department, Institution, ProblemCategory, User
from bureau.sealing import keyed_hash
from bureau.services import Doer, take_serial, user_of
from complaints import selectors
from complaints.models import Allegation, Case, Matter, NamedPerson
from complaints.rules import clocks, query_codes
from complaints.rules.steps import Step
from complaints.rules.words import (
    CaseState,
    CaseType,
    Channel,
    Confidentiality,
    Risk,
)
from complaints.selectors.searching import digits
from complaints.services.acts import CASE, check_step, locked, record_case_act
from complaints.services.clocks import start_clocks
from complaints.services.errors import CaseError, words_given
from complaints.services.pressing import tell_pressing

TAIL = 4


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody told, and about whom; nothing of it is edited later."""

    words: str
    channel: Channel
    received_at: datetime
    type: CaseType = CaseType.COMPLAINT
    demand: str = ""
    occurred_on: date | None = None
    institution: Institution | None = None
    department: Department | None = None
    category: ProblemCategory | None = None
    external_no: str = ""
    external_due_on: date | None = None
    handed_down: bool = False
    first_receiver: str = ""
    safety_urgent: bool = False
    is_accusation: bool = False
    named: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Complainant:
    """Who complains; of an anonymous complaint nothing is kept, whatever was typed."""

    confidentiality: Confidentiality = Confidentiality.OPEN
    name: str = ""
    phone: str = ""
    id_no: str = ""
    relation: str = ""
    patient: str = ""
    wants_reply: bool = True


class Registered(NamedTuple):
    """A case and the code by which its complainant asks for it; the code is known only now."""

    case: Case
    query_code: str


@transaction.atomic
def register_case(
    *,
    told: Told,
    complainant: Complainant,
    by: Doer | None,
    at: datetime,
    calendar: WorkCalendar,
    code: str = "",
) -> Registered:
    """Register a case with its number, its matter and its clocks.

    An order of a channel is registered once: asked again, its case is returned as it stands,
    without a code. A new case is asked for by `code`, or by one that is drawn.

    :raises CaseError: if nothing is said, or it was received in the future.
    """
    words = words_given(told.words, ask=_("Please write what happened."))
    if told.received_at > at:
        raise CaseError(_("A complaint cannot have been received in the future."))
    if told.external_no and (standing := _standing(told)):
        return Registered(standing, "")
    code = code or query_codes.written(secrets.token_bytes(query_codes.BYTES))
    try:
        with transaction.atomic():
            case = _enter(told, words, complainant, code, by, at)
    except IntegrityError:
        # Another worker registered the same order meanwhile; the number taken here went back.
        if told.external_no and (standing := _standing(told)):
            return Registered(standing, "")
        raise
    _write_down(case, told)
    start_clocks(case, _clocks(told), calendar=calendar, given=told.external_due_on)
    tell_pressing(case, at=at)
    facts = {"channel": str(told.channel), "type": str(told.type)}
    record_case_act(case, "register_case", by=by, at=at, after=CaseState.REGISTERED, facts=facts)
    return Registered(case, code)


def _standing(told: Told) -> Case | None:
    return Case.objects.filter(channel=told.channel, external_no=told.external_no).first()


def _enter(
    told: Told, words: str, who: Complainant, code: str, by: Doer | None, at: datetime
) -> Case:
    day = timezone.localdate(at)
    period = f"{day:%Y%m%d}"
    case = Case(
        no=f"TS-{period}-{take_serial(series=CASE, period=period):04}",
        matter=Matter.objects.create(opened_at=at),
        type=told.type,
        channel=told.channel,
        external_no=told.external_no,
        received_at=told.received_at,
        occurred_on=told.occurred_on,
        first_receiver=told.first_receiver,
        registered_by=user_of(by),
        words=words,
        demand=told.demand.strip(),
        institution=told.institution,
        department=told.department,
        category=told.category,
        is_accusation=told.is_accusation,
        safety_urgent=told.safety_urgent,
        risk=Risk.HIGH if told.safety_urgent else Risk.ORDINARY,
        query_code_hash=keyed_hash(code, purpose="query code"),
        confidentiality=who.confidentiality,
        wants_reply=who.wants_reply,
    )
    _name_complainant(case, who)
    case.save(force_insert=True)
    return case


def _name_complainant(case: Case, who: Complainant) -> None:
    """Keep who complains, sealed and to be found again; nothing of it for an anonymous one."""
    if who.confidentiality is Confidentiality.ANONYMOUS:
        return
    case.complainant, case.phone, case.id_no = who.name, who.phone, who.id_no
    case.relation, case.patient = who.relation, who.patient
    # Nothing typed has no hash: an empty text hashes to nothing.
    number = digits(who.phone)
    case.phone_hash = keyed_hash(number, purpose="phone")
    case.tail_hash = keyed_hash(number[-TAIL:], purpose="phone tail")
    case.name_hash = keyed_hash(who.name.strip(), purpose="name")
    case.initials_hash = keyed_hash(initials(who.name), purpose="initials")


def _clocks(told: Told) -> list[clocks.Clock]:
    zone = timezone.get_default_timezone()
    return clocks.starting(
        kind=told.type,
        channel=told.channel,
        received_at=told.received_at,
        zone=zone,
        safety_urgent=told.safety_urgent,
        handed_down=told.handed_down,
        table=selectors.table_on(told.received_at.astimezone(zone).date()),
    )


def _write_down(case: Case, told: Told) -> None:
    """Write down the persons named; who they are on the roster, somebody says later."""
    for name in told.named:
        NamedPerson.objects.create(case=case, said_as=name.strip(), institution=told.institution)


@transaction.atomic
def add_allegation(
    *, case: Case, text: str, category: ProblemCategory | None = None, by: User, at: datetime
) -> Allegation:
    """Write down one thing that is said to have happened; the same words stand once.

    :raises CaseError: if nothing is written, the findings are made already, or the case was
        answered or ended without.
    """
    case = locked(case)
    text = words_given(text, ask=_("Please write what is said to have happened."))
    if standing := case.allegations.filter(text=text).first():
        return standing
    _check_unverified(case)
    check_step(case, Step.ALLEGE)
    position = case.allegations.count() + 1
    allegation = Allegation.objects.create(
        case=case, position=position, text=text, category=category
    )
    record_case_act(case, "add_allegation", by=by, at=at, facts={"position": position})
    return allegation


@transaction.atomic
def name_person(*, case: Case, said_as: str, by: User, at: datetime) -> NamedPerson:
    """Write down somebody whom the complaint names.

    :raises CaseError: if no name is written, the findings are made already, or the case was
        answered or ended without.
    """
    case = locked(case)
    said_as = words_given(said_as, ask=_("Please write how the person was named."))
    for person in case.people.all():
        if person.said_as.reveal() == said_as:
            return person
    _check_unverified(case)
    check_step(case, Step.NAME)
    person = NamedPerson.objects.create(case=case, said_as=said_as, institution=case.institution)
    record_case_act(case, "name_person", by=by, at=at, facts={"person": person.pk})
    return person


def _check_unverified(case: Case) -> None:
    if case.verified_at:
        raise CaseError(_("The findings on %(no)s are made: reopen it first.") % {"no": case.no})
