"""The pages of the spot-checks: a number shown, a result recorded, a list hidden."""

import pytest
import time_machine

from followups import services
from followups.models import NumberReveal, SpotCall, SpotCheck
from followups.rules.words import Verdict
from tests.factories import IN_TIME, drawn
from tests.followups.calls import record
from tests.followups.pages import HOUSE, page_of, said, url


@pytest.fixture(autouse=True)
def _on_the_eighth_of_november(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(IN_TIME, tick=False):
        yield


def first_of(check):
    return check.items.order_by("position").first()


@pytest.mark.long
def test_a_number_is_shown_only_once_it_is_written_down_who_looks(sign_in, liaison, hospital):
    client = sign_in(liaison)
    item = first_of(drawn(hospital))
    phone = item.record.phone.reveal()

    before = client.get(url("item", item.pk))
    looked = client.post(url("reveal", item.pk))
    shown = client.get(looked["Location"])

    assert (looked.status_code, looked["Location"]) == (302, url("item", item.pk))
    assert [phone in page.content.decode() for page in (before, shown)] == [False, True]
    assert shown["Cache-Control"] == "no-store"
    assert [(look.item, look.by) for look in NumberReveal.objects.all()] == [(item, liaison)]


@pytest.mark.long
def test_a_number_that_is_not_up_to_be_called_is_refused_with_a_sentence(
    sign_in, liaison, hospital
):
    reserve = drawn(hospital).items.order_by("-position").first()

    response = sign_in(liaison).post(url("reveal", reserve.pk))

    assert (response["Location"], len(said(response))) == (url("item", reserve.pk), 1)
    assert not NumberReveal.objects.exists()


def call(client, item, verdict="genuine", attempt=1, **more):
    client.post(url("reveal", item.pk))
    return client.post(url("result", item.pk), {"attempt": attempt, "verdict": verdict} | more)


@pytest.mark.long
def test_a_result_is_recorded_once_and_the_next_person_follows(sign_in, liaison, hospital):
    client = sign_in(liaison)
    first, second, _third = drawn(hospital).items.filter(is_called_up=True).order_by("position")

    responses = [call(client, first, note="听得清") for _ in range(2)]

    assert {response["Location"] for response in responses} == {url("item", second.pk)}
    assert SpotCall.objects.get().note.reveal() == "听得清"


@pytest.mark.long
def test_after_the_last_person_comes_the_list(sign_in, liaison, hospital):
    client = sign_in(liaison)
    check = drawn(hospital, 1)

    response = call(client, first_of(check))

    assert response["Location"] == url("check", check.pk)


@pytest.mark.long
@pytest.mark.parametrize(
    "typed",
    [{"verdict": ""}, {"verdict": "perhaps"}, {"attempt": "x"}, {"attempt": 0}, {"grade": "best"}],
)
def test_a_result_that_is_none_comes_back_with_its_error(sign_in, liaison, hospital, typed):
    item = first_of(drawn(hospital))

    response = call(sign_in(liaison), item, **typed)

    assert (response.status_code, page_of(response)) == (200, "item")
    assert not SpotCall.objects.exists()


@pytest.mark.long
def test_who_comes_second_with_another_result_is_told(sign_in, liaison, hospital):
    client = sign_in(liaison)
    item = first_of(drawn(hospital))
    call(client, item)

    response = call(client, item, verdict="not_followed")

    assert response["Location"] == url("item", item.pk)
    assert "meanwhile" in said(response)[-1]
    assert SpotCall.objects.get().verdict == Verdict.GENUINE


@pytest.mark.long
def test_the_hospital_finds_no_list_until_all_results_are_in(sign_in, officer, liaison, hospital):
    client = sign_in(officer)
    check = drawn(hospital, 2)
    assert client.get(url("check", check.pk)).status_code == 404
    assert not client.get(url("checks")).context["lines"]
    assert not client.get(url("register", *HOUSE)).context["checks"]
    assert client.get(url("matrix")).context["matrix"].lines[0].check is None

    for item in check.items.filter(is_called_up=True):
        record(item, Verdict.GENUINE, by=liaison)

    assert client.get(url("check", check.pk)).status_code == 200
    assert len(client.get(url("checks")).context["lines"]) == 1
    assert list(client.get(url("register", *HOUSE)).context["checks"]) == [check]


@pytest.mark.long
def test_a_hospital_is_not_told_that_a_redraw_waits(sign_in, officer, clerk, liaison, hospital):
    check = drawn(hospital, 2)
    for item in check.items.filter(is_called_up=True):
        record(item, Verdict.GENUINE, by=liaison)
    redraw = services.ask_redraw(check=check, reason="名单已经泄露", by=clerk, at=IN_TIME)

    told = [sign_in(one).get(url("check", check.pk)) for one in (officer, clerk)]

    assert [page.context["redraw"] for page in told] == [None, redraw]
    assert [url("check", redraw.pk) in page.content.decode() for page in told] == [False, True]


@pytest.mark.long
def test_a_redraw_goes_over_two_desks(sign_in, client, clerk, section_head, hospital):
    first = drawn(hospital)
    sign_in(clerk).post(url("redraw", first.pk), {"reason": "名单已经泄露"})
    asked = SpotCheck.objects.get(number=2)
    assert (asked.asked_by, asked.drawn_at) == (clerk, None)

    sign_in(section_head).post(url("approve", asked.pk))

    asked.refresh_from_db()
    assert (asked.approved_by, asked.items.count()) == (section_head, 9)


@pytest.mark.long
def test_who_asked_for_a_redraw_and_agrees_to_it_is_told(sign_in, section_head, hospital):
    client = sign_in(section_head)
    client.post(url("redraw", drawn(hospital).pk), {"reason": "名单已经泄露"})
    asked = SpotCheck.objects.get(number=2)

    response = client.post(url("approve", asked.pk))

    assert said(response)[-1] == "A second person has to agree to a redraw."
    asked.refresh_from_db()
    assert asked.drawn_at is None
