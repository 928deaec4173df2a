"""A case's page: the next step first, three audiences that nobody confuses, files taken off."""

import pytest
from django.urls import reverse

from bureau.models import Act, Attachment
from complaints import services
from complaints.models import Entry, Reply
from complaints.rules.steps import Step
from complaints.rules.words import Audience, CaseState
from complaints.views.lanes import ON_THE_WAY, steps_of
from tests.complaints.conftest import moment
from tests.complaints.test_files import AT, opened, sent, show, take, uploaded
from tests.complaints.test_pages import new_case


@pytest.fixture(autouse=True)
def on_the_day(time_machine):
    time_machine.move_to(AT, tick=False)


@pytest.fixture
def as_clerk(client, clerk):
    client.force_login(clerk)
    return client


def case_page(client, case):
    return client.get(case.get_absolute_url())


@pytest.mark.long
def test_the_next_step_stands_first_and_the_rare_ones_are_folded(desk, as_clerk):
    steps = case_page(as_clerk, desk.dispatched()).context["steps"]

    assert {verb.step for verb in steps.next} <= ON_THE_WAY
    folded = {verb.step for _label, verbs in steps.more for verb in verbs}
    assert {Step.PAUSE, Step.SORT, Step.WITHDRAW} <= folded
    assert folded.isdisjoint(verb.step for verb in steps.next)


def test_no_step_that_is_offered_is_lost_on_the_page():
    from complaints.verbs import VERBS

    steps = steps_of(list(VERBS.values()))

    shown = [steps.main, *steps.next, *(verb for _label, verbs in steps.more for verb in verbs)]
    assert {verb.step for verb in shown} == set(Step) - {Step.NOTE, Step.ATTACH}


def test_a_unit_that_reported_is_not_led_to_report_once_more():
    from complaints.verbs import VERBS

    own = [VERBS[step] for step in (Step.REPORT, Step.STATE)]

    assert steps_of(own).main == VERBS[Step.REPORT]
    reported = steps_of(own, is_reported=True)
    assert (reported.main, reported.next) == (None, own)


@pytest.mark.long
def test_what_is_written_for_one_audience_stands_in_no_other_box(desk, as_clerk):
    case = desk.dispatched()
    for audience in Audience:
        desk.do("write_entry", case, text=f"写给{audience}", audience=audience)

    lanes = case_page(as_clerk, case).context["lanes"]

    assert {lane.audience: [note.text for note in lane.notes] for lane in lanes} == {
        audience: [f"写给{audience}"] for audience in Audience
    }
    assert len({lane.tone for lane in lanes}) == 3


@pytest.mark.long
def test_a_note_begins_for_the_audience_of_its_box_and_internal_otherwise(desk, as_clerk):
    case = desk.dispatched()
    url = reverse("complaints:step", args=[case.no, "note"])

    plain = as_clerk.get(url).context["form"]
    chosen = as_clerk.get(url, {"audience": "institution"}).context["form"]

    assert (plain["audience"].value(), chosen["audience"].value()) == ("internal", "institution")


@pytest.mark.long
@pytest.mark.parametrize(
    ("step", "said", "model"),
    [("note", {"audience": "public", "text": "请您保留发票"}, Entry),
     ("reply", {"way": "phone", "text": "请您保留发票"}, Reply)],
)  # fmt: skip
def test_what_the_public_will_read_is_shown_before_it_goes(desk, as_clerk, step, said, model):
    case = desk.verified(on="2026-11-03") if step == "reply" else desk.dispatched()

    shown = take(as_clerk, case, step, **said)
    assert shown.context["public_words"] == "请您保留发票"
    assert not model.objects.exists()

    changed = take(as_clerk, case, step, **{**said, "text": "别的话"}, seen_as="请您保留发票")
    assert changed.context["public_words"] == "别的话"
    assert not model.objects.exists()

    for _ in range(2):
        take(as_clerk, case, step, **said, seen_as="请您保留发票")
    assert model.objects.get().text == "请您保留发票"


