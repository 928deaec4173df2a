"""The queue at work: several dispatched at once, kept views, what is due."""

import pytest
from django.urls import reverse

from bureau.models import Act
from complaints.models import Case, SavedView
from complaints.rules.words import CaseState
from tests.complaints.conftest import moment
from tests.complaints.test_pages import found
from tests.factories import InstitutionFactory, UserFactory

BATCH, QUEUE, VIEWS = "/cases/dispatch/", "/cases/", "/cases/views/"


@pytest.fixture(autouse=True)
def on_the_day(time_machine):
    time_machine.move_to(moment("2026-11-03"), tick=False)


@pytest.fixture
def as_clerk(client, clerk):
    client.force_login(clerk)
    return client


def filled(*cases, house, text="请核实"):
    said = {"no": [case.no for case in cases]}
    for case in cases:
        said |= {f"{case.no}-institution": house.pk, f"{case.no}-text": f"{text}{case.no}"}
    return said


@pytest.mark.long
def test_several_are_dispatched_each_with_its_own_house_text_and_act(desk, as_clerk):
    cases, elsewhere = [desk.case(), desk.accepted()], InstitutionFactory()
    said = filled(*cases, house=desk.hospital) | {f"{cases[1].no}-institution": elsewhere.pk}

    for _ in range(2):
        answer = as_clerk.post(BATCH, said, follow=True)

    states = {one.no: (one.state, one.dispatch_text) for one in Case.objects.all()}
    assert states == {one.no: (CaseState.ASSIGNED, f"请核实{one.no}") for one in cases}
    assert Act.objects.filter(verb="dispatch_case").count() == 2
    given = [one.assignments.get().institution for one in cases]
    assert given == [desk.hospital, elsewhere]
    assert "“Dispatch” cannot be done now" in answer.content.decode()


@pytest.mark.long
def test_what_is_refused_is_named_with_why_and_the_others_are_done(desk, as_clerk):
    good, empty, gone = desk.case(), desk.case(), desk.dispatched()
    said = filled(good, empty, gone, house=desk.hospital) | {f"{empty.no}-text": ""}

    answer = as_clerk.post(BATCH, said)

    assert [row.case.no for row in answer.context["rows"]] == [empty.no]
    page = answer.content.decode()
    assert f"Dispatched: {good.no}" in page
    assert gone.no in page
    states = {one.no: one.state for one in Case.objects.all()}
    assert states[good.no] == CaseState.ASSIGNED
    assert states[empty.no] == CaseState.REGISTERED


def test_the_page_begins_with_a_draft_that_tells_nothing_of_who_complained(desk, as_clerk):
    case = desk.case(words="黄志涛说：请打138 5514 4502，张医生态度差")

    [row] = as_clerk.get(BATCH, {"no": case.no}).context["rows"]

    assert row.form["institution"].value() == desk.hospital.pk
    assert "4502" not in row.form["text"].value()
    assert "黄志涛" not in row.form["text"].value()


@pytest.mark.long
def test_what_is_not_seen_is_not_dispatched_and_nothing_ticked_says_so(desk, as_clerk):
    hidden = desk.case(is_accusation=True)

    answer = as_clerk.post(BATCH, filled(hidden, house=desk.hospital), follow=True)
    assert f"There is no case {hidden.no}" in answer.content.decode()
    assert "Tick the cases first" in as_clerk.get(BATCH).content.decode()
    assert Case.objects.get().state == CaseState.REGISTERED


def test_too_many_at_a_time_are_said_to_be_too_many(desk, as_clerk, monkeypatch):
    monkeypatch.setattr("complaints.views.batch.MOST_AT_ONCE", 1)
    cases = [desk.case(), desk.case()]

    answer = as_clerk.get(BATCH, {"no": [case.no for case in cases]})

    assert len(answer.context["rows"]) == 1
    assert "At most 1 cases at a time" in answer.content.decode()


@pytest.mark.long
def test_the_queue_offers_ticks_where_there_is_something_to_dispatch(desk, as_clerk, client):
    desk.case()

    assert as_clerk.get(QUEUE, {"tab": "to_accept"}).context["may_dispatch"]
    assert not as_clerk.get(QUEUE, {"tab": "handling"}).context["may_dispatch"]
    client.force_login(desk.officer)
    assert not client.get(QUEUE, {"tab": "to_accept"}).context["may_dispatch"]


