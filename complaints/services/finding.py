"""What the bureau found: of each allegation, of each person, and so of the case.

Source: the bureau's defaults (domain 3.3, 7): the finding is made by the bureau, never by the
unit complained of; each named person has a finding of their own; names are never guessed.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.models import Institution, Staff, User
from bureau.postings import placement_on
from bureau.services import tell
from complaints import notices, selectors
from complaints.models import Allegation, Case, HeldFinding, NamedPerson
from complaints.rules import findings
from complaints.rules.steps import Step
from complaints.rules.words import CaseState, ClockCode, Finding
from complaints.services.acts import check_step, locked, move, record_case_act
from complaints.services.assigning import take_from_handler
from complaints.services.clocks import stop_clocks
from complaints.services.errors import CaseError, lacking_nothing, reason_given


@transaction.atomic
def tie_person(*, person: NamedPerson, staff: Staff, by: User, at: datetime) -> NamedPerson:
    """Say which staff record a name is. A person says it: two of one name are never told apart
    by the machine. Handled by that very person until now, the case is nobody's from here on.

    :raises CaseError: if that person stands in the case already, something was found of them, or
        the findings are made.
    """
    case = locked(person.case)
    person = NamedPerson.objects.select_for_update().get(pk=person.pk)
    if person.staff_id == staff.pk:
        return person
    if person.finding:
        raise CaseError(_("There is a finding on this person already."))
    check_step(case, Step.TIE)
    if case.people.filter(staff=staff).exists():
        raise CaseError(_("%(name)s stands in this case already.") % {"name": staff})
    person.staff, person.tied_by, person.tied_at = staff, by, at
    person.institution = _worked_at(case, staff)
    person.save(update_fields=["staff", "tied_by", "tied_at", "institution"])
    facts = {"person": person.pk, "staff": staff.pk, "institution": person.institution.code}
    record_case_act(case, "tie_person", by=by, at=at, facts=facts)
    if case.handler and case.handler.staff_id == staff.pk:
        take_from_handler(case, by, at)
    return person


def _worked_at(case: Case, staff: Staff) -> Institution:
    """Return where somebody worked on the day it happened, or was received: it counts there."""
    day = case.occurred_on or timezone.localdate(case.received_at)
    placement = placement_on(staff, day)
    return placement.institution if placement else staff.institution


@transaction.atomic
def find_allegation(
    *, allegation: Allegation, finding: Finding, basis: str, by: User, at: datetime
) -> Allegation:
    """Write what was found of one allegation, and on which basis.

    :raises CaseError: for the unit's own people, for whoever the case names, without a basis, or
        once the case is verified.
    """
    case = locked(allegation.case)
    allegation = Allegation.objects.select_for_update().get(pk=allegation.pk)
    facts = {"allegation": allegation.position, "finding": str(finding)}
    _find(case, allegation, "find_allegation", finding, basis, by, at, facts)
    return allegation


@transaction.atomic
def find_person(
    *,
    person: NamedPerson,
    finding: Finding,
    basis: str,
    allegations: Collection[Allegation] = (),
    by: User,
    at: datetime,
) -> NamedPerson:
    """Write what was found of one person, on which basis, and which allegations concern them.

    Of a single allegation that need not be said. What was said stays where nothing is said anew.

    :raises CaseError: for the unit's own people and whoever the case names, without a basis, if
        it would count against somebody who is not tied to a staff record or of whom it is not
        said what concerns them, for another case's allegation, or once the case is verified.
    """
    case = locked(person.case)
    person = NamedPerson.objects.select_for_update().get(pk=person.pk)
    if finding in findings.COUNTS and person.staff_id is None:
        raise CaseError(_("Say first which staff record this person is: it counts against them."))
    concern = _concern(case, person, finding, allegations)
    positions = sorted(one.position for one in concern)
    facts = {"person": person.pk, "finding": str(finding), "allegations": positions}
    is_said_anew = set(concern) != set(person.allegations.all())
    if is_said_anew:
        check_step(case, Step.FIND)
        person.allegations.set(concern)
    _find(case, person, "find_person", finding, basis, by, at, facts, is_said_anew=is_said_anew)
    return person


def _concern(
    case: Case, person: NamedPerson, finding: Finding, said: Collection[Allegation]
) -> list[Allegation]:
    """Return which allegations concern a person, as it is said now or was said before."""
    alleged = list(case.allegations.all())
    if not set(said) <= set(alleged):
        raise CaseError(_("This allegation is of another case."))
    concern = list(said) or list(person.allegations.all())
    if findings.asks_whose(finding, alleged=len(alleged), said=len(concern)):
        raise CaseError(selectors.asks_whose(str(person)))
    return concern


def _find(
    case: Case,
    about: Allegation | NamedPerson,
    verb: str,
    finding: Finding,
    basis: str,
    by: User,
    at: datetime,
    facts: Mapping[str, object],
    *,
    is_said_anew: bool = False,
) -> None:
    _check_may_find(case, by)
    basis = reason_given(basis, ask=_("Please write on what the finding rests."))
    if (about.finding, about.basis) == (finding, basis) and not is_said_anew:
        return
    check_step(case, Step.FIND)
    before = about.finding
    about.finding, about.basis, about.found_by, about.found_at = finding, basis, by, at
    about.save(update_fields=["finding", "basis", "found_by", "found_at"])
    record_case_act(case, verb, by=by, at=at, before=before, after=finding, why=basis, facts=facts)
    if findings.is_complete(selectors.findings_of(case)) and case.allegations.exists():
        finders, day = selectors.finders_of(case), timezone.localdate(at)
        asked = selectors.times(case, "dispatch_case") + selectors.times(case, "reopen_case")
        tell(notices.found_whole(case, finders=finders, asked=asked, day=day), at=at)


def _check_may_find(case: Case, by: User) -> None:
    if not findings.may_find(finder_institution=by.institution_id):
        raise CaseError(_("The bureau finds, never the unit complained of."))
    if selectors.stand_in(case, {by.pk}):
        raise CaseError(selectors.keeps_out())


@transaction.atomic
def verify_case(*, case: Case, by: User, at: datetime) -> Case:
    """Make the findings hold, once nothing is left without one; verified twice is once.

    :raises CaseError: for the unit's own people, for whoever made one of the findings or is named,
        with nothing alleged, something not found, or found so without a category, without a word
        of whom it concerns, or of a person and of no allegation.
    """
    case = locked(case)
    if case.verified_at:
        return case
    _check_may_find(case, by)
    lacking_nothing(selectors.lacks_to_verify(case, verifier=by.pk))
    came_to = findings.overall(one for one in selectors.findings_of(case) if one)
    case.finding, case.verified_by, case.verified_at = came_to or "", by, at
    saving = ("finding", "verified_by", "verified_at")
    facts = {"finding": case.finding}
    move(case, CaseState.VERIFIED, "verify_case", by=by, at=at, saving=saving, facts=facts)
    _hold(case, by, at)
    stop_clocks(
        case, ClockCode.UNIT_REPORT, ClockCode.BUREAU_FINDING, ClockCode.FIRST_ACTION, at=at
    )
    return case


def _hold(case: Case, by: User, at: datetime) -> None:
    """Keep each finding as it holds from now on, with whom and what it counts for today."""
    alleged: list[dict[str, Any]] = [
        {"allegation": one, "institution": case.institution,
         "category": one.category or case.category}
        for one in case.allegations.select_related("category")
    ]  # fmt: skip
    named: list[dict[str, Any]] = [
        {"person": one, "staff_id": one.staff_id, "institution_id": one.institution_id,
         "category": case.category}
        for one in case.people.all()
    ]  # fmt: skip
    held = HeldFinding.objects.bulk_create(
        HeldFinding(case=case, held_by=by, held_since=at, **_as_found(about), **about)
        for about in (*alleged, *named)
    )
    _hold_whose(case, [one for one in held if one.person_id])


def _hold_whose(case: Case, held: Iterable[HeldFinding]) -> None:
    """Keep which allegations concern each person found; a single one concerns whoever is named."""
    alleged = set(case.allegations.values_list("pk", flat=True))
    of_person = NamedPerson.allegations.through.objects.filter(namedperson__case=case)
    said = set(of_person.values_list("namedperson", "allegation"))
    of_held = HeldFinding.allegations.through
    of_held.objects.bulk_create(
        of_held(heldfinding=one, allegation_id=pk)
        for one in held
        for pk in sorted(alleged)
        if len(alleged) == 1 or (one.person_id, pk) in said
    )


def _as_found(about: Mapping[str, Any]) -> dict[str, Any]:
    one = about.get("allegation") or about["person"]
    return {
        "finding": one.finding, "basis": one.basis,
        "found_by_id": one.found_by_id, "found_at": one.found_at,
    }  # fmt: skip


def open_findings(case: Case, at: datetime) -> None:
    """Let no finding of a locked case hold any more: each is made anew, whatever it was.

    Who is meant may be said anew as well. What held stands beside it, void from now on.
    """
    case.held_findings.filter(void_since=None).update(void_since=at)
    for rows in (case.allegations, case.people):
        rows.update(finding="", basis="", found_by=None, found_at=None)
    NamedPerson.allegations.through.objects.filter(namedperson__case=case).delete()
    case.finding, case.verified_by, case.verified_at = "", None, None
