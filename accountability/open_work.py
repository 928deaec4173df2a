"""A person's open work on accountability, for the side bar and the to-do cards."""

from collections.abc import Iterable
from datetime import date
from itertools import islice

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accountability.choices import LADDERS
from accountability.models import EligibilityCheck, SanctionProposal
from accountability.rules.words import Column, ProposalState
from accountability.selectors import employers, pages, persons, units
from accountability.selectors.eligibility import may_check
from accountability.selectors.telling_units import untold
from bureau.models import User
from bureau.rules import SectionCode
from bureau.templatetags.shell import day as in_full
from bureau.worklist import CardAction, NavItem, TodoCard

MOST_NAMED, MOST_COUNTED = 5, 99


def open_work(user: User, day: date) -> list[NavItem]:
    return [*_board(user), *_unit(user, day), *_checks(user), *_own(user)]


def _unit(user: User, day: date) -> list[NavItem]:
    """Lead a house's officer to what is told of the house, with what waits for its assessment."""
    if not user.has_perm("accountability.file_assessment"):
        return []
    waiting = len(units.to_assess(user, day))
    return [NavItem(_("Accountability"), reverse("accountability:unit"), waiting)]


def _own(user: User) -> list[NavItem]:
    """Lead to what is told of oneself; where there is nothing, there is no link."""
    if not user.staff_id or not SanctionProposal.objects.about(user).exists():
        return []
    return [NavItem(_("About me"), reverse("accountability:own"), None)]


def _checks(user: User) -> list[NavItem]:
    if not user.has_perm("accountability.view_eligibilitycheck"):
        return []
    if not may_check(user) and not EligibilityCheck.objects.all().sees_whole_county(user):
        return []
    return [NavItem(_("Eligibility"), reverse("accountability:checks"), None)]


def _board(user: User) -> list[NavItem]:
    if not user.has_perm("accountability.view_sanctionproposal"):
        return []
    acts = user.has_perm("accountability.reconcile_counts")
    count = pages.in_column(user, Column.PROPOSED).count() if acts else None
    return [NavItem(_("Accountability"), reverse("accountability:board"), count)]


def todo_cards(user: User, day: date) -> list[TodoCard]:
    """Tell who has to look at proposals of those that wait, and of one's own to be stated on.

    No person is named here.
    """
    return [
        *_to_state(user, day), *_to_assess(user, day), *_to_look_at(user),
        *_to_decide(user, day), *_to_put_in_effect(user), *_to_tell(user, day), *_to_join(user),
    ]  # fmt: skip


def _to_join(user: User) -> list[TodoCard]:
    """Tell who may say the second word on two records that were proposed as one person."""
    waiting = list(persons.to_approve(user).select_related("record__institution"))
    if not waiting:
        return []
    houses = list(dict.fromkeys(one.record.institution.name for one in waiting))
    title = _("Two records as one person: to be approved")
    action = CardAction(_("Lay them side by side"), waiting[0].get_absolute_url())
    return [TodoCard(title=title, value=len(waiting), names=houses[:MOST_NAMED], actions=[action])]


def _to_assess(user: User, day: date) -> list[TodoCard]:
    """Tell a house's officer whose pending appointment ends; no person is named."""
    if not user.has_perm("accountability.file_assessment"):
        return []
    waiting = units.to_assess(user, day)
    if not waiting:
        return []
    until = _("%(no)s: until %(day)s")
    names = [until % {"no": one.no, "day": in_full(end.last)} for one, end in waiting]
    address = reverse("accountability:unit_proposal", args=[waiting[0][0].no])
    action = CardAction(_("File the assessment"), address, primary=True)
    title = _("Pending appointments that end: to be assessed")
    return [TodoCard(title=title, value=len(waiting), names=names[:MOST_NAMED], actions=[action])]


