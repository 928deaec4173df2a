"""How a problem comes into the ledger, and how the bureau takes it up or does not."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.calendar import WorkCalendar
from bureau.models import Institution, LeaderPost, ProblemCategory, Section, User
from bureau.services import Doer, take_serial, tell, user_of
from rectification import selectors
from rectification.models import Item, ItemSection, Theme
from rectification.notices import ledger as notices
from rectification.rules import states, terms
from rectification.rules.words import ItemState, RectKind, Severity, SourceKind
from rectification.selectors.visits import is_hidden_from_unit, is_of_a_visit_called_off
from rectification.services import days
from rectification.services.acts import locked, move, record_item_act
from rectification.services.errors import EnteredAlready, LedgerError, reason_given

SERIES = "ledger"
CHANGEABLE = frozenset(
    {"department", "category", "theme", "severity", "is_common", "cause", "goal", "leader",
     "responsible", "remark"}
)  # fmt: skip
"""What the bureau may put right in an entry. The problem itself stays as it was written."""


@transaction.atomic
def open_item(
    *,
    institution: Institution,
    source: SourceKind,
    source_no: str = "",
    part: int = 1,
    by: Doer | None,
    at: datetime,
    **said: Any,
) -> Item:
    """Enter a problem in the ledger as a draft with its number; for whatever pours in by itself.

    `source_no` names the cause at its source, `part` which problem of that cause it is: asked
    again for the same at the same institution, this returns the item that stands and changes
    nothing. People and other houses' systems enter by `enter_item`, which tells them so.

    :raises LedgerError: if the problem says nothing, or was found in the future.
    """
    cause: dict[str, Any] = {"institution": institution, "source": source, "source_no": source_no}
    try:
        return _enter_new(cause, part, by=by, at=at, **said)
    except EnteredAlready as refused:
        return refused.standing


@transaction.atomic
def enter_item(
    *,
    institution: Institution,
    source: SourceKind,
    source_no: str = "",
    part: int | None = 1,
    by: Doer | None,
    at: datetime,
    **said: Any,
) -> Item:
    """Enter a problem by hand or by program. Without `part`: another one of the same source.

    :raises EnteredAlready: if its source has it already; nothing is changed.
    :raises LedgerError: if the problem says nothing, or was found in the future.
    """
    cause: dict[str, Any] = {"institution": institution, "source": source, "source_no": source_no}
    return _enter_new(cause, part or next_part(**cause), by=by, at=at, **said)


def next_part(*, institution: Institution, source: SourceKind, source_no: str) -> int:
    """Return which problem of its source another one would be."""
    of_source = Item.objects.filter(institution=institution, source=source, source_no=source_no)
    last = of_source.aggregate(last=Max("source_part"))["last"] if source_no else 0
    return (last or 0) + 1


def _enter_new(
    cause: Mapping[str, Any],
    part: int,
    *,
    problem: str,
    found_on: date,
    category: ProblemCategory | None = None,
    theme: Theme | None = None,
    severity: Severity = Severity.ORDINARY,
    is_common: bool = False,
    by: Doer | None,
    at: datetime,
) -> Item:
    """:raises EnteredAlready: if another entry of the same cause stands, or came first."""
    problem = problem.strip()
    if not problem:
        raise LedgerError(_("Please write what the problem is."))
    if found_on > timezone.localdate(at):
        raise LedgerError(_("A problem cannot have been found in the future."))
    if standing := _standing(cause, part):
        raise EnteredAlready(standing)
    entered = Item(
        **cause,
        source_part=part,
        problem=problem,
        found_on=found_on,
        category=category,
        theme=theme,
        severity=severity,
        is_common=is_common,
        opened_by=user_of(by),
        opened_at=at,
    )
    try:
        with transaction.atomic():
            return _enter(entered, by=by, at=at)
    except IntegrityError:
        # Another worker entered the same source meanwhile; the number taken here went back.
        if standing := _standing(cause, part):
            raise EnteredAlready(standing) from None
        raise


def _standing(cause: Mapping[str, Any], part: int) -> Item | None:
    if not cause["source_no"]:
        return None
    return Item.objects.filter(**cause, source_part=part).first()


def _enter(item: Item, *, by: Doer | None, at: datetime) -> Item:
    year = f"{timezone.localdate(at):%Y}"
    item.no = f"ZG-{year}-{take_serial(series=SERIES, period=year):04}"
    item.save(force_insert=True)
    facts = {"source": str(item.source), "source_no": item.source_no, "part": item.source_part}
    record_item_act(item, "open_item", by=by, at=at, after=ItemState.DRAFT, facts=facts)
    return item


@transaction.atomic
def change_item(
    *, item: Item, changes: Mapping[str, Any], reason: str = "", by: User, at: datetime
) -> Item:
    """Put right what the bureau wrote around a problem; the same again changes nothing.

    :raises LedgerError: once it is struck off or was not taken up, for what nobody changes, or for
        a severity lowered without a reason.
    """
    item = locked(item)
    if set(changes) - CHANGEABLE:
        raise LedgerError(_("The problem itself, its source and its day are not changed."))
    if item.state in states.ENDED:
        raise LedgerError(_("%(no)s is finished and is not changed any more.") % {"no": item.no})
    new = {name: value for name, value in changes.items() if getattr(item, name) != value}
    if not new:
        return item
    facts: dict[str, Any] = {"changed": sorted(new)}
    if _is_lowered(item, new):
        reason = reason_given(reason, ask=_("Please write why it is less severe."))
        # Whoever did this does not verify it: `selectors.work_of` reads it here.
        facts["lowered_in_round"] = item.round
    for name, value in new.items():
        setattr(item, name, value)
    item.save(update_fields=list(new))
    record_item_act(item, "change_item", by=by, at=at, why=reason.strip(), facts=facts)
    return item


def _is_lowered(item: Item, new: Mapping[str, Any]) -> bool:
    """Test if a change would spare the bureau a look on site that it owes, now or later."""
    if "severity" not in new:
        return False
    order = list(Severity)
    return order.index(Severity(new["severity"])) < order.index(Severity(item.severity))


@transaction.atomic
def dismiss_item(*, item: Item, reason: str, by: User, at: datetime) -> Item:
    """Take a draft up no further, with a reason. Its number is never given again.

    :raises LedgerError: without a reason, or if it is no draft any more.
    """
    item = locked(item)
    if item.state == ItemState.DISMISSED:
        return item
    why = reason_given(reason, ask=_("Please write why this is not taken up."))
    move(item, ItemState.DISMISSED, "dismiss_item", by=by, at=at, why=why)
    return item


@transaction.atomic
def issue_item(
    *,
    item: Item,
    kind: RectKind,
    leader: LeaderPost,
    sections: Sequence[Section],
    due_on: date | None = None,
    term_reason: str = "",
    by: User,
    at: datetime,
    calendar: WorkCalendar,
) -> Item:
    """Order a rectification: from now on the unit sees it and its days run.

    The first section leads. Without `due_on` the rules of the day propose one; one that is later
    than they give to its kind takes a `term_reason`. Ordered twice, it stands as ordered first.

    :raises LedgerError: without a section, with a day in the past or late without a reason, or if
        it is no draft any more.
    """
    item = locked(item)
    today = timezone.localdate(at)
    if item.state == ItemState.ISSUED:
        return item
    refuse_before_its_visit_is_done(item)
    if not sections:
        raise LedgerError(_("Please name at least one accountable section; the first one leads."))
    item.kind, item.leader = kind, leader
    due_on = _begin_term(item, due_on, term_reason, today, calendar)
    name_sections(item, sections)
    move(
        item, ItemState.ISSUED, "issue_item", by=by, at=at, why=item.term_reason,
        saving=("kind", "leader", "issued_on", "due_on", "plan_due_on", "term_reason"),
        facts={"due_on": due_on.isoformat(), "kind": str(kind)},
    )  # fmt: skip
    tell(notices.issued(item, day=today), at=at)
    return item


def refuse_before_its_visit_is_done(item: Item) -> None:
    """:raises LedgerError: while its unannounced visit is under way, or if that was called off."""
    if is_hidden_from_unit(item):
        raise LedgerError(
            _("The unannounced visit is not finished: until then the unit learns nothing of it.")
        )
    if is_of_a_visit_called_off(item):
        raise LedgerError(_("The visit was called off: what was entered at it is not ordered."))


def _begin_term(
    item: Item, due_on: date | None, reason: str, today: date, calendar: WorkCalendar
) -> date:
    """Write by which days an item is ordered; return its due day."""
    table, kind = selectors.table_on(today), RectKind(item.kind)
    due_on = due_on or terms.due_on(today, kind, table=table)
    days.refuse_past(due_on, today)
    item.term_reason = days.term_reason(due_on, kind, reason, began_on=today)
    item.issued_on, item.due_on = today, due_on
    item.plan_due_on = min(terms.plan_due_on(today, calendar=calendar, table=table), due_on)
    return due_on


def name_sections(item: Item, sections: Iterable[Section]) -> None:
    """Write which sections answer for an item; the first one leads."""
    ItemSection.objects.filter(item=item).delete()
    ItemSection.objects.bulk_create(
        ItemSection(item=item, section=section, position=position)
        for position, section in enumerate(dict.fromkeys(sections))
    )
