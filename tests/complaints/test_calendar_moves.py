"""Next year's calendar is loaded: where each open due date moves is seen first, then confirmed."""

from datetime import date

import pytest
from django.urls import reverse

from bureau.models import Act, Notice
from bureau.open_work import todo_cards
from bureau.rules import Role
from bureau.selectors import work_calendar
from bureau.services import load_calendar_year
from complaints.services.calendar_moves import due_moves, move_due_dates
from tests.complaints.conftest import moment
from tests.factories import UserFactory

LOADED = moment("2026-12-30")
PAGE = reverse("bureau:due_moves")
NEW_YEAR = {date(2027, 1, 1): "元旦"}
HOLIDAYS = NEW_YEAR | {date(2027, 1, 4): "元旦", date(2027, 1, 5): "元旦"}


@pytest.fixture(autouse=True)
def on_the_day(time_machine):
    time_machine.move_to(LOADED, tick=False)


@pytest.fixture
def case(desk):
    """Received at the year's end: its days reach into a year that nobody knows yet."""
    return desk.case("2026-12-28")


def load(holidays=None, at=LOADED):
    load_calendar_year(
        year=2027, holidays=HOLIDAYS if holidays is None else holidays, makeup_days={},
        source="国办发明电", by=None, at=at,
    )  # fmt: skip


def answer_day(case):
    return case.clocks.get(code="C-04").due_on


def confirm(client, **said):
    [(mover, _moves, seen)] = client.get(PAGE).context["previews"]
    return client.post(PAGE, {"kind": mover.name, "seen": seen, **said}, follow=True)


def test_loading_a_year_moves_nothing_and_tells_who_confirms(desk, case):
    was = answer_day(case)
    assert case.clocks.get(code="C-04").is_provisional

    load()

    assert answer_day(case) == was
    notice = Notice.objects.get(recipient=desk.head)
    assert notice.url == PAGE
    assert not Notice.objects.filter(recipient=desk.clerk).exists()


@pytest.mark.long
def test_the_preview_names_each_open_due_date_with_its_old_and_its_new_day(desk, case, client):
    load()
    client.force_login(desk.head)

    [(_mover, moves, _seen)] = client.get(PAGE).context["previews"]

    assert [(one.no, one.was, one.will_be) for one in moves] == [
        (case.no, date(2027, 1, 5), date(2027, 1, 7))
    ]


@pytest.mark.long
def test_once_confirmed_the_days_move_with_an_act_and_only_once(desk, case, client):
    load()
    client.force_login(desk.head)

    for _ in range(2):
        confirm(client)

    case.refresh_from_db()
    row = case.clocks.get(code="C-04")
    assert (row.due_on, row.is_provisional) == (date(2027, 1, 7), False)
    assert case.next_due_at == min(clock.due_at for clock in case.clocks.all())
    act = Act.objects.get(verb="move_due_dates")
    assert (act.object_no, act.facts["moved"]) == (
        case.no, {"C-04": ["2027-01-05", "2027-01-07"]},
    )  # fmt: skip
    assert "2027-01-07" in client.get(case.get_absolute_url()).content.decode()


@pytest.mark.long
def test_what_was_not_seen_is_not_moved(desk, case, client):
    load()
    client.force_login(desk.head)

    refused = confirm(client, seen="gesehen")

    assert "Look at it again" in refused.content.decode()
    assert answer_day(case) == date(2027, 1, 5)


@pytest.mark.long
def test_who_does_not_decide_on_time_sees_and_moves_nothing(desk, case, client):
    load()
    client.force_login(desk.clerk)

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"kind": "complaints.clocks"}).status_code == 403
    assert answer_day(case) == date(2027, 1, 5)


def test_what_is_done_or_given_by_the_channel_stays(desk, case):
    case.clocks.filter(code="C-04").update(is_given=True)
    load()

    assert due_moves(desk.head, work_calendar()) == []
    assert move_due_dates(desk.head, LOADED, work_calendar()) == 0


def test_an_accusation_is_on_no_list_of_who_may_not_see_it(desk):
    desk.case("2026-12-28", is_accusation=True)
    load()

    assert due_moves(desk.head, work_calendar()) == []


def test_a_year_that_moves_nothing_tells_nobody(desk, case):
    load(holidays=NEW_YEAR)

    assert not Notice.objects.filter(recipient=desk.head).exists()


def test_what_a_loaded_year_moves_nowhere_is_provisional_no_longer(desk, case):
    was = answer_day(case)
    assert case.clocks.get(code="C-04").is_provisional

    load(NEW_YEAR)

    clock = case.clocks.get(code="C-04")
    assert (clock.due_on, clock.is_provisional) == (was, False)


def test_what_a_loaded_year_would_move_is_provisional_until_somebody_confirms(desk, case):
    load()
    assert case.clocks.get(code="C-04").is_provisional

    move_due_dates(desk.head, LOADED, work_calendar())

    assert not case.clocks.get(code="C-04").is_provisional


@pytest.mark.long
def test_a_day_entered_in_the_admin_asks_and_says_so_until_it_is_confirmed(desk, case, client):
    load(NEW_YEAR)
    move_due_dates(desk.head, LOADED, work_calendar())
    Notice.objects.all().delete()
    who = UserFactory(is_staff=True, roles=[Role.SYS_ADMIN])
    client.force_login(who)

    said = {"day": "2027-01-04", "kind": "holiday", "name": "元旦"}
    page = client.post("/admin/bureau/calendarday/add/", said, follow=True).content.decode()

    assert "once somebody who may has confirmed it" in page
    assert Notice.objects.get().recipient == desk.head
    titles = [card.title for card in todo_cards(desk.head, LOADED.date())]
    assert titles == ["Due dates that the calendar moves"]
    client.force_login(desk.head)
    confirm(client)
    assert todo_cards(desk.head, LOADED.date()) == []
