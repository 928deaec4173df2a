"""One person's card: who sees the number, for how long, and when a result is asked for."""

from datetime import date, timedelta

import pytest
import time_machine

from bureau.models import Act
from bureau.rules import Role
from followups.models import NumberReveal, SpotCall
from followups.rules.words import Verdict
from tests.factories import IN_TIME, UserFactory, drawn, row, submitted
from tests.followups.calls import record
from tests.followups.pages import said, url


@pytest.fixture(autouse=True)
def clock(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(IN_TIME, tick=False) as clock:
        yield clock


@pytest.fixture
def item(hospital):
    return drawn(hospital).items.order_by("position").first()


def looked(user, times, *, at):
    """Let somebody have looked behind masks so often."""
    look = {"verb": "reveal_number", "object_kind": "spot_check", "object_no": "1", "at": at}
    Act.objects.bulk_create([Act(**look, **user.actor.as_columns()) for _ in range(times)])


def text(client, item):
    return client.get(url("item", item.pk)).content.decode()


@pytest.mark.long
def test_a_number_shows_for_a_minute_and_then_needs_another_look(sign_in, liaison, item, clock):
    client = sign_in(liaison)
    phone = item.record.phone.reveal()
    client.post(url("reveal", item.pk))

    clock.shift(timedelta(seconds=59))
    still = text(client, item)
    clock.shift(timedelta(seconds=1))
    gone = text(client, item)

    assert [phone in page for page in (still, gone)] == [True, False]
    assert 'data-vanish="1"' in still
    assert NumberReveal.objects.count() == 1
    client.post(url("reveal", item.pk))
    assert phone in text(client, item)
    assert NumberReveal.objects.count() == 2


@pytest.mark.long
def test_what_one_looked_at_another_does_not_see(sign_in, client, liaison, hospital, item):
    sign_in(liaison).post(url("reveal", item.pk))
    liaison.assignments.update(to_on=date(2026, 11, 7))
    colleague = UserFactory(roles=[Role.LIAISON])
    colleague.assignments.create(institution=hospital, from_on=date(2026, 11, 8))

    page = text(sign_in(colleague), item)

    assert item.record.phone.reveal() not in page
    assert item.record.patient_name.reveal() not in page


@pytest.mark.long
def test_the_result_is_asked_for_only_after_a_look(sign_in, liaison, item, clock):
    client = sign_in(liaison)
    before = text(client, item)
    client.post(url("reveal", item.pk))
    clock.shift(timedelta(minutes=10))

    after = text(client, item)

    form = url("result", item.pk)
    assert [form in page for page in (before, after)] == [False, True]


def test_a_result_without_a_look_is_refused_with_a_sentence(sign_in, liaison, item):
    response = sign_in(liaison).post(url("result", item.pk), {"attempt": 1, "verdict": "genuine"})

    assert response["Location"] == url("item", item.pk)
    assert said(response)[-1].startswith("Look at the number")
    assert not SpotCall.objects.exists()


def test_who_stands_in_reserve_has_neither_number_nor_form(sign_in, liaison, hospital):
    reserve = drawn(hospital).items.order_by("-position").first()

    page = text(sign_in(liaison), reserve)

    assert "Stands in reserve" in page
    assert url("reveal", reserve.pk) not in page
    assert url("result", reserve.pk) not in page


@pytest.mark.long
def test_the_card_says_from_when_not_reached_counts_again(sign_in, liaison, item):
    client = sign_in(liaison)
    client.post(url("reveal", item.pk))

    client.post(url("result", item.pk), {"attempt": 1, "verdict": "unreachable"})

    assert "counts again from 2026-11-08 11:00" in text(client, item)


@pytest.mark.long
def test_more_looks_than_thirty_an_hour_are_taken_and_said(sign_in, liaison, item):
    client = sign_in(liaison)
    looked(liaison, 29, at=IN_TIME - timedelta(minutes=59))

    quiet = client.post(url("reveal", item.pk))
    told = client.post(url("reveal", item.pk))

    assert said(quiet) == []
    [words] = said(told)
    assert words == "You have looked behind 31 masks within an hour. Each look is on record."
    assert item.record.phone.reveal() in text(client, item)


@pytest.mark.long
def test_a_hundred_looks_a_day_stand_on_the_auditors_workbench(sign_in, liaison, item):
    looked(liaison, 98, at=IN_TIME)
    auditor = UserFactory(roles=[Role.AUDITOR], is_staff=True)
    pages = []
    for _look in range(3):
        sign_in(liaison).post(url("reveal", item.pk))
        pages.append(sign_in(auditor).get("/").content.decode())

    found = ["Many looks behind masks today" in page for page in pages]
    assert found == [False, True, True]
    assert f"{liaison.name} 101" in pages[-1]
    assert Act.objects.get(verb="look_often").object_no == liaison.username


@pytest.mark.long
def test_what_is_needed_during_the_call_stands_before_the_form_and_the_files(
    sign_in, liaison, item
):
    client = sign_in(liaison)
    client.post(url("reveal", item.pk))

    page = text(client, item)

    inner = (item.record.phone.reveal(), "Three questions", 'name="verdict"', "hospital wrote")
    places = [page.index(words) for words in inner]
    assert places == sorted(places)


@pytest.mark.long
def test_the_jump_to_another_list_is_said_before_and_after(sign_in, liaison, hospital, township):
    item = drawn(hospital, 1).items.get()
    other = drawn(township, 1).items.get()
    liaison.assignments.create(institution=township, from_on=date(2026, 11, 1))
    client = sign_in(liaison)
    client.post(url("reveal", item.pk))

    before = text(client, item)
    response = client.post(url("result", item.pk), {"attempt": 1, "verdict": "genuine"})

    assert f"Next comes another list: {township.name}" in before
    assert response["Location"] == url("item", other.pk)
    assert any(township.name in one for one in said(response))


@pytest.mark.long
def test_within_one_list_nothing_is_said_of_another(sign_in, liaison, item):
    client = sign_in(liaison)
    client.post(url("reveal", item.pk))

    before = text(client, item)
    response = client.post(url("result", item.pk), {"attempt": 1, "verdict": "genuine"})

    assert "Next on this list: person 2" in before
    assert said(response) == ["The result is recorded."]


@pytest.mark.long
def test_before_the_last_call_owed_it_is_said_that_the_next_in_reserve_takes_the_place(
    sign_in, liaison, item, clock
):
    warnings, told = [], []
    for attempt in (1, 2, 3):
        client = sign_in(liaison)
        client.post(url("reveal", item.pk))
        warnings.append("takes the place" in text(client, item))
        answer = {"attempt": attempt, "verdict": "unreachable"}
        told.append(said(client.post(url("result", item.pk), answer)))
        clock.shift(timedelta(days=1))

    assert warnings == [False, False, True]
    assert ["in reserve was called up" in " ".join(one) for one in told] == [False, False, True]


@pytest.mark.long
def test_what_the_caller_noted_can_be_read_again_on_the_card(sign_in, liaison, item):
    record(item, Verdict.UNREACHABLE, by=liaison, at=IN_TIME, note="家属说下午再打")

    assert "家属说下午再打" in text(sign_in(liaison), item)


@pytest.mark.long
def test_a_list_begun_is_called_to_its_end_before_another_of_the_same_house(
    sign_in, liaison, hospital
):
    """Another list may stand before it: where two are of one month, their order is by lot."""
    checks = [drawn(hospital, 30), drawn(hospital, 60, seed="another")]
    for check in checks:
        item, *others = check.items.filter(is_called_up=True).order_by("position")
        client = sign_in(liaison)
        client.post(url("reveal", item.pk))

        response = client.post(url("result", item.pk), {"attempt": 1, "verdict": "genuine"})

        assert response["Location"] == url("item", others[0].pk)


@pytest.mark.long
def test_a_row_changed_after_the_draw_is_called_as_it_was_drawn(sign_in, liaison, hospital):
    item = drawn(hospital, 3).items.order_by("position").first()
    number = int(item.record.inpatient_no.removeprefix("ZY"))
    before = item.record.phone.reveal()
    submitted(hospital, [row(number, phone="13900000000", department="外科")], at=IN_TIME)
    client = sign_in(liaison)

    unseen = text(client, item)
    client.post(url("reveal", item.pk))
    seen = text(client, item)

    assert "内一科 → 外科" in unseen
    assert "138****" in unseen
    assert "13900000000" not in unseen
    assert f'btn-call" href="tel:{before}"' in seen
    assert "The number the hospital gives now:" in seen
    assert "13900000000" in seen


@pytest.mark.long
def test_what_nobody_changed_is_not_compared(sign_in, liaison, item):
    assert "What it says now" not in text(sign_in(liaison), item)


@pytest.mark.long
def test_a_call_whose_result_was_corrected_says_so_in_its_line(sign_in, liaison, item):
    record(item, Verdict.GENUINE, by=liaison, at=IN_TIME)
    client = sign_in(liaison)
    assert "(corrected)" not in text(client, item)

    said = {"was": "genuine", "verdict": "refused", "reason": "点错了结果"}
    client.post(url("correct", item.pk), said)

    assert "(corrected)" in text(client, item)
