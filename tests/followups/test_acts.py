"""Every change of a register's state leaves its act, and its page tells them in order."""

import pytest
from django.urls import reverse

from bureau.models import Act
from followups import services
from followups.choices import ACTS
from followups.models import Upload
from followups.rules.words import Verdict
from tests.factories import AFTER_CLOSING, IN_TIME, OCTOBER, drawn, rows, submitted
from tests.followups.uploads import checked, table

BAD = ["张三", "ZY1", "2026-10-05", "1380013800"]


def verbs_of(register):
    return list(Act.objects.of("register", register.no).values_list("verb", flat=True))


def test_a_file_leaves_an_act_at_every_step(hospital, officer):
    upload = checked(hospital, table(BAD))
    services.correct_cells(
        upload=upload, by=officer, corrections={2: {"phone": "13800138000"}}, at=IN_TIME
    )
    upload = services.check_upload(Upload.objects.get(pk=upload.pk), at=IN_TIME)
    version = services.submit_upload(upload=upload, by=officer, at=IN_TIME)

    register = upload.register
    assert verbs_of(register) == [
        "receive_upload",
        "check_upload",
        "correct_cells",
        "check_upload",
        "submit_upload",
    ]
    act = Act.objects.get(verb="submit_upload")
    assert (act.actor_name, act.before, act.after) == (officer.name, "not_due", "on_time")
    assert act.facts == {"version": version.number, "new": 1, "updated": 0} | {
        "unchanged": 0,
        "refused": 0,
    }


def test_corrections_are_told_by_cell_and_never_by_what_they_say(hospital, officer):
    upload = checked(hospital, table(BAD))
    services.correct_cells(
        upload=upload, by=officer, corrections={2: {"phone": "13800138000"}}, at=IN_TIME
    )
    act = Act.objects.get(verb="correct_cells")
    assert act.facts["cells"] == {"2": ["phone"]}
    assert "13800138000" not in str(act.facts)


def test_submitting_again_leaves_no_second_act(hospital):
    version = submitted(hospital, rows(2))
    services.submit_upload(upload=version.upload, by=None, at=IN_TIME)
    assert verbs_of(version.register).count("submit_upload") == 1


def test_a_nil_report_is_one_act_however_often_it_is_filed(hospital, officer):
    for _ in range(2):
        version = services.file_nil_report(
            institution=hospital, month=OCTOBER, by=officer, at=IN_TIME
        )
    assert verbs_of(version.register) == ["file_nil_report"]


def test_reminding_twice_on_a_day_is_one_act(hospital, clerk):
    register = services.owed_months.register_of(institution=hospital, month=OCTOBER)
    for _ in range(2):
        services.remind(registers=[register], by=clerk, at=AFTER_CLOSING)
    assert verbs_of(register) == ["remind"]


def test_a_draw_leaves_what_it_takes_to_repeat_it(hospital):
    check = drawn(hospital)
    act = Act.objects.of("spot_check", check.pk).get(verb="draw_spot_check")
    assert (act.facts["seed"], act.facts["frame_hash"]) == (check.seed, check.frame_hash)
    assert not Act.objects.of("register", check.register.no).filter(verb="draw_spot_check")


def test_a_look_at_a_number_and_a_call_are_acts(hospital, liaison):
    check = drawn(hospital)
    item = check.items.order_by("position").first()
    services.reveal_number(item=item, by=liaison, at=AFTER_CLOSING)
    for _ in range(2):
        services.record_call(
            item=item, attempt=1, verdict=Verdict.GENUINE, by=liaison, at=AFTER_CLOSING
        )
    acts = Act.objects.of("spot_check", check.pk).exclude(verb="draw_spot_check")
    assert list(acts.values_list("verb", "after", "facts__position")) == [
        ("reveal_number", "", 1),
        ("record_call", "genuine", 1),
    ]


@pytest.mark.long
def test_a_redraw_tells_who_asked_and_who_agreed(hospital, clerk, section_head):
    asked = services.ask_redraw(
        check=drawn(hospital), reason="名单已经泄露", by=clerk, at=AFTER_CLOSING
    )
    services.approve_redraw(check=asked, by=section_head, at=AFTER_CLOSING)
    services.approve_redraw(check=asked, by=section_head, at=AFTER_CLOSING)
    acts = Act.objects.of("spot_check", asked.pk)
    assert list(acts.values_list("verb", "actor_name", "why")) == [
        ("ask_redraw", clerk.name, "名单已经泄露"),
        ("approve_redraw", section_head.name, ""),
    ]


@pytest.mark.long
def test_a_month_is_closed_by_one_act(hospital):
    submitted(hospital, rows(2))
    for _ in range(2):
        services.close_month(month=OCTOBER, at=AFTER_CLOSING)
    [act] = Act.objects.of("month", "2026-10")
    assert (act.verb, act.actor_kind) == ("build_final_report", "job")
    assert act.facts == {"expected": 1, "received": 1, "on_time": 1, "rules": 1}


def test_taking_the_workbook_away_is_an_act(sign_in, hospital, officer):
    upload = checked(hospital, table(BAD))
    sign_in(officer).get(reverse("followups:upload_original", args=[upload.pk]))
    act = Act.objects.get(verb="note_download")
    assert (act.actor_id, act.facts["file"]) == (str(officer.pk), str(upload.file_id))


@pytest.mark.long
def test_the_page_of_a_register_tells_its_story(sign_in, hospital, officer):
    version = submitted(hospital, rows(2))
    page = sign_in(officer).get(
        reverse("followups:register", args=[hospital.code, version.register.month_text])
    )
    assert [entry.label for entry in page.context["timeline"]] == [
        ACTS["receive_rows"],
        ACTS["check_upload"],
        ACTS["submit_upload"],
    ]
