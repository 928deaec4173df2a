"""A person's open work on posting places, for the side bar and the to-do cards."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from bureau.models import User
from bureau.selectors import work_calendar
from bureau.worklist import CardAction, NavItem, TodoCard
from rectification.choices.places import missing_in_words
from rectification.selectors.places import Standing, houses_to_post, posting_standings

NAMED = 5


def open_work(user: User, day: date) -> list[NavItem]:
    if not user.has_perm("rectification.view_postingplace"):
        return []
    if user.institution:
        url = reverse("rectification:house_places", args=[user.institution.code])
        return [NavItem(_("Phones posted"), url)]
    return [NavItem(_("Phones posted"), reverse("rectification:places"))]


def todo_cards(user: User, day: date) -> list[TodoCard]:
    """Tell an officer what their house still has to hang up, and the bureau where that is so."""
    if not user.has_perm("rectification.register_place"):
        return []
    houses = houses_to_post(user, day)
    standings = posting_standings(houses, day=day, calendar=work_calendar())
    lacking = [one for one in standings if not one.coverage.is_complete]
    if not lacking:
        return []
    return [_own_card(lacking[0]) if user.institution_id else _county_card(lacking)]


def _own_card(standing: Standing) -> TodoCard:
    missing = [missing_in_words(one) for one in standing.coverage.missing]
    url = reverse("rectification:house_places", args=[standing.institution.code])
    return TodoCard(
        title=_("Complaint phones to be posted"),
        value=len(missing),
        note=_("things missing"),
        names=missing[:NAMED],
        actions=[CardAction(_("Open"), url)],
    )


def _county_card(lacking: list[Standing]) -> TodoCard:
    url = reverse("rectification:places", query={"only": "lacking"})
    return TodoCard(
        title=_("Complaint phones not fully posted"),
        value=len(lacking),
        note=_("institutions lack something"),
        names=[one.institution.name for one in lacking[:NAMED]],
        actions=[CardAction(_("Open"), url)],
    )
