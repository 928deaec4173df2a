"""A log-in that ended while somebody typed: no word is lost, and none is stored."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bureau.held_words import held_by, opened, signed
from complaints.models import Case

PASSWORD = "three-words-and-a-number-7"
TYPED = {"words": "内科张医生说话生硬，\n还摔门。", "name": "黄志涛", "other": ["a", "b"]}
PAGE = "/cases/new/"


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def account(clerk):
    clerk.set_password(PASSWORD)
    clerk.save()
    return clerk


def hidden(page, name):
    found = re.findall(
        rf'<input type="hidden" name="{name}" value="([^"]*)"', page.content.decode()
    )
    return [unescape(one) for one in found]


def log_in(client, account, held, password=PASSWORD):
    said = {"username": account.username, "password": password, "held": held, "next": PAGE}
    return client.post("/login/", said)


def test_what_was_typed_comes_back_after_the_log_in_ready_to_be_sent(client, account):
    asked = client.post(PAGE, TYPED)
    (held,) = hidden(asked, "held")
    wrong = log_in(client, account, held, "wrong")
    shown = log_in(client, account, hidden(wrong, "held")[0])

    assert asked.status_code == 401
    assert 'action="/login/"' in asked.content.decode()
    assert "黄志涛" not in asked.content.decode()
    assert hidden(shown, "words") == [TYPED["words"]]
    assert hidden(shown, "other") == ["a", "b"]
    assert f'action="{PAGE}"' in shown.content.decode()
    assert not Case.objects.exists()


def test_a_form_without_words_or_with_a_password_is_asked_to_log_in_as_ever(client, account):
    empty = client.post(PAGE, {"words": " "})
    secret = client.post("/admin/password_change/", {"old_password": PASSWORD})

    assert [one.status_code for one in (empty, secret)] == [302, 302]


def test_files_are_asked_for_again_and_never_dropped_silently(client, account):
    photo = SimpleUploadedFile("现场.png", b"x")
    (held,) = hidden(client.post(PAGE, TYPED | {"evidence": photo}), "held")

    shown = log_in(client, account, held).content.decode()

    assert "现场.png" in shown
    assert re.search(r'<input type="file"[^>]*name="evidence" required', shown)
    assert "multipart/form-data" in shown


def test_nobody_brings_words_of_their_own_to_the_log_in(client, account):
    assert log_in(client, account, "made up").status_code == 302


def test_a_form_of_an_earlier_log_in_is_shown_again_if_it_is_this_houses_own(account):
    client = Client(enforce_csrf_checks=True)
    client.force_login(account)

    own = client.post(PAGE, TYPED, headers={"Origin": "http://testserver"})
    foreign = client.post(PAGE, TYPED, headers={"Origin": "http://elsewhere.example"})
    unsaid = client.post(PAGE, TYPED)

    assert [one.status_code for one in (own, foreign, unsaid)] == [403, 403, 403]
    assert hidden(own, "name") == ["黄志涛"]
    assert hidden(foreign, "name") == hidden(unsaid, "name") == []


def test_what_is_held_is_read_again_and_only_while_a_log_in_lasts(rf):
    held = held_by(rf.post("/cases/new/?x=1", TYPED))

    assert opened(signed(held), seconds=60).inputs == held.inputs
    assert opened(signed(held), seconds=-1) is None
    assert opened(signed(held)[:-1], seconds=60) is None
    assert held_by(rf.get("/cases/new/", TYPED)) is None
