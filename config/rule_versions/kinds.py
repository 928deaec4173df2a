"""The kinds of rules the apps bring, put together as the side bar is."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accountability.rule_kinds import FOLLOWUPS, INSTITUTIONS, JOINT, ROAD, STAFF
from bureau.models import RuleVersion, User
from bureau.rule_kinds import COUNTING
from bureau.rule_tables import RuleKind
from bureau.worklist import CardAction, NavItem, TodoCard
from complaints.rule_kinds import CASES
from followups.rule_kinds import REGISTER
from rectification.rule_kinds import LEDGER, POSTINGS

KINDS: dict[str, RuleKind[Any]] = {
    kind.code: kind
    for kind in (
        REGISTER, CASES, LEDGER, POSTINGS, COUNTING, STAFF, INSTITUTIONS, JOINT, FOLLOWUPS, ROAD,
    )
}  # fmt: skip


def open_work(user: User, day: date) -> list[NavItem]:
    if not user.has_perm("bureau.view_ruleversion"):
        return []
    return [NavItem(_("Rules"), reverse("rules:kinds"))]


def todo_cards(user: User, day: date) -> list[TodoCard]:
    """Tell whoever may approve of the drafts that wait for a second person."""
    if not user.has_perm("bureau.approve_ruleversion"):
        return []
    drafts = RuleVersion.objects.visible_to(user).drafts().exclude(drafted_by=user)
    waiting = [one for one in drafts if one.kind in KINDS and has_say(user, KINDS[one.kind])]
    if not waiting:
        return []
    first = waiting[0]
    # What is due comes first: on this card no button is the page's primary one.
    action = CardAction(_("Look at it"), reverse("rules:version", args=[first.kind, first.number]))
    names = [str(KINDS[one.kind].title) for one in waiting]
    title = _("Rules waiting for your approval")
    return [TodoCard(title=title, value=len(waiting), names=names, actions=[action])]


def has_say(user: User, kind: RuleKind[Any]) -> bool:
    return kind.may_approve(user.roles, user.section_code)
