"""A person's open work on accountability, for the side bar and the to-do cards."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from accountability.choices import LADDERS
from accountability.models import EligibilityCheck, SanctionProposal
from accountability.rules.words import Column
from accountability.selectors import pages
from accountability.selectors.eligibility import may_check
from bureau.models import User
from bureau.worklist import CardAction, NavItem, TodoCard

MOST_NAMED = 5


def open_work(user: User, day: date) -> list[NavItem]:
    return [*_board(user), *_checks(user), *_own(user)]


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
    """Tell whoever has to look at them of the proposals that wait. No person is named here."""
    if not user.has_perm("accountability.reconcile_counts"):
        return []
    waiting = pages.in_column(user, Column.PROPOSED)
    count = waiting.count()
    if not count:
        return []
    names = [
        f"{LADDERS[one.ladder]} {one.institution.name} {one.no}" for one in waiting[:MOST_NAMED]
    ]
    action = CardAction(_("Open the board"), reverse("accountability:board"))
    return [
        TodoCard(
            title=_("Proposals of accountability to be looked at"),
            value=count,
            names=names,
            actions=[action],
        )
    ]
