"""What the unit does about a problem: its plan, its progress, its evidence, more time."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.models import Attachment, User
from bureau.rules import SectionCode
from bureau.services import add_attachment, atomic_with_files, tell
from bureau.templatetags.shell import short_day
from rectification import selectors
from rectification.choices.ledger import STAGES
from rectification.models import Evidence, Extension, Item, Measure, ProgressEntry
from rectification.notices import ledger as notices
from rectification.rules import states, terms
from rectification.rules.words import Decision, ItemState, Stage
from rectification.selectors.evidence import fresh_evidence
from rectification.services.acts import ITEM, check_state, locked, move, record_item_act
from rectification.services.errors import LedgerError, SeenBefore, reason_given

REPORTING = tuple(sorted(states.WITH_THE_UNIT))


@transaction.atomic
def submit_plan(
    *,
    item: Item,
    cause: str,
    goal: str,
    measures: Sequence[str],
    responsible: str,
    by: User,
    at: datetime,
) -> Item:
    """Hand in how a problem is to be rectified; until work begins a new plan replaces the old.

    :raises LedgerError: without a cause, a measure or a responsible person, or too late for it.
    """
    item = locked(item)
    check_state(item, ItemState.ISSUED, ItemState.PLANNED)
    wanted = [text.strip() for text in measures if text.strip()]
    if not (cause.strip() and wanted and responsible.strip()):
        raise LedgerError(
            _("A plan names the cause, at least one measure and the responsible person.")
        )
    item.cause, item.goal, item.responsible = cause.strip(), goal.strip(), responsible.strip()
    if _stands(item, wanted):
        return item
    item.measures.all().delete()
    Measure.objects.bulk_create(
        Measure(item=item, position=n, text=text) for n, text in enumerate(wanted, 1)
    )
    saving = ("cause", "goal", "responsible")
    facts = {"measures": len(wanted)}
    if item.state == ItemState.ISSUED:
        move(item, ItemState.PLANNED, "submit_plan", by=by, at=at, saving=saving, facts=facts)
    else:
        item.save(update_fields=saving)
        record_item_act(item, "submit_plan", by=by, at=at, facts=facts)
    return item


def _stands(item: Item, wanted: Sequence[str]) -> bool:
    """Test if this very plan was handed in already, so that a second click changes nothing."""
    was = Item.objects.get(pk=item.pk)
    same = all(
        getattr(was, name) == getattr(item, name) for name in ("cause", "goal", "responsible")
    )
    return same and list(item.measures.values_list("text", flat=True)) == list(wanted)


@transaction.atomic
def report_progress(*, item: Item, text: str, on: date, by: User, at: datetime) -> ProgressEntry:
    """Write down what was done on a day. The first entry after the plan begins the work.

    The same person's same words of the same day stand once.

    :raises LedgerError: without words, for a day to come or before the order, or too late for it.
    """
    item = locked(item)
    check_state(item, *REPORTING)
    text = text.strip()
    if not text:
        raise LedgerError(_("Please write what was done."))
    if not item.ordered_on <= on <= timezone.localdate(at):
        raise LedgerError(_("Progress is of a day between the order and today."))
    entry, is_new = ProgressEntry.objects.get_or_create(
        item=item, round=item.round, on=on, text=text, by=by, defaults={"at": at}
    )
    if not is_new:
        return entry
    if item.state in {ItemState.PLANNED, ItemState.RETURNED}:
        move(item, ItemState.RECTIFYING, "report_progress", by=by, at=at)
    else:
        record_item_act(item, "report_progress", by=by, at=at)
    return entry


@atomic_with_files()
def add_evidence(
    *,
    item: Item,
    stage: Stage,
    name: str,
    content: bytes,
    caption: str = "",
    by: User,
    at: datetime,
) -> Evidence:
    """Hang a photo or a paper on an item; the same file by the same person hangs once.

    What shows the problem may hang on a draft already.

    :raises SeenBefore: for a file that was looked at before a return, in an earlier phase or
        round, or that hangs here as showing something else: it shows nothing new.
    :raises BureauError: if the file is not taken.
    :raises LedgerError: once strike-off is applied for: what is being looked at stays as it is.
    """
    item = locked(item)
    check_state(item, *REPORTING, *([ItemState.DRAFT] if stage is Stage.BEFORE else []))
    attachment = add_attachment(
        kind=ITEM,
        no=item.no,
        name=name,
        content=content,
        institution=item.institution,
        section=SectionCode.MEDICAL_ADMIN,
        by=by,
        at=at,
    )
    _refuse_seen(item, stage, attachment)
    evidence, is_new = Evidence.objects.get_or_create(
        attachment=attachment,
        defaults={
            "item": item,
            "round": item.round,
            "stage": stage,
            "caption": caption.strip(),
        },
    )
    if is_new:
        facts = {"attachment": str(attachment.pk), "stage": str(stage)}
        record_item_act(item, "add_evidence", by=by, at=at, facts=facts)
    return evidence


def _refuse_seen(item: Item, stage: Stage, attachment: Attachment) -> None:
    """:raises SeenBefore: if this very file, whoever sent it, was looked at here already."""
    same = item.evidence.filter(attachment__file__sha256=attachment.file.sha256)
    if same.exclude(stage=stage).exists():
        other = Stage.BEFORE if stage is Stage.AFTER else Stage.AFTER
        raise SeenBefore(
            _("This very file hangs here already as “%(stage)s”: it cannot show both.")
            % {"stage": STAGES[other]}
        )
    still = fresh_evidence(item) if stage is Stage.AFTER else item.evidence.filter(round=item.round)
    if same.exclude(pk__in=still.values("pk")).exists():
        raise SeenBefore(
            _("This very file was looked at here before: it shows nothing new. A new one, please.")
        )


@transaction.atomic
def ask_extension(*, item: Item, due_on: date, reason: str, by: User, at: datetime) -> Extension:
    """Ask for the one extension there is. Nothing moves before somebody else has decided.

    :raises LedgerError: without a reason, for a day not later or too late, or if one was granted
        or waits already.
    """
    item = locked(item)
    check_state(item, *REPORTING)
    why = reason_given(reason, ask=_("Please write why more time is needed."))
    if standing := selectors.extension_of_term(item):
        if standing.decision == "" and (standing.due_on, standing.reason) == (due_on, why):
            return standing
        raise LedgerError(_("An item is extended once; this one was, or its request still waits."))
    latest = terms.latest_extension(item.term_ends_on, table=selectors.table_on(item.ordered_on))
    if not item.term_ends_on < due_on <= latest:
        raise LedgerError(
            _("The new day lies after %(due)s and not after %(latest)s.")
            % {"due": short_day(item.term_ends_on), "latest": short_day(latest)}
        )
    extension = Extension.objects.create(
        item=item,
        round=item.round,
        phase=selectors.phase_of(item),
        was_due_on=item.term_ends_on,
        due_on=due_on,
        reason=why,
        asked_by=by,
        asked_at=at,
    )
    facts = {"from": item.term_ends_on.isoformat(), "to": due_on.isoformat()}
    record_item_act(item, "ask_extension", by=by, at=at, why=why, facts=facts)
    tell(notices.extension_asked(extension), at=at)
    return extension


@transaction.atomic
def decide_extension(
    *, extension: Extension, decision: Decision, answer: str = "", by: User, at: datetime
) -> Extension:
    """Grant or refuse more time. A refusal needs its reason; decided twice, the first stands.

    :raises LedgerError: for one's own request, or where the item was handed in or got another day
        meanwhile.
    """
    item = locked(extension.item)
    extension = Extension.objects.select_for_update().get(pk=extension.pk)
    if extension.decision:
        return extension
    if extension.asked_by_id == by.pk:
        raise LedgerError(_("Somebody else decides on an extension."))
    if decision is Decision.REFUSED:
        answer = reason_given(answer, ask=_("Please write why there is no more time."))
    extension.decision, extension.answer = decision, answer.strip()
    extension.decided_by, extension.decided_at = by, at
    extension.save(update_fields=["decision", "answer", "decided_by", "decided_at"])
    if decision is Decision.GRANTED:
        check_state(item, *REPORTING)
        if (extension.round, extension.was_due_on) != (item.round, item.due_on):
            raise LedgerError(_("The phase it was asked for is over."))
        item.due_on = extension.due_on
        item.save(update_fields=["due_on"])
    facts = {"due_on": item.term_ends_on.isoformat()}
    record_item_act(
        item, "decide_extension", by=by, at=at, after=decision, why=extension.answer, facts=facts
    )
    tell(notices.extension_decided(extension), at=at)
    return extension