def test_an_internal_note_goes_without_being_shown_first(desk, as_clerk):
    case = desk.dispatched()

    take(as_clerk, case, "note", audience="internal", text="先查监控")

    assert Entry.objects.get().text == "先查监控"


@pytest.mark.long
def test_a_file_is_taken_off_with_a_reason_and_opened_no_more(desk, as_clerk):
    case = desk.dispatched()
    photo = sent(case)

    refused = take(as_clerk, case, "take-off", attachment=photo.pk, reason="误")
    assert refused.context["form"].non_field_errors()
    assert opened(as_clerk, desk.clerk, case, photo).status_code == 200

    for _ in range(2):
        take(as_clerk, case, "take-off", attachment=photo.pk, reason="传错了病历照片")
    assert opened(as_clerk, desk.clerk, case, photo).status_code == 404
    assert Act.objects.filter(verb="withdraw_attachment").count() == 1


@pytest.mark.long
def test_the_story_says_of_a_file_taken_off_nothing_of_the_case(desk, as_clerk):
    case = desk.dispatched()
    take(as_clerk, case, "take-off", attachment=sent(case).pk, reason="传错了病历照片")

    [told] = [
        one for one in case_page(as_clerk, case).context["timeline"] if one.why == "传错了病历照片"
    ]

    assert not told.state


@pytest.mark.long
def test_a_file_of_another_or_an_archived_case_is_not_taken_off(desk):
    case, other = desk.dispatched(), desk.dispatched()
    photo = sent(other)
    said = {"attachment": photo, "reason": "传错了病历照片", "by": desk.clerk, "at": AT}

    with pytest.raises(services.CaseError, match="another case"):
        services.withdraw_file(case=case, **said)
    type(other).objects.filter(pk=other.pk).update(state=CaseState.ARCHIVED, closed_at=AT)
    with pytest.raises(services.CaseError, match="cannot be done now"):
        services.withdraw_file(case=other, **said)


@pytest.mark.long
def test_a_list_of_files_shows_none_of_a_case_to_the_institution(desk, client):
    case = desk.dispatched()
    photo = sent(case)
    client.force_login(desk.clerk)

    said = {"action": "release", "_selected_action": [str(photo.pk)], "post": "yes"}
    answer = client.post("/admin/bureau/attachment/", said, follow=True)

    photo.refresh_from_db()
    assert photo.audience == Audience.INTERNAL
    assert f"{case.no}: its files are shown on its own page" in answer.content.decode()


@pytest.mark.long
def test_a_released_file_is_no_longer_open_once_it_is_internal_again(desk, client):
    case = desk.dispatched()
    photo = sent(case)
    show(case, photo)
    show(case, photo, Audience.INTERNAL)

    assert opened(client, desk.officer, case, photo).status_code == 404


@pytest.mark.long
def test_what_is_seldom_asked_stands_folded_and_opens_where_it_is_wrong(desk, as_clerk):
    url = reverse("complaints:new")

    form = as_clerk.get(url).context["form"]
    assert {field.name for field in form.usual} & set(form.RARE) == set()
    assert {"words", "institution", "category", "phone", "safety_urgent"} <= {
        field.name for field in form.usual
    }
    assert not form.is_unfolded
    wrong = as_clerk.post(url, new_case(occurred_on="gestern")).context["form"]
    assert wrong.is_unfolded


@pytest.mark.long
def test_files_that_are_attached_can_be_found_again_in_their_box(desk, as_clerk):
    case = desk.dispatched()

    take(as_clerk, case, "attach", files=uploaded(), audience="institution")

    lanes = {lane.audience: lane.files for lane in case_page(as_clerk, case).context["lanes"]}
    assert lanes[Audience.INSTITUTION] == list(Attachment.objects.all())
    assert lanes[Audience.INTERNAL] == lanes[Audience.PUBLIC] == []


@pytest.mark.long
def test_the_story_is_told_from_the_day_of_receipt(desk, as_clerk):
    entries = case_page(as_clerk, desk.dispatched(on="2026-11-02")).context["timeline"]

    assert min(entry.at for entry in entries) == moment("2026-11-02")
