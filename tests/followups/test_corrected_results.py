"""A result tapped by mistake is corrected: by whom it may, with a reason, and to be read."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from bureau.models import Act
from bureau.rules import Role
from followups import selectors, services
from followups.exports import people_drawn
from followups.models import CallCorrection
from followups.rules.words import Verdict
from tests.factories import AFTER_CLOSING, OCTOBER, UserFactory, drawn
from tests.followups.admin_pages import address, chosen, text
from tests.followups.calls import finish, look, not_answered, record, to_call
from tests.followups.pages import said, url

LATER = AFTER_CLOSING + timedelta(hours=1)
WHY = "点错了一格，患者说没有随访"


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def check(hospital):
    return drawn(hospital)


@pytest.fixture
def item(check, liaison):
    """A person of a list whose results are all in, genuine."""
    finish(check, by=liaison)
    return check.items.get(position=1)


@pytest.fixture
def as_head(client, section_head):
    client.force_login(section_head)
    return client


def correct(item, verdict=Verdict.NOT_FOLLOWED, *, by, was=Verdict.GENUINE, reason=WHY, grade=""):
    return services.correct_result(
        item=item, was=was, verdict=verdict, reason=reason, grade=grade, by=by, at=LATER
    )


def figures(item):
    item.spot_check.refresh_from_db()
    return selectors.figures_of_checks([item.spot_check])[item.spot_check_id]


@pytest.mark.long
def test_a_corrected_result_counts_and_the_former_one_stays_to_be_read(item, section_head):
    before = figures(item)

    correct(item, by=section_head)

    item.refresh_from_db()
    assert item.verdict == Verdict.NOT_FOLLOWED
    assert figures(item) == before._replace(genuine=before.genuine - 1)
    assert item.calls.get().verdict == Verdict.GENUINE
    act = Act.objects.get(verb="correct_result")
    assert (act.before, act.after, act.why) == ("genuine", "not_followed", WHY)
    assert (act.actor_name, act.facts) == (
        section_head.name,
        {"position": 1, "attempt": 1, "after_all": True},
    )
    assert item.spot_check.finished_at is not None


@pytest.mark.long
def test_correcting_to_the_same_again_changes_nothing(item, section_head):
    correct(item, by=section_head)

    correct(item, by=section_head)

    assert item.corrections.count() == 1
    assert Act.objects.filter(verb="correct_result").count() == 1


@pytest.mark.long
def test_a_correction_is_corrected_again_and_both_stay(item, section_head):
    correct(item, by=section_head)

    correct(item, Verdict.UNCLEAR, was=Verdict.NOT_FOLLOWED, by=section_head)

    item.refresh_from_db()
    assert item.verdict == Verdict.UNCLEAR
    steps = item.corrections.order_by("number").values_list("was", "verdict")
    assert [*steps] == [("genuine", "not_followed"), ("not_followed", "unclear")]


@pytest.mark.long
def test_the_satisfaction_alone_is_corrected_too(item, section_head):
    correct(item, Verdict.GENUINE, grade="fair", by=section_head)

    last = item.corrections.get()
    assert (last.was, last.verdict) == ("genuine", "genuine")
    assert (last.was_grade, last.grade) == ("", "fair")


@pytest.mark.parametrize("reason", ["", "错了"])
def test_without_a_reason_nothing_is_corrected(item, section_head, reason):
    with pytest.raises(services.RegisterError, match="why the result is corrected"):
        correct(item, by=section_head, reason=reason)

    assert not CallCorrection.objects.exists()


@pytest.mark.long
def test_who_read_another_result_than_stands_corrects_nothing(item, section_head):
    correct(item, by=section_head)

    with pytest.raises(services.RegisterError, match="meanwhile"):
        correct(item, Verdict.REFUSED, was=Verdict.GENUINE, by=section_head)

    assert item.corrections.count() == 1


def test_who_was_not_called_has_no_result_to_correct(check, liaison):
    with pytest.raises(services.RegisterError, match="No call"):
        correct(to_call(check)[0], by=liaison)


@pytest.mark.long
def test_a_list_that_was_replaced_stays_as_it_was(item, clerk, section_head):
    redraw = services.ask_redraw(check=item.spot_check, reason=WHY, by=clerk, at=LATER)
    services.approve_redraw(check=redraw, by=section_head, at=LATER)

    with pytest.raises(services.RegisterError, match="replaced"):
        correct(item, by=clerk)


@pytest.mark.long
def test_who_was_not_reached_after_all_waits_for_a_call_again(item, liaison, section_head):
    correct(item, Verdict.UNREACHABLE, by=section_head)

    item.refresh_from_db()
    check = item.spot_check
    check.refresh_from_db()
    assert (item.verdict, check.finished_at) == ("", None)
    assert to_call(check) == [item]
    record(item, Verdict.GENUINE, attempt=2, by=liaison, at=LATER)
    check.refresh_from_db()
    assert check.finished_at == LATER


@pytest.mark.parametrize("looked", [False, True], ids=["untouched", "begun"])
def test_the_place_in_reserve_goes_back_unless_somebody_has_begun(check, liaison, looked):
    first = to_call(check)[0]
    not_answered(first, by=liaison)
    [spare] = check.items.filter(is_called_up=True, is_replacement=True)
    if looked:
        look(spare, by=liaison)

    correct(first, Verdict.GENUINE, was=Verdict.UNREACHABLE, by=liaison)

    spare.refresh_from_db()
    assert spare.is_called_up is looked


@pytest.mark.long
def test_the_last_call_corrected_to_not_reached_calls_the_reserve_up(check, liaison):
    first = to_call(check)[0]
    not_answered(first, by=liaison, times=2)
    record(first, Verdict.GENUINE, attempt=3, by=liaison, at=AFTER_CLOSING + timedelta(minutes=1))

    correct(first, Verdict.UNREACHABLE, by=liaison)

    first.refresh_from_db()
    assert first.verdict == Verdict.UNREACHABLE
    assert check.items.filter(is_called_up=True, is_replacement=True).count() == 1


@pytest.mark.long
def test_a_correction_is_written_once_for_all(item, section_head):
    correct(item, by=section_head)

    for change in (lambda rows: rows.update(reason="别的"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(CallCorrection.objects.all())

    assert item.corrections.get().reason == WHY


@pytest.mark.long
def test_the_figures_frozen_at_the_closing_stay(item, section_head):
    report = services.close_month(month=OCTOBER, at=LATER)
    frozen = report.figures

    correct(item, by=section_head)

    report.refresh_from_db()
    assert report.figures == frozen


# --- On the pages ----------------------------------------------------------------------------


def form_of(verdict="not_followed", **more):
    return {"was": "genuine", "verdict": verdict, "reason": WHY, **more}


@pytest.mark.long
def test_the_caller_corrects_on_the_card_and_reads_both_there(sign_in, section_head, item):
    client = sign_in(section_head)

    response = client.post(url("correct", item.pk), form_of())

    assert said(response) == ["The result is corrected. What was recorded first is kept."]
    card = client.get(url("item", item.pk)).content.decode()
    assert "Call 1: True: was followed up → Not followed up, says the patient" in card
    assert WHY in card
    story = client.get(url("check", item.spot_check_id)).content.decode()
    assert "Result of a call corrected" in story
    assert "recorded before: True: was followed up" in story


@pytest.mark.long
def test_a_correction_without_a_reason_comes_back_as_typed(sign_in, section_head, item):
    page = sign_in(section_head).post(url("correct", item.pk), form_of(reason="")).content.decode()

    assert 'value="not_followed" selected' in page
    assert "This field is required" in page
    assert not CallCorrection.objects.exists()


@pytest.mark.long
def test_the_hospital_sees_the_corrected_result_and_that_it_was(
    sign_in, section_head, item, officer
):
    correct(item, by=section_head)
    client = sign_in(officer)

    page = client.get(url("check", item.spot_check_id)).content.decode()

    assert "Not followed up, says the patient" in page
    assert "corrected 2026-11-12, before: True: was followed up" in page
    assert WHY not in page
    assert client.post(url("correct", item.pk), form_of("genuine")).status_code == 403


@pytest.mark.long
def test_the_workbook_and_the_api_say_what_was_corrected(item, section_head, officer, his):
    correct(item, by=section_head)

    listing = people_drawn(officer, {"check": str(item.spot_check_id)}, False, LATER.date())
    [check] = his.get("/api/v1/registers/2026-10/").json()["spot_checks"]

    column = listing.headings.index("结果更正")
    assert next(iter(listing.rows()))[column] == "2026-11-12更正，原为属实"
    assert check["corrected"] == 1


@pytest.mark.long
def test_the_head_corrects_in_the_admin_by_the_same_verb(as_head, section_head, item):
    asked = as_head.post(address("spotcheckitem"), chosen(item, action="correct_result"))
    done = as_head.post(
        address("spotcheckitem"),
        chosen(item, action="correct_result", post="yes", **form_of()),
        follow=True,
    )

    assert "Correct this result?" in text(asked)
    assert "the result is corrected." in text(done)
    assert item.corrections.get().by == section_head
    assert WHY in text(as_head.get(address("spotcheckitem", "change", item.pk)))


@pytest.mark.long
def test_the_admin_corrects_one_person_at_a_time_and_refuses_as_the_page_does(as_head, item):
    other = item.spot_check.items.get(position=2)
    several = chosen(item, other, action="correct_result", post="yes", **form_of())
    short = chosen(item, action="correct_result", post="yes", **form_of(reason="错"))

    answers = [
        text(as_head.post(address("spotcheckitem"), one, follow=True)) for one in (several, short)
    ]

    assert "Choose one person to whom a call is recorded." in answers[0]
    assert "Please write at least 5 characters." in answers[1]
    assert not CallCorrection.objects.exists()


@pytest.mark.long
def test_the_admin_asks_for_a_person_where_what_was_chosen_is_not_to_be_seen(as_clerk, item):
    gone = chosen(item, action="correct_result") | {"_selected_action": [uuid4()]}

    answer = as_clerk.post(address("spotcheckitem"), gone, follow=True)

    assert "Choose one person to whom a call is recorded." in text(answer)


def test_whose_house_it_is_not_to_look_after_finds_nobody_to_correct(sign_in, item, township):
    stranger = UserFactory(roles=[Role.LIAISON], looks_after=[township])

    assert sign_in(stranger).post(url("correct", item.pk), form_of()).status_code == 404


@pytest.mark.long
def test_a_correction_that_would_change_nothing_is_refused_on_the_page(sign_in, section_head, item):
    form = {"was": "genuine", "was_grade": "", "verdict": "genuine", "reason": WHY}

    response = sign_in(section_head).post(url("correct", item.pk), form)

    assert response.context["correction"].errors["verdict"]
    assert not CallCorrection.objects.exists()


@pytest.mark.long
def test_a_result_corrected_there_and_back_is_not_said_to_have_been_the_middle_one(
    sign_in, section_head, item
):
    correct(item, by=section_head)
    correct(item, Verdict.GENUINE, was=Verdict.NOT_FOLLOWED, by=section_head)

    page = text(sign_in(section_head).get(url("check", item.spot_check_id)))

    assert "corrected 2 times" in page
    assert ", before: " not in page
