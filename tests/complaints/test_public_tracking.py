"""With number and code: how far it is, more told, the answer graded; without them nothing."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bureau.models import Act, Attachment, DoorCount, Notice
from complaints import services
from complaints.models import Callback, Case, Entry
from complaints.rules import doors
from complaints.rules.words import Audience, Ground, ReplyWay
from complaints.services.tracking import WrongCode, case_of_code
from tests.bureau.test_attachment_files import photograph
from tests.complaints.conftest import moment
from tests.complaints.public_forms import ADD, FILE, GRADE, LOOK, filled, send
from tests.complaints.test_public_complaint import code_on, page
from tests.rectification.pictures import photograph as painted

SENT = moment("2026-11-20", 9, 30)
LATER = moment("2026-11-24")
PAIR_WRONG = "do not belong together"


@pytest.fixture
def pair(client, hospital):
    done = send(client, filled(institution=hospital.code))
    return {"no": Case.objects.get().no, "code": code_on(done)[1], "asked": "1"}


@pytest.fixture
def case(pair):
    return Case.objects.get(no=pair["no"])


@pytest.fixture
def answered(case, desk):
    """A case that was taken up and answered at once."""
    desk.do("accept_case", case, on="2026-11-23", calendar=desk.calendar)
    desk.do(
        "reply_case", case, on="2026-11-24", way=ReplyWay.PHONE, text="已批评教育，向您道歉",
        calendar=desk.calendar,
    )  # fmt: skip
    case.refresh_from_db()
    return case


@pytest.mark.long
def test_number_and_code_show_how_far_it_is_and_nothing_of_who_sent_it(client, pair, case, desk):
    desk.do("accept_case", case, on="2026-11-23", calendar=desk.calendar)
    desk.do("write_entry", case, text="内部：先查监控")
    desk.do("write_entry", case, text="请保留发票", audience=Audience.PUBLIC)

    found = page(send(client, pair | {"no": pair["no"].lower()}, at=LATER, to=LOOK))

    assert "<h1>Accepted</h1>" in found
    assert "20 Nov 2026" in found
    assert "23 Nov 2026" in found
    assert 'by <span class="nowrap">27 Nov 2026' in found
    assert "请保留发票" in found
    for hidden in ("黄志涛", "13855144502", "138 5514 4502", "护士说话很冲", "内部"):
        assert hidden not in found


@pytest.mark.long
def test_who_is_late_says_so(client, pair):
    found = page(send(client, pair, at=moment("2026-11-30"), to=LOOK))

    assert "we are 3 days late" in found


@pytest.mark.parametrize("wrong", [{"code": "00000000"}, {"no": "TS-20261120-9999"}, {"no": "x"}])
def test_a_wrong_pair_is_told_nothing_but_that_it_is_wrong(client, pair, wrong):
    answer = send(client, pair | wrong, to=LOOK)

    assert PAIR_WRONG in page(answer)
    assert "Accepted" not in page(answer)


@pytest.mark.long
@pytest.mark.parametrize("no", ["TS-20261120-0001", "TS-20261120-9999"])
def test_five_wrong_codes_stop_a_number_there_is_and_one_there_is_not(client, pair, no):
    answers = [
        send(client, pair | {"no": no, "code": f"0000000{n}"}, to=LOOK, at=LATER)
        for n in range(6)
    ]  # fmt: skip

    assert [PAIR_WRONG in page(answer) for answer in answers] == [True] * 5 + [False]
    assert answers[-1].status_code == 429
    assert "wait 15 minutes" in page(answers[-1])
    elsewhere = Client(REMOTE_ADDR="203.0.113.77")
    assert send(elsewhere, pair | {"no": no}, to=LOOK, at=LATER).status_code == 429


@pytest.mark.long
def test_after_fifteen_minutes_the_right_code_opens_again(client, pair):
    for n in range(5):
        send(client, pair | {"code": f"0000000{n}"}, to=LOOK, at=LATER)

    soon = LATER + timedelta(minutes=14, seconds=59)
    assert send(client, pair, to=LOOK, at=soon).status_code == 429
    again = send(client, pair, to=LOOK, at=LATER + timedelta(minutes=15))
    assert "<h1>Submitted</h1>" in page(again)
    assert not DoorCount.objects.filter(door="code").exists()


@pytest.mark.long
def test_the_right_code_forgets_the_wrong_ones_before_it(client, pair):
    for _round in range(3):
        for n in range(4):
            send(client, pair | {"code": f"0000000{n}"}, to=LOOK, at=LATER)
        assert "Submitted" in page(send(client, pair, to=LOOK, at=LATER))


@pytest.mark.long
def test_whoever_goes_through_numbers_is_stopped_at_the_door(client, pair, monkeypatch):
    monkeypatch.setattr(doors, "LOOKS", doors.Limit(3, timedelta(minutes=10)))
    tries = [
        send(client, pair | {"no": f"TS-20261120-000{n}", "code": "00000000"}, to=LOOK)
        for n in range(4)
    ]  # fmt: skip

    assert [answer.status_code for answer in tries] == [200, 200, 200, 429]
    assert send(Client(REMOTE_ADDR="203.0.113.77"), pair, to=LOOK).status_code == 200


def test_a_number_that_is_not_there_costs_the_same_work(pair, django_assert_num_queries):
    for no in (pair["no"], "TS-20261120-9999"):
        with django_assert_num_queries(6), pytest.raises(WrongCode):
            case_of_code(no=no, code="00000000", at=LATER)


@pytest.mark.long
def test_more_is_told_once_however_often_it_is_sent(client, pair, case):
    more = pair | {"words": "发票在我这里", "photos": SimpleUploadedFile("a.jpg", photograph())}

    answers = []
    for _n in range(2):
        more["photos"] = SimpleUploadedFile("a.jpg", photograph())
        answers.append(send(client, more, to=ADD, at=LATER))

    entry = Entry.objects.get()
    assert (entry.text, entry.audience, entry.by) == ("发票在我这里", Audience.INTERNAL, None)
    assert Attachment.objects.of("case", case.no).count() == 1
    assert Act.objects.get(verb="write_entry").actor_kind == "public"
    assert all("has arrived" in page(answer) for answer in answers)
    assert "发票在我这里" not in page(answers[1])


@pytest.mark.parametrize(
    ("more", "words"),
    [({"words": " "}, "Please write"), ({"code": "00000000"}, PAIR_WRONG)],
)
def test_nothing_is_added_without_words_or_without_the_code(client, pair, more, words):
    answer = send(client, {**pair, "words": "发票在我这里", **more}, to=ADD)

    assert words in page(answer)
    assert not Entry.objects.exists()


@pytest.mark.long
def test_a_photo_that_cannot_be_taken_leaves_the_words_on_the_page(client, pair):
    no_photo = SimpleUploadedFile("a.jpg", b"MZ")

    answer = send(client, pair | {"words": "发票在我这里", "photos": no_photo}, to=ADD)

    assert "photos only" in page(answer)
    assert "发票在我这里" in page(answer)
    assert not Entry.objects.exists()


@pytest.mark.long
def test_after_the_answer_nothing_is_added(client, pair, answered):
    answer = send(client, pair | {"words": "发票在我这里"}, to=ADD, at=LATER)

    assert "Nothing can be added" in page(answer)
    assert not Entry.objects.exists()


@pytest.mark.long
def test_the_answer_is_read_and_graded_once_and_once_more(client, pair, answered):
    found = page(send(client, pair, to=LOOK, at=LATER))
    assert "已批评教育，向您道歉" in found
    assert "Very satisfied" in found

    for given in ("dissatisfied", "dissatisfied", "fair", "very_satisfied"):
        last = send(client, pair | {"grade": given, "note": ""}, to=GRADE, at=LATER)

    assert sorted(Callback.objects.values_list("grade", "needs_review", "by")) == [
        ("dissatisfied", True, None), ("fair", False, None),
    ]  # fmt: skip
    assert "graded it twice" in page(last)
    assert Act.objects.filter(verb="record_callback", actor_kind="public").count() == 2


@pytest.mark.long
@pytest.mark.parametrize("grade", ["", "not_reached", "wonderful"])
def test_only_the_five_grades_are_taken(client, pair, answered, grade):
    send(client, pair | {"grade": grade}, to=GRADE, at=LATER)

    assert not Callback.objects.exists()


def test_nothing_is_graded_before_there_is_an_answer(client, pair):
    send(client, pair | {"grade": "fair"}, to=GRADE)

    assert not Callback.objects.exists()


def test_whoever_is_not_answered_reads_why(client, pair, case, desk):
    desk.do("decline_case", case, ground=Ground.IN_COURT, explanation="法院已经立案")

    found = page(send(client, pair, to=LOOK, at=LATER))

    assert "<h1>Answered</h1>" in found
    assert "before a court" in found
    assert "法院已经立案" in found


@pytest.mark.long
def test_a_wish_for_large_text_adds_and_grades_nothing(client, pair, answered):
    send(client, pair | {"words": "a", "show": "large"}, to=ADD, at=LATER)
    found = send(client, pair | {"grade": "fair", "show": "large"}, to=GRADE, at=LATER)

    assert "data-large" in page(found)
    assert not Entry.objects.exists()
    assert not Callback.objects.exists()


def test_the_code_of_a_case_that_a_clerk_took_down_opens_it_as_well(client, desk):
    told = desk.told()
    registered = services.register_case(
        told=told, complainant=services.Complainant(), by=desk.clerk, at=told.received_at,
        calendar=desk.calendar,
    )  # fmt: skip

    found = send(client, {"no": registered.case.no, "code": registered.query_code}, to=LOOK)

    assert "<h1>Submitted</h1>" in page(found)


@pytest.mark.long
def test_only_a_file_that_was_released_to_the_public_is_handed_over(client, pair, case, desk):
    papers = [
        services.attach_file(case=case, name=f"{audience}.jpg", content=painted(colour),
                             audience=audience, by=desk.clerk, at=SENT)
        for audience, colour in zip(Audience, ("#111111", "#777777", "#eeeeee"), strict=True)
    ]  # fmt: skip
    shown = page(send(client, pair, to=LOOK))

    answers = {one.audience: send(client, pair | {"file": str(one.pk)}, to=FILE) for one in papers}

    assert [str(one.pk) in shown for one in papers] == [
        one.audience == Audience.PUBLIC for one in papers
    ]
    assert {who: answer.status_code for who, answer in answers.items()} == {
        "public": 200, "institution": 404, "internal": 404,
    }  # fmt: skip
    assert answers["public"]["Content-Disposition"].startswith("attachment")
    assert answers["public"]["Cache-Control"] == "no-store"
    act = Act.objects.get(verb="open_attachment")
    assert (act.actor_kind, act.object_no) == ("public", case.no)


@pytest.mark.parametrize("wrong", [{"code": "00000000"}, {"file": "x"}, {"file": ""}])
def test_without_the_code_or_a_file_of_the_case_nothing_is_handed_over(client, pair, case, desk,
                                                                       wrong):  # fmt: skip
    paper = services.attach_file(
        case=case, name="a.jpg", content=photograph(), audience=Audience.PUBLIC, by=desk.clerk,
        at=SENT,
    )  # fmt: skip

    answer = send(client, {**pair, "file": str(paper.pk), **wrong}, to=FILE)

    assert "Content-Disposition" not in answer
    assert not Act.objects.filter(verb="open_attachment").exists()


@pytest.mark.long
def test_the_public_fills_its_own_part_of_a_case_and_leaves_room_for_the_bureau(
    client, pair, case, desk, monkeypatch
):
    monkeypatch.setattr("complaints.rules.tracking.MOST_PHOTOS_KEPT", 2)
    for n, colour in enumerate(("#111111", "#777777")):
        photo = SimpleUploadedFile("a.jpg", painted(colour))
        send(client, pair | {"words": f"补充{n}", "photos": photo}, to=ADD)

    photo = SimpleUploadedFile("a.jpg", painted("#eeeeee"))
    refused = send(client, pair | {"words": "再补充", "photos": photo}, to=ADD)

    assert "2 photos altogether" in page(refused)
    assert "再补充" in page(refused)
    assert Attachment.objects.of("case", case.no).count() == 2
    services.attach_file(case=case, name="a", content=painted("#00ff00"), by=desk.clerk, at=SENT)


def test_the_section_on_duty_hears_once_of_what_the_public_sent(client, hospital, clerk):
    sent = filled(institution=hospital.code)
    for _ in range(2):
        send(client, sent)

    notice = Notice.objects.get(recipient=clerk)
    assert notice.subject_no == Case.objects.get().no
    assert "护士说话很冲" not in str(notice.words)
