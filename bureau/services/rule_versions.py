"""Versions of the rules: one person drafts, a second one approves, nobody edits."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau import selectors
from bureau.models import RuleVersion, User
from bureau.rule_tables import Draft, RuleKind, Unfit, VersionState
from bureau.sending import NoticeKind
from bureau.services.acts import record_act
from bureau.services.notices import Telling, tell


class RuleError(Exception):
    """An anticipated refusal, worded for the person at the screen."""


def draft_rule_version(*, kind: RuleKind[Any], draft: Draft, by: User, at: datetime) -> RuleVersion:
    """Put up a new version for approval. The same draft again is the one that waits already.

    :raises RuleError: if the values do not fit the table or change nothing, the paper or the
        source is missing, something was decided by then, or another draft waits.
    """
    _check_words(draft)
    values = _fitting(kind, draft.values)
    try:
        with transaction.atomic():
            known = hold_rules(kind.code)
            waiting = next((one for one in known if one.state == VersionState.DRAFT), None)
            if waiting:
                return _same_or_refuse(waiting, draft, values, by)
            _check_day(kind, draft.valid_from, at)
            return _put_up(kind, draft, values, by=by, at=at)
    except IntegrityError as two_at_once:
        raise RuleError(_("Another draft of these rules was put up meanwhile.")) from two_at_once


def _put_up(
    kind: RuleKind[Any], draft: Draft, values: dict[str, Any], *, by: User, at: datetime
) -> RuleVersion:
    so_far = selectors.rule_version_on(kind.code, draft.valid_from)
    if so_far and not any(one.is_change for one in kind.compare(so_far.values, values)):
        raise RuleError(_("These are the values that hold on that day already."))
    known = RuleVersion.objects.of_kind(kind.code).aggregate(number=Max("number"))
    version = RuleVersion.objects.create(
        kind=kind.code,
        number=(known["number"] or 0) + 1,
        valid_from=draft.valid_from,
        values=values,
        document_no=draft.document_no.strip(),
        source=draft.source.strip(),
        note=draft.note.strip(),
        drafted_by=by,
        drafted_at=at,
    )
    _write_act("draft_rule_version", version, by=by, at=at, after=VersionState.DRAFT)
    _tell_who_approves(kind, version, by=by, at=at)
    return version


def _tell_who_approves(
    kind: RuleKind[Any], version: RuleVersion, *, by: User, at: datetime
) -> None:
    """Tell the second persons that a draft waits for one of them: never who put it up."""
    facts = {"name": by.name, "day": version.valid_from.isoformat()}
    telling = Telling(
        kind=NoticeKind.TASK,
        recipients=list(selectors.able_to_approve(kind).exclude(pk=by.pk)),
        words=lambda: (
            _("%(name)s asks you to approve new rules “%(title)s” from %(day)s on.")
            % {**facts, "title": kind.title}
        ),
        subject=("rule_version", str(version)),
        url=reverse("rules:version", args=[version.kind, version.number]),
        cause=f"rule_version {version} waits",
    )
    tell(telling, at=at)


def approve_rule_version(
    *, kind: RuleKind[Any], version: RuleVersion, by: User, at: datetime
) -> RuleVersion:
    """Let a draft take effect from its day on. Approving again changes nothing.

    An approved version of the same day that has not begun gives way: so what was announced by
    mistake is put right, by two people again.

    :raises RuleError: if the same person drafted it, has no say over these rules, the draft was
        withdrawn, its values no longer fit, or something was decided by then.
    """
    with transaction.atomic():
        known = {one.pk: one for one in hold_rules(kind.code)}
        version = known[version.pk]
        if version.state == VersionState.APPROVED:
            return version
        if version.state == VersionState.WITHDRAWN:
            raise RuleError(_("This draft was withdrawn meanwhile."))
        _check_second_person(kind, version, by)
        _fitting(kind, version.values)
        _check_day(kind, version.valid_from, at)
        facts = _give_way(version, by=by, at=at)
        version.state, version.approved_by, version.approved_at = VersionState.APPROVED, by, at
        version.save(update_fields=["state", "approved_by", "approved_at"])
        states = {"before": VersionState.DRAFT, "after": VersionState.APPROVED}
        _write_act("approve_rule_version", version, by=by, at=at, **states, **facts)
        return version


def withdraw_draft(*, version: RuleVersion, why: str, by: User, at: datetime) -> RuleVersion:
    """Lay a draft aside, its drafter or whoever may approve it. It stays to be read.

    :raises RuleError: without a reason, or if it was approved meanwhile.
    """
    if not why.strip():
        raise RuleError(_("Please write why the draft is withdrawn."))
    with transaction.atomic():
        version = RuleVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
        if version.state == VersionState.WITHDRAWN:
            return version
        if version.state == VersionState.APPROVED:
            raise RuleError(_("This version is approved: draft another one to change it."))
        version.state = VersionState.WITHDRAWN
        version.save(update_fields=["state"])
        states = {"before": VersionState.DRAFT, "after": VersionState.WITHDRAWN}
        _write_act("withdraw_draft", version, by=by, at=at, why=why.strip(), **states)
        return version


def hold_rules(code: str) -> list[RuleVersion]:
    """Hold the versions of a kind: who drafts or approves goes one after the other.

    So does who decides something by them that no later version may touch: until that stands,
    none is approved.
    """
    of_kind = RuleVersion.objects.select_for_update(of=("self",)).of_kind(code)
    return list(of_kind.order_by("number"))


def _check_words(draft: Draft) -> None:
    if not draft.document_no.strip() or not draft.source.strip():
        raise RuleError(_("Please name the document and its number."))


def _fitting(kind: RuleKind[Any], values: Any) -> dict[str, Any]:
    try:
        kind.build(values)
    except Unfit as unfit:
        threshold = kind.threshold(unfit.field)
        label = threshold.label if threshold else unfit.field
        raise RuleError(_("This value does not fit: %(label)s.") % {"label": label}) from unfit
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}


def _same_or_refuse(
    waiting: RuleVersion, draft: Draft, values: dict[str, Any], by: User
) -> RuleVersion:
    is_same = (waiting.values, waiting.valid_from) == (values, draft.valid_from)
    if is_same and waiting.drafted_by_id == by.pk:
        return waiting
    facts = {"number": waiting.number, "name": waiting.drafted_by or ""}
    raise RuleError(
        _("Version %(number)s by %(name)s waits for approval. Settle it first.") % facts
    )


def _check_day(kind: RuleKind[Any], day: date, at: datetime) -> None:
    """Refuse a day by whose rules something was decided: nobody is worse off afterwards."""
    if kind.only_ahead and day <= timezone.localdate(at):
        raise RuleError(_("These rules change for days to come only. Choose a later day."))
    if kind.decided_since(day):
        raise RuleError(
            _("Something was decided for that day or later. Choose a day that is still open.")
        )
    taken = RuleVersion.objects.of_kind(kind.code).approved().filter(valid_from=day)
    if day <= timezone.localdate(at) and taken.exists():
        raise RuleError(_("A version has begun on that day already."))


def _check_second_person(kind: RuleKind[Any], version: RuleVersion, by: User) -> None:
    if version.drafted_by_id == by.pk:
        raise RuleError(_("A second person has to approve what you drafted."))
    if not kind.may_approve(by.roles, by.section_code):
        raise RuleError(_("These rules are approved by the head of their section or a leader."))


def _give_way(version: RuleVersion, *, by: User, at: datetime) -> dict[str, Any]:
    same_day = RuleVersion.objects.of_kind(version.kind).approved()
    replaced = same_day.filter(valid_from=version.valid_from).first()
    if replaced is None:
        return {}
    replaced.state = VersionState.WITHDRAWN
    replaced.save(update_fields=["state"])
    states = {"before": VersionState.APPROVED, "after": VersionState.WITHDRAWN}
    _write_act("replace_rule_version", replaced, by=by, at=at, by_version=version.number, **states)
    return {"replaces": replaced.number}


def _write_act(
    verb: str,
    version: RuleVersion,
    *,
    by: User,
    at: datetime,
    before: str = "",
    after: str = "",
    why: str = "",
    **facts: Any,
) -> None:
    told = {"valid_from": version.valid_from.isoformat(), "values": version.values}
    record_act(
        verb=verb,
        kind="rule_version",
        no=version,
        by=by,
        at=at,
        before=str(before),
        after=str(after),
        why=why,
        facts={**told, **facts},
    )
