"""A log-in that ended while somebody typed: no word is lost, and none is stored."""

import re
import zlib
from base64 import urlsafe_b64decode
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from bureau.held_words import NOT_YOURS, held_by, opened, sealed
from bureau.models import Act
from bureau.rules import Role
from bureau.whose_form import COOKIE
from complaints.models import Case
from tests.factories import UserFactory

PASSWORD = "three-words-and-a-number-7"
TYPED = {"words": "内科张医生说话生硬，\n还摔门。", "name": "黄志涛", "other": ["a", "b"]}
PAGE = "/cases/new/"


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def account(clerk):
    return with_password(clerk)


@pytest.fixture
def other(db, clerk):
    return with_password(UserFactory(section=clerk.section, roles=[Role.BUREAU_STAFF]))


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def typed(client, account):
    """What the account typed into a form of its log-in, which ended meanwhile."""
    said = TYPED | {"csrfmiddlewaretoken": token_of(client, account)}
    client.cookies.pop("sessionid")
    return said


def token_of(client, account):
    """Log in anew as a browser does, and return the token of a form that is open then."""
    client.post("/login/", {"username": account.username, "password": PASSWORD})
    return hidden(client.get(PAGE), "csrfmiddlewaretoken")[0]


def hidden(page, name):
    found = re.findall(
        rf'<input type="hidden" name="{name}" value="([^"]*)"', page.content.decode()
    )
    return [unescape(one) for one in found]


def readable(page, held):
    """Return what somebody reads who has the page alone, and takes apart what can be."""
    parts = [urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in held.split(":")]
    for part in [*parts]:
        for begin in range(min(len(part), 40)):
            try:
                parts.append(zlib.decompress(part[begin:]))
            except zlib.error:
                continue
    clear = b"".join(parts).decode(errors="ignore")
    return page + clear + re.sub(r"\\u([0-9a-f]{4})", lambda one: chr(int(one.group(1), 16)), clear)


def log_in(client, account, held, password=PASSWORD):
    said = {"username": account.username, "password": password, "held": held, "next": PAGE}
    return client.post("/login/", said)


@pytest.mark.long
def test_what_was_typed_comes_back_after_the_log_in_ready_to_be_sent(client, account, typed):
    asked = client.post(PAGE, typed)
    (held,) = hidden(asked, "held")
    wrong = log_in(client, account, held, "wrong")
    shown = log_in(client, account, hidden(wrong, "held")[0])

    assert asked.status_code == 401
    assert 'action="/login/"' in asked.content.decode()
    assert "黄志涛" not in readable(asked.content.decode(), held)
    assert hidden(shown, "words") == [TYPED["words"]]
    assert hidden(shown, "other") == ["a", "b"]
    assert f'action="{PAGE}"' in shown.content.decode()
    assert not Case.objects.exists()


def test_a_form_without_words_or_with_a_password_is_asked_to_log_in_as_ever(client, account):
    empty = client.post(PAGE, {"words": " "})
    secret = client.post("/admin/password_change/", {"old_password": PASSWORD})

    assert [one.status_code for one in (empty, secret)] == [302, 302]


def test_files_are_asked_for_again_and_never_dropped_silently(client, account, typed):
    photo = SimpleUploadedFile("现场.png", b"x")
    (held,) = hidden(client.post(PAGE, typed | {"evidence": photo}), "held")

    shown = log_in(client, account, held).content.decode()

    assert "现场.png" in shown
    assert re.search(r'<input type="file"[^>]*name="evidence" required', shown)
    assert "multipart/form-data" in shown


def test_nobody_brings_words_of_their_own_to_the_log_in(client, account):
    assert log_in(client, account, "made up").status_code == 302