def _to_state(user: User, day: date) -> list[TodoCard]:
    """Tell somebody that their own statement is awaited, as long as its term runs."""
    told = SanctionProposal.objects.about(user).filter(
        state=ProposalState.NOTICE_SERVED, handling__statement_due_on__gte=day
    )
    rows = list(told.select_related("handling").order_by("handling__statement_due_on"))
    if not rows:
        return []
    until = _("%(no)s: until %(day)s")
    names = [until % {"no": one.no, "day": in_full(one.handling.statement_due_on)} for one in rows]
    to_it = reverse("accountability:own_proposal", args=[rows[0].no])
    action = CardAction(_("Read it and state your view"), to_it, primary=True)
    title = _("You have been notified: your statement is awaited")
    return [TodoCard(title=title, value=len(rows), names=names, actions=[action])]


def _to_decide(user: User, day: date) -> list[TodoCard]:
    """Tell whoever may decide what waits for it, and what was asked to be looked at again."""
    if not user.has_perm("accountability.decide_measures"):
        return []
    seen = SanctionProposal.objects.visible_to(user).order_by("pk")
    return [
        *_card(_("To be decided"), pages.to_decide(seen, day=day)),
        *_card(_("Reviews and appeals to be answered"), pages.to_answer(seen)),
    ]


def _to_put_in_effect(user: User) -> list[TodoCard]:
    """Tell of decisions that are served, and in effect only once somebody says so."""
    if not user.has_perm("accountability.reconcile_counts"):
        return []
    seen = SanctionProposal.objects.visible_to(user).order_by("pk")
    return _card(_("Served, to be put in effect"), pages.to_put_in_effect(seen))


def _to_tell(user: User, day: date) -> list[TodoCard]:
    """Tell who writes papers which units are still to be told what they carry out."""
    if user.section_code != SectionCode.PERSONNEL or not user.has_perm("bureau.draft_paper"):
        return []
    waiting = untold(SanctionProposal.objects.visible_to(user), day)
    return [*_card_of(_("In effect, the unit is to be told"), waiting), *_to_employers(user)]


def _to_employers(user: User) -> list[TodoCard]:
    """Tell for whom a letter to the employer is to be written; no person is named."""
    waiting = employers.owed(user)
    if not waiting:
        return []
    names = list(dict.fromkeys(one.house.name for one in waiting))
    action = CardAction(_("Look at it"), reverse("accountability:person", args=[waiting[0].staff]))
    title = _("Found of people of other employers: letters to be written")
    return [TodoCard(title=title, value=len(waiting), names=names[:MOST_NAMED], actions=[action])]


def _card(title: str, rows: QuerySet[SanctionProposal]) -> list[TodoCard]:
    """Make the card of some proposals, if there are any; no person is named."""
    return _card_of(title, list(rows[: MOST_COUNTED + 1]))


def _card_of(title: str, waiting: list[SanctionProposal]) -> list[TodoCard]:
    if not waiting:
        return []
    action = CardAction(_("Look at it"), waiting[0].get_absolute_url())
    value = str(len(waiting)) if len(waiting) <= MOST_COUNTED else f"{MOST_COUNTED}+"
    return [TodoCard(title=title, value=value, names=_named(waiting), actions=[action])]


def _named(rows: Iterable[SanctionProposal]) -> list[str]:
    """Name the first of some proposals by ladder, institution and number."""
    first = islice(rows, MOST_NAMED)
    return [f"{LADDERS[one.ladder]} {one.institution.name} {one.no}" for one in first]


def _to_look_at(user: User) -> list[TodoCard]:
    if not user.has_perm("accountability.reconcile_counts"):
        return []
    waiting = pages.in_column(user, Column.PROPOSED)
    count = waiting.count()
    if not count:
        return []
    return [
        TodoCard(
            title=_("Proposals of accountability to be looked at"),
            value=count,
            names_label=_("The newest:") if count > MOST_NAMED else "",
            names=_named(waiting[:MOST_NAMED]),
            actions=[CardAction(_("Open the board"), reverse("accountability:board"))],
        )
    ]
