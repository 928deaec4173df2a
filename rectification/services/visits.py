"""What happens to visits: planned, begun, answered item by item, finished or cancelled."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.models import Attachment, Institution, User
from bureau.rules import SectionCode
from bureau.services import add_attachment, atomic_with_files, record_act, take_serial, tell
from bureau.services.moves import Moves
from bureau.templatetags.shell import short_day
from rectification.choices.visits import VISIT_STATES
from rectification.models import ChecklistItem, Item, Visit, VisitResult
from rectification.models.visits import FINDING, VISIT
from rectification.notices import visits as notices
from rectification.rules import inspections
from rectification.rules.inspections import Finding, VisitKind, VisitState
from rectification.rules.words import Severity
from rectification.selectors.visits import checklist_for, codes_left
from rectification.services.errors import LedgerError, reason_given
from rectification.services.finding_photos import carry_photos, show_photos
from rectification.services.opening import next_part, open_item
from rectification.services.taking_back import lay_drafts_aside, take_back_draft

SERIES = "visit"


@transaction.atomic
def plan_visit(
    *,
    institution: Institution,
    kind: VisitKind,
    planned_on: date,
    inspectors: Sequence[User],
    by: User,
    at: datetime,
) -> Visit:
    """Plan a visit with the checklist in force on its day, and give it its number.

    Planned again for the same institution, day and kind it is the one that stands; whoever is named
    only now inspects too.

    :raises LedgerError: without inspectors of the bureau, for a day past, or without a checklist.
    """
    today = timezone.localdate(at)
    people = list(dict.fromkeys(inspectors))
    if not people or any(one.institution_id for one in people):
        raise LedgerError(_("A visit needs inspectors, and these are of the bureau."))
    if planned_on < today:
        raise LedgerError(_("A visit cannot be planned for a day that is over."))
    # The lock makes two people who plan the same visit at once wait for each other.
    Institution.objects.select_for_update().get(pk=institution.pk)
    same = Visit.objects.filter(institution=institution, kind=kind, planned_on=planned_on)
    if standing := same.filter(state=VisitState.PLANNED).first():
        return _let_inspect(standing, people, by=by, at=at)
    checklist = checklist_for(institution, planned_on)
    if checklist is None:
        raise LedgerError(_("No checklist is approved for this kind of institution and day."))
    year = f"{today:%Y}"
    visit = Visit.objects.create(
        no=f"JC-{year}-{take_serial(series=SERIES, period=year):04}",
        kind=kind,
        institution=institution,
        checklist=checklist,
        planned_on=planned_on,
        planned_by=by,
        planned_at=at,
    )
    visit.inspectors.set(people)
    facts = {"kind": str(kind), "planned_on": planned_on.isoformat()}
    visit_act(visit, "plan_visit", by=by, at=at, after=VisitState.PLANNED, facts=facts)
    tell(notices.planned(visit, people), at=at)
    return visit


def _let_inspect(visit: Visit, people: Sequence[User], *, by: User, at: datetime) -> Visit:
    """Add inspectors to a planned visit and tell them; who inspects it already changes nothing."""
    named = set(visit.inspectors.values_list("pk", flat=True))
    if new := [one for one in people if one.pk not in named]:
        visit.inspectors.add(*new)
        facts = {"inspectors": [one.pk for one in new]}
        visit_act(visit, "plan_visit", by=by, at=at, after=VisitState.PLANNED, facts=facts)
        tell(notices.planned(visit, new), at=at)
    return visit


@transaction.atomic
def begin_visit(*, visit: Visit, by: User, at: datetime) -> Visit:
    """Begin a visit, on its day or later; one under way goes on.

    :raises LedgerError: if somebody else inspects, it is over, or its day has not come.
    """
    visit = inspected(visit, by)
    if visit.state == VisitState.UNDER_WAY:
        return visit
    if timezone.localdate(at) < visit.planned_on:
        said = _("This visit begins on %(day)s. To go earlier, call it off and plan another.")
        raise LedgerError(said % {"day": short_day(visit.planned_on)})
    visit.begun_at = at
    _move(visit, VisitState.UNDER_WAY, "begin_visit", by=by, at=at, saving=("begun_at",))
    return visit


@transaction.atomic
def record_finding(
    *,
    visit: Visit,
    item: ChecklistItem,
    finding: Finding,
    note: str = "",
    severity: Severity | None = None,
    by: User,
    at: datetime,
) -> VisitResult:
    """Answer one item; answered anew it says the new thing, the same again changes nothing.

    Without a severity the one that was said stays, or it is an ordinary matter.

    The first answer begins the visit. What is no fault any more takes its draft with it.

    :raises LedgerError: if somebody else inspects, the visit is over, the item is of another
        checklist, or the finding was ordered to be rectified and would no longer be a fault.
    """
    visit = begin_visit(visit=visit, by=by, at=at)
    if item.checklist_id != visit.checklist_id:
        raise LedgerError(_("This item is not on the checklist of the visit."))
    note = note.strip()[:1_000]
    found = VisitResult.objects.select_for_update().filter(visit=visit, item=item).first()
    severe = severity or Severity(found.severity if found else Severity.ORDINARY)
    if found and (found.finding, found.note, found.severity) == (finding, note, severe):
        return found
    if found and finding not in inspections.FAULTS:
        take_back_draft(found, by=by, at=at)
    before = found.finding if found else ""
    found = found or VisitResult(visit=visit, item=item)
    found.finding, found.note, found.by, found.at = finding, note, by, at
    found.severity = severe
    found.save()
    if before != finding:
        facts = {"item": item.code}
        visit_act(visit, "record_finding", by=by, at=at, before=before, after=finding, facts=facts)
    return found


@atomic_with_files()
def add_finding_photo(
    *, result: VisitResult, name: str, content: bytes, by: User, at: datetime
) -> Attachment:
    """Hang a photo on a finding. The institution sees it when the visit is done, not before.

    Where the finding stands in the ledger already, it shows the problem there too.

    :raises LedgerError: if somebody else inspects, or the visit is over.
    :raises BureauError: if the file is not taken.
    """
    visit = inspected(result.visit, by)
    photo = add_attachment(
        kind=FINDING,
        no=f"{visit.no}/{result.item.code}",
        name=name,
        content=content,
        institution=visit.institution,
        section=SectionCode.MEDICAL_ADMIN,
        by=by,
        at=at,
    )
    carry_photos(result, by=by, at=at)
    return photo


@transaction.atomic
def draft_from_finding(*, result: VisitResult, by: User, at: datetime) -> Item:
    """Enter a finding in the ledger as a draft, in the words of the item; a second time is none.

    Its severity, its theme and its photos, which show the problem, go along.

    :raises LedgerError: if the item is met or does not apply, or the visit was cancelled.
    """
    # First the visit, as everywhere: finished at the same moment, its photos would stay hidden.
    _locked(result.visit)
    locked = VisitResult.objects.select_for_update(of=("self",))
    found = locked.select_related("visit__institution", "item__theme", "item__category").get(
        pk=result.pk
    )
    if found.ledger_item_id:
        return Item.objects.get(pk=found.ledger_item_id)
    if not found.is_fault:
        raise LedgerError(_("Only what is not met, or met in part, goes into the ledger."))
    visit = found.visit
    if visit.state == VisitState.CANCELLED:
        raise LedgerError(_("The visit was cancelled."))
    source = inspections.source_of(VisitKind(visit.kind))
    cause: dict[str, Any] = {
        "institution": visit.institution,
        "source": source,
        "source_no": found.key,
    }
    entered = open_item(
        problem=_problem(found),
        found_on=timezone.localdate(found.at),
        **cause,
        # One that was taken back keeps its number; this is another entry of the same item.
        part=next_part(**cause),
        category=found.item.category,
        theme=found.item.theme,
        severity=Severity(found.severity),
        by=by,
        at=at,
    )
    found.ledger_item = entered
    found.save(update_fields=["ledger_item"])
    carry_photos(found, by=by, at=at)
    facts = {"item": found.item.code, "ledger_item": entered.no}
    visit_act(visit, "draft_from_finding", by=by, at=at, facts=facts)
    return entered


def _problem(found: VisitResult) -> str:
    """Write the problem as the ledger keeps it: what was looked at, what was found, what is said.

    In Chinese, whatever the inspector reads: it is the county's record.
    """
    said = {Finding.PARTIAL: "部分符合", Finding.UNMET: "不符合"}[Finding(found.finding)]
    note = f"：{found.note}" if found.note else ""
    return f"{found.item.code}　{found.item.text}（{said}）{note}"


@transaction.atomic
def finish_visit(*, visit: Visit, by: User, at: datetime) -> Visit:
    """Finish a visit: its results and photos are now the institution's to read, and it is told.

    :raises LedgerError: if somebody else inspects, or items are unanswered: they are named.
    """
    visit = inspected(visit, by, done_too=True)
    if visit.state == VisitState.DONE:
        return visit
    if left := codes_left(visit):
        raise LedgerError(_("Not answered yet: %(codes)s.") % {"codes": "、".join(left)})
    visit.done_at = at
    _move(visit, VisitState.DONE, "finish_visit", by=by, at=at, saving=("done_at",))
    for result in visit.results.select_related("visit", "item"):
        show_photos(result, by=by, at=at)
    tell(notices.done(visit), at=at)
    return visit


@transaction.atomic
def cancel_visit(*, visit: Visit, reason: str, by: User, at: datetime) -> Visit:
    """Call a visit off, with a reason, and lay its drafts aside. Its number is never given again.

    :raises LedgerError: without a reason, or if it is done.
    """
    visit = _locked(visit)
    if visit.state == VisitState.CANCELLED:
        return visit
    why = reason_given(reason, ask=_("Please write why the visit is called off."))
    _move(visit, VisitState.CANCELLED, "cancel_visit", by=by, at=at, why=why)
    lay_drafts_aside(visit, why=why, by=by, at=at)
    return visit


def _locked(visit: Visit) -> Visit:
    found = Visit.objects.select_for_update(of=("self",))
    return found.select_related("institution", "checklist").get(pk=visit.pk)


def inspected(visit: Visit, by: User, *, done_too: bool = False) -> Visit:
    """Lock a visit for one of its inspectors.

    :raises LedgerError: if somebody else inspects, or it is over.
    """
    visit = _locked(visit)
    if not visit.inspectors.filter(pk=by.pk).exists():
        raise LedgerError(_("Only the inspectors of a visit write down what is found at it."))
    if not visit.is_open and not (done_too and visit.state == VisitState.DONE):
        raise LedgerError(
            _("%(no)s is “%(state)s”: nothing more is written down.")
            % {"no": visit.no, "state": VISIT_STATES[VisitState(visit.state)]}
        )
    return visit


def visit_act(visit: Visit, verb: str, *, by: User, at: datetime, **said: Any) -> None:
    said = {name: str(v) if name in {"before", "after"} else v for name, v in said.items()}
    record_act(
        verb=verb, kind=VISIT, no=visit.no, by=by, at=at, institution=visit.institution, **said
    )


_move = Moves(VISIT_STATES, LedgerError, visit_act).move