@pytest.mark.long
def test_what_is_due_is_narrowed_by_the_day(desk, as_clerk, time_machine):
    case = desk.case("2026-11-02")
    days = {}
    for day in ("2026-11-02", "2026-11-03", "2026-11-04"):
        time_machine.move_to(moment(day), tick=False)
        as_clerk.force_login(desk.clerk)
        asked = {due: found(as_clerk, due=due) for due in ("over", "today", "week")}
        days[day] = [due for due, numbers in asked.items() if numbers == [case.no]]

    assert days == {"2026-11-02": ["week"], "2026-11-03": ["today", "week"], "2026-11-04": ["over"]}


@pytest.mark.long
def test_my_own_cases_are_found_whoever_looks(desk, as_clerk):
    mine = desk.accepted()
    desk.do("take_case", desk.accepted(), handler=desk.head)

    assert found(as_clerk, tab="all", handler="me") == [mine.no]


@pytest.mark.long
def test_a_view_is_kept_under_its_name_shown_again_and_dropped(desk, as_clerk):
    said = {"name": "本周到期", "tab": "handling", "due": "week", "nonsense": "x"}
    for due in ("over", "week"):
        kept = as_clerk.post(VIEWS, said | {"due": due})

    view = SavedView.objects.get()
    assert (view.query, kept["Location"]) == (
        "tab=handling&due=week", f"{QUEUE}?tab=handling&due=week",
    )  # fmt: skip
    assert "本周到期" in as_clerk.get(QUEUE).content.decode()
    for status in (302, 404):
        assert as_clerk.post(f"{VIEWS}{view.pk}/drop/").status_code == status


@pytest.mark.long
def test_a_view_of_somebody_else_is_not_there(desk, as_clerk):
    view = SavedView.objects.create(user=UserFactory(), name="别人的", query="tab=all")

    assert as_clerk.post(f"{VIEWS}{view.pk}/drop/").status_code == 404
    assert "别人的" not in as_clerk.get(QUEUE).content.decode()


@pytest.mark.parametrize("name", ["", "  "])
def test_a_view_without_a_name_is_not_kept(desk, as_clerk, name):
    as_clerk.post(VIEWS, {"name": name, "tab": "all"})

    assert not SavedView.objects.exists()


@pytest.mark.long
def test_a_view_that_says_too_much_is_not_kept_and_the_page_says_why(desk, as_clerk):
    said = {"name": "长", "tab": "all"}
    answer = as_clerk.post(VIEWS, said | {"q": "医" * 60}, follow=True)

    assert "Too much is searched for" in answer.content.decode()
    assert not SavedView.objects.exists()

    as_clerk.post(VIEWS, said | {"q": "医" * 40})
    assert SavedView.objects.count() == 1


def test_no_more_views_are_kept_than_stand_on_a_page(desk, as_clerk, monkeypatch):
    monkeypatch.setattr("complaints.services.desks.MOST_VIEWS", 1)
    for name in ("一", "二", "一"):
        as_clerk.post(VIEWS, {"name": name, "tab": "all"})

    assert list(SavedView.objects.values_list("name", flat=True)) == ["一"]


@pytest.mark.long
@pytest.mark.parametrize("state", [CaseState.REGISTERED, CaseState.RETURNED])
def test_a_page_of_several_costs_the_same_for_each_institution(
    desk, as_clerk, django_assert_max_num_queries, state
):
    cases = [desk.case() for _ in range(4)]
    Case.objects.update(state=state)
    with django_assert_max_num_queries(60) as once:
        as_clerk.get(BATCH, {"no": cases[0].no})
    with django_assert_max_num_queries(len(once)):
        as_clerk.get(BATCH, {"no": [case.no for case in cases]})


def test_the_queue_page_leads_to_the_cases_ticked(desk, as_clerk):
    case = desk.case()

    page = as_clerk.get(QUEUE).content.decode()

    assert f'name="no" value="{case.no}"' in page
    assert f'action="{reverse("complaints:batch")}"' in page