@pytest.mark.long
def test_what_one_account_typed_is_given_to_no_other_that_logs_in_next(client, typed, other):
    (held,) = hidden(client.post(PAGE, typed), "held")

    answer = log_in(client, other, held)
    said = client.get(answer.url, follow=True).content.decode()

    assert answer.status_code == 302
    assert str(NOT_YOURS) in said
    assert "黄志涛" not in answer.content.decode() + said


def test_typed_by_nobody_can_say_whom_it_is_held_for_nobody_and_that_is_said(client, typed):
    del client.cookies[COOKIE]

    answer = client.post(PAGE, typed, follow=True)

    assert answer.redirect_chain[-1][1] == 302
    assert hidden(answer, "held") == []
    assert str(NOT_YOURS) in answer.content.decode()


@pytest.mark.long
def test_an_old_tab_is_its_own_accounts_whoever_logged_in_since(client, account, typed, other):
    token_of(client, other)
    client.cookies.pop("sessionid")
    (held,) = hidden(client.post(PAGE, typed), "held")

    assert log_in(client, other, held).status_code == 302
    client.cookies.pop("sessionid")
    assert hidden(log_in(client, account, held), "name") == ["黄志涛"]


def test_whose_log_in_it_was_is_sealed_and_out_of_reach_of_a_script(client, account, settings):
    settings.SESSION_COOKIE_SECURE = True
    token_of(client, account)

    cookie = client.cookies[COOKIE]

    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")
    assert cookie["max-age"] > settings.SESSION_LIFE.total_seconds()
    assert account.username not in readable("", cookie.value)
    assert client.cookies["csrftoken"].value not in readable("", cookie.value)


@pytest.mark.long
def test_a_form_of_an_earlier_log_in_is_shown_again_if_it_is_this_houses_own(account):
    client = Client(enforce_csrf_checks=True)
    said = TYPED | {"csrfmiddlewaretoken": stale_token(client, account, account)}

    own = client.post(PAGE, said, headers={"Origin": "http://testserver"})
    foreign = client.post(PAGE, said, headers={"Origin": "http://elsewhere.example"})
    unsaid = client.post(PAGE, said)

    assert [one.status_code for one in (own, foreign, unsaid)] == [409, 403, 403]
    assert Act.objects.filter(verb="be_denied").count() == 2
    assert hidden(own, "name") == ["黄志涛"]
    assert hidden(foreign, "name") == hidden(unsaid, "name") == []


@pytest.mark.long
def test_a_form_of_another_accounts_log_in_is_not_shown_and_it_is_said_why(account, other):
    client = Client(enforce_csrf_checks=True)
    said = TYPED | {"csrfmiddlewaretoken": stale_token(client, account, other)}

    answer = client.post(PAGE, said, headers={"Origin": "http://testserver"})

    assert answer.status_code == 403
    assert str(NOT_YOURS) in answer.content.decode()
    assert "黄志涛" not in answer.content.decode()


def stale_token(client, first, second):
    """Return the token of a form that one opened, in the browser where another logged in since."""
    tokens = []
    for account in (first, second):
        client.cookies.pop("sessionid", None)
        said = {"username": account.username, "password": PASSWORD}
        said["csrfmiddlewaretoken"] = hidden(client.get("/login/"), "csrfmiddlewaretoken")[0]
        client.post("/login/", said)
        tokens += hidden(client.get(PAGE), "csrfmiddlewaretoken")[:1]
    return tokens[0]


def test_what_is_held_is_read_again_and_only_while_a_log_in_lasts(rf, settings):
    held, now = held_by(rf.post("/cases/new/?x=1", TYPED)), timezone.now()
    text = sealed(held, account=7, at=now)

    assert opened(text, account=7, at=now + timedelta(hours=11)).inputs == held.inputs
    assert opened(text, account=8, at=now) is None
    assert opened(text, account=7, at=now + settings.SESSION_LIFE) is None
    assert opened(text[:-1], account=7, at=now) is None
    assert opened("made up", account=7, at=now) is None
    assert held_by(rf.get("/cases/new/", TYPED)) is None
