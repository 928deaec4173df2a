"""The public's form: registered once, nothing typed lost, nothing kept that need not be."""

import gzip
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from pghistory.models import Context
from PIL import Image

from bureau.models import Act, Attachment, DoorCount, StoredFile
from bureau.services import open_file
from complaints.models import Case
from complaints.rules import doors
from complaints.rules.words import Channel
from rectification.rules.postings import Zone
from rectification.services.places import register_place
from tests.bureau.test_attachment_files import photograph
from tests.complaints.public_forms import AT, FORM, LOOK, filled, send
from tests.factories import IN_TIME, UserFactory


@pytest.fixture
def poster(hospital):
    ward = hospital.departments.create(name="内科三病区", is_ward=True)
    return register_place(
        institution=hospital, zone=Zone.WARD, place="内科三病区护士站", department=ward,
        own_number="0539-2250001", by=UserFactory(), at=IN_TIME,
    )  # fmt: skip


def page(answer):
    return answer.content.decode()


def typed(answer, name):
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page(answer))


def code_on(answer):
    return re.search(r"<dd>(\w{4} \w{4})</dd>", page(answer))


def test_a_poster_leads_to_a_form_that_knows_where_it_hangs(client, poster):
    start = client.get(f"/p/{poster.code.lower()}/")
    [link] = re.findall(r'href="(/p/complaint/[^"#]*)#where"', page(start))
    form = client.get(link)

    assert poster.institution.name in page(start)
    assert "tel:0539-2250001" in page(start)
    assert f'value="{poster.institution.code}" selected' in page(form)
    assert client.get("/p/NOWHERE1/").status_code == 404
    assert 'value="" selected' in page(client.get(f"{FORM}?at=NOWHERE1"))


def test_a_complaint_from_a_poster_is_registered_with_its_number_and_code(client, poster):
    done = send(client, filled(at=poster.code, institution=poster.institution.code))

    case = Case.objects.get()
    assert case.no in page(done)
    assert code_on(done)
    assert (case.channel, case.institution, case.department.name) == (
        Channel.QR_FORM, poster.institution, "内科三病区",
    )  # fmt: skip
    assert case.words.reveal() == "护士说话很冲"
    assert "27 Nov 2026" in page(done)
    assert Act.objects.get(verb="register_case").actor_kind == "public"


def test_sent_three_times_it_is_one_case_and_the_code_stays(client, db):
    sent = filled()

    answers = [send(client, sent, at=AT + timedelta(seconds=n)) for n in range(3)]

    assert Case.objects.count() == 1
    assert len({code_on(answer)[1] for answer in answers}) == 1
    kept = str(Case.objects.values().get())
    assert code_on(answers[0])[1].replace(" ", "") not in kept


def test_after_some_minutes_the_code_is_shown_no_more(client, db):
    sent = filled()
    send(client, sent)

    later = send(client, sent, at=AT + timedelta(minutes=doors.MINUTES_SAME))

    assert Case.objects.get().no in page(later)
    assert code_on(later) is None


@pytest.mark.long
def test_the_same_words_from_the_same_phone_are_asked_about_and_may_be_sent_all_the_same(
    client, db
):
    send(client, filled())

    asked = send(client, filled(phone="13855144502"))
    assert Case.objects.count() == 1
    assert Case.objects.get().no in page(asked)
    send(client, filled(phone="13855144502", again="1"))
    assert Case.objects.count() == 2
    send(client, filled(phone="13900000000"))
    assert Case.objects.count() == 3


def test_of_an_anonymous_complaint_nothing_is_kept_of_who_sent_it(client, db):
    with_photo = filled(
        confidentiality="anonymous", photos=SimpleUploadedFile("黄志涛.jpg", photograph())
    )

    client.post(FORM, with_photo, REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="Canary Browser")
    # The mark was made in 2026-11-20: whatever today is, it is shown again with a new one.
    send(client, with_photo | {"photos": SimpleUploadedFile("黄志涛.jpg", photograph())})

    case = Case.objects.get()
    everything = str([
        *Case.objects.values(), *Act.objects.values(), *Attachment.objects.values(),
        *StoredFile.objects.values(), *DoorCount.objects.values(),
    ])  # fmt: skip
    for told in ("203.0.113.77", "Canary", "黄志涛", "13855144502", "127.0.0.1"):
        assert told not in everything
    assert not any([case.complainant, case.phone, case.phone_hash])
    content = open_file(Attachment.objects.get().file)
    assert b"Canary Phone" not in content
    assert not Image.open(BytesIO(content)).getexif()


@pytest.mark.long
def test_nothing_ties_a_complaint_to_whoever_is_logged_in_in_the_same_browser(client, clerk):
    client.force_login(clerk)
    before = set(Context.objects.values_list("pk", flat=True))

    send(client, filled(confidentiality="anonymous"))

    [act] = Act.objects.filter(verb="register_case")
    assert (act.actor_kind, act.actor_id, act.request_id, act.session) == ("public", "", "", "")
    told = Context.objects.exclude(pk__in=before).values_list("metadata", flat=True)
    assert not any(each.get("account") or each.get("request") for each in told)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"words": " "}, "Please write what"),
        ({"phone": ""}, "or choose “Anonymous”"),
        ({"phone": "12345"}, "too short or too long"),
        ({"confidentiality": "open", "name": ""}, "write your name"),
        ({"occurred_on": "2026-11-21"}, "has not come yet"),
        ({"occurred_on": "昨天"}, "2026-11-20"),
        ({"form": "x"}, "once more"),
        ({"homepage": "http://a.example"}, "once more"),
    ],
)
def test_a_refusal_says_what_to_do_and_loses_nothing(client, hospital, said, words):
    sent = filled(institution=hospital.code, demand="", **said)

    answer = send(client, sent)

    assert answer.status_code == 200
    assert words in page(answer)
    assert not Case.objects.exists()
    assert ("护士说话很冲" in page(answer)) is ("words" not in said)
    assert f'value="{hospital.code}" selected' in page(answer)
    sent |= {"form": typed(answer, "form")[1], "words": "护士说话很冲", "phone": "13855144502"}
    sent |= {"confidentiality": "from_unit", "homepage": "", "occurred_on": ""}
    send(client, sent, at=AT + timedelta(seconds=5))
    assert Case.objects.count() == 1


@pytest.mark.parametrize(("seconds", "cases"), [(1, 0), (3, 1)])
def test_what_was_filled_faster_than_a_person_can_is_sent_once_more(client, db, seconds, cases):
    with_mark = filled() | {"form": None}
    from complaints.forms.tokens import new_mark

    with_mark["form"] = new_mark(at=AT)

    send(client, with_mark, at=AT + timedelta(seconds=seconds))

    assert Case.objects.count() == cases


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.jpg", b"MZ no picture", "photos only"),
        ("a.jpg", b"%PDF-1.7 %%EOF", "photos only"),
        ("a.jpg", photograph()[:200], "Send it again"),
        ("a.jpg", b"", "empty"),
    ],
)
def test_a_photo_that_cannot_be_taken_costs_no_word(client, db, name, content, words):
    answer = send(client, filled(photos=SimpleUploadedFile(name, content)))

    assert words in page(answer)
    assert "护士说话很冲" in page(answer)
    assert not Case.objects.exists()
    assert not Attachment.objects.exists()


def test_at_most_three_photos_are_taken(client, db):
    four = [SimpleUploadedFile(f"{n}.jpg", photograph()) for n in range(4)]

    answer = send(client, filled(photos=four))

    assert "At most 3" in page(answer)
    assert not Case.objects.exists()


def test_what_is_too_big_to_be_taken_in_is_said_and_not_dropped(client, db):
    with override_settings(FILE_UPLOAD_MAX_MEMORY_SIZE=500):
        photo = SimpleUploadedFile("a.jpg", photograph() + b"\0" * 500)
        answer = send(client, filled(photos=photo))

    assert "too big together" in page(answer)
    assert "护士说话很冲" in page(answer)
    assert not Case.objects.exists()


@pytest.mark.long
def test_one_address_cannot_flood_the_desk_and_loses_no_word(client, db, monkeypatch):
    monkeypatch.setattr(doors, "COMPLAINTS", doors.Limit(1, timedelta(hours=1)))
    send(client, filled())

    answer = send(client, filled(words="又一件事"))

    assert answer.status_code == 429
    assert "又一件事" in page(answer)
    assert "wait 60 minutes" in page(answer)
    elsewhere = Client(REMOTE_ADDR="203.0.113.77")
    assert send(elsewhere, filled(words="另一个人")).status_code == 200
    assert Case.objects.count() == 2


@pytest.mark.long
def test_when_there_is_no_room_for_photos_the_words_are_taken_still(client, db, monkeypatch):
    monkeypatch.setattr(doors, "ALL_PHOTO_BYTES", doors.Limit(1, timedelta(days=1)))
    first = filled(photos=SimpleUploadedFile("a.jpg", photograph()))
    send(client, first)

    sent = filled(words="第二件", photos=SimpleUploadedFile("a.jpg", photograph()))
    refused = send(client, sent)
    assert "today" in page(refused)
    del sent["photos"]
    send(client, sent)

    assert Case.objects.count() == 2
    assert Attachment.objects.count() == 1


def test_a_wish_for_large_text_or_another_language_loses_nothing(client, db):
    answer = send(client, filled(show="large"))
    chinese = send(client, filled(show="zh-hans"))

    assert "data-large" in page(answer)
    assert "护士说话很冲" in page(answer)
    assert "error-summary" not in page(answer)
    assert "发生了什么" in page(chinese)
    assert not Case.objects.exists()
    assert set(client.cookies) == {"large_text", "django_language"}
    assert "data-large" in page(client.get("/p/"))


@pytest.mark.parametrize("path", ["/p/", FORM, "/p/progress/"])
def test_a_page_of_the_public_sets_no_cookie_and_is_kept_nowhere(client, db, path):
    answer = client.get(path)

    assert not client.cookies
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "<script" not in page(answer)


def test_a_form_that_another_site_made_up_is_not_taken(db):
    strict = Client(enforce_csrf_checks=True)

    assert send(strict, filled(form="made up")).status_code == 200
    assert not Case.objects.exists()
    send(strict, filled())
    assert Case.objects.count() == 1


@pytest.mark.long
def test_every_page_of_the_public_is_light_and_asks_nobody_else(client, poster):
    done = send(client, filled(at=poster.code, institution=poster.institution.code))
    pair = {"no": Case.objects.get().no, "code": code_on(done)[1]}
    pages = [client.get(path) for path in ("/p/", f"/p/{poster.code}/", FORM, LOOK)]
    styles = {finders.find(name) for name in ("css/manyi.css", "css/public.css", "img/manyi.svg")}

    for answer in (*pages, done, send(client, pair, to=LOOK)):
        asked = set(re.findall(r'<(?:link|script|img)[^>]*(?:href|src)="([^"]+)"', page(answer)))
        assert {path.split("?")[0] for path in asked} == {
            "/static/css/manyi.css", "/static/css/public.css", "/static/img/manyi.svg",
        }  # fmt: skip
        sent = [answer.content, *(Path(name).read_bytes() for name in styles)]
        assert sum(len(gzip.compress(content)) for content in sent) < 60_000
