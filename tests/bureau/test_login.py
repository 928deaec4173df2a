"""The log-in: whose tries are counted, how many are left, how long a log-in lasts."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.urls import reverse

from bureau import services
from bureau.lockout import client_address, closed_until
from bureau.models import Act, User
from bureau.rules import Role
from config import settings as production
from tests.bureau.admin_pages import text
from tests.factories import UserFactory

PASSWORD = "three-words-and-a-number-7"
MORNING = datetime(2026, 11, 20, 1, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


@pytest.fixture(autouse=True)
def _counting(settings):
    settings.LANGUAGE_CODE = "en"
    settings.AXES_ENABLED = True


@pytest.fixture
def account(officer):
    officer.username = "a01"
    officer.set_password(PASSWORD)
    officer.save()
    return officer


def log_in(client, password, *, username="a01", page="login", **told):
    given = {"username": username, "password": password}
    return client.post(reverse(page), given, REMOTE_ADDR="10.0.0.1", **told)


def fail(client, times=settings.AXES_FAILURE_LIMIT, **given):
    for _ in range(times):
        response = log_in(client, "wrong", **given)
    return response


# --- Whose tries -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hops", "told", "address"),
    [
        (0, "1.1.1.1", "10.0.0.1"),
        (1, "1.1.1.1, 2.2.2.2", "2.2.2.2"),
        (2, "1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (3, "1.1.1.1, 2.2.2.2", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "unknown", "10.0.0.1"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_an_address_is_believed_as_far_as_our_own_proxies_vouch_for_it(
    rf, settings, hops, told, address
):
    settings.PROXY_HOPS = hops

    request = rf.get("/", headers={"X-Forwarded-For": told}, REMOTE_ADDR="10.0.0.1")

    assert client_address(request) == address


def test_behind_a_proxy_one_persons_wrong_passwords_close_nobody_else_out(
    client, account, settings
):
    settings.PROXY_HOPS = 1
    assert fail(client, headers={"X-Forwarded-For": "1.1.1.1"}).status_code == 429

    there = log_in(client, PASSWORD, headers={"X-Forwarded-For": "9.9.9.9, 1.1.1.1"})
    elsewhere = log_in(client, PASSWORD, headers={"X-Forwarded-For": "2.2.2.2"})

    assert (there.status_code, elsewhere.status_code) == (429, 302)


# --- How many are left -----------------------------------------------------------------------


@pytest.mark.parametrize("page", ["login", "admin:login"])
@pytest.mark.parametrize("username", ["a01", "nobody"])
def test_the_page_says_how_many_tries_are_left_of_any_name_alike(client, account, page, username):
    first, second = (text(log_in(client, "wrong", username=username, page=page)) for _ in range(2))
    fail(client, 1, username=username, page=page)
    fourth = text(log_in(client, "wrong", username=username, page=page))

    assert "4 tries are left; after that log-in is closed to the account for 15 minutes" in first
    assert "3 tries are left" in second
    assert "1 try is left" in fourth
    assert fail(client, 1, username=username, page=page).status_code == 429


def test_the_right_password_makes_the_tries_whole_again(client, account):
    fail(client, 3)
    assert log_in(client, PASSWORD).status_code == 302
    client.logout()

    assert "4 tries are left" in text(log_in(client, "wrong"))


def test_who_may_not_enter_the_admin_is_told_so_and_loses_no_try(client, account):
    page = text(log_in(client, PASSWORD, page="admin:login"))

    assert "This account may not enter here" in page


# --- Letting in again ------------------------------------------------------------------------


@pytest.fixture
def administrator(client, db):
    administrator = UserFactory(roles=[Role.SYS_ADMIN], is_staff=True)
    client.force_login(administrator)
    return administrator


@pytest.fixture
def closed(account, client):
    with time_machine.travel(MORNING, tick=False):
        fail(client)
        yield account


def test_a_closed_log_in_opens_by_itself_after_a_quarter_of_an_hour(closed):
    assert closed_until(["a01", "b"], at=MORNING) == {"a01": MORNING + QUARTER}
    assert closed_until(["a01"], at=MORNING + QUARTER) == {}


def test_fewer_wrong_passwords_or_ones_from_several_places_close_nothing(client, account):
    with time_machine.travel(MORNING, tick=False):
        fail(client, 4)
        client.post(reverse("login"), {"username": "a01", "password": "x"}, REMOTE_ADDR="10.0.0.2")

    assert closed_until(["a01"], at=MORNING) == {}


@pytest.mark.long
def test_a_lock_out_is_lifted_once_and_it_is_written_down_who_did(client, closed, clerk):
    assert log_in(client, PASSWORD).status_code == 429

    assert services.lift_lockout(user=closed, by=clerk, at=MORNING)
    assert not services.lift_lockout(user=closed, by=clerk, at=MORNING)

    act = Act.objects.of("account", "a01").get(verb="lift_lockout")
    assert (act.actor_name, act.at) == (clerk.name, MORNING)
    assert log_in(client, PASSWORD).status_code == 302


@pytest.mark.long
def test_the_accounts_page_says_that_it_is_closed_and_leads_to_opening_it(
    closed, client, administrator
):
    page = reverse("admin:bureau_user_lift_lockout", args=[closed.pk])
    account = text(client.get(reverse("admin:bureau_user_change", args=[closed.pk])))
    assert "Closed until 09:15" in account
    assert "09:15" in text(client.get(reverse("admin:bureau_user_changelist")))

    question = text(client.get(page))
    assert "Let these accounts log in again" in question
    assert f'href="{reverse("admin:bureau_user_changelist")}">Back to the list' in question
    assert closed_until(["a01"], at=MORNING)
    said, again = (text(client.post(page, follow=True)) for _ in range(2))

    assert "1 account can log in again" in said
    assert "Log-in was not closed" in again
    assert closed_until(["a01"], at=MORNING) == {}
    entry = LogEntry.objects.get(object_id=str(closed.pk))
    assert (entry.user, entry.change_message) == (administrator, "Log-in opened again.")


@pytest.mark.long
def test_the_action_of_the_list_asks_first_and_then_opens(closed, client, administrator):
    chosen = {"action": "lift_lockout", "_selected_action": [closed.pk]}
    accounts = reverse("admin:bureau_user_changelist")

    assert "Let these accounts" in text(client.post(accounts, chosen))
    assert closed_until(["a01"], at=MORNING)
    client.post(accounts, chosen | {"post": "yes"})

    assert closed_until(["a01"], at=MORNING) == {}


@pytest.mark.long
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_but_the_administrator_opens_a_log_in(closed, client, method):
    watcher = UserFactory(roles=[Role.AUDITOR], is_staff=True)
    client.force_login(watcher)
    page = reverse("admin:bureau_user_lift_lockout", args=[closed.pk])

    assert getattr(client, method)(page).status_code == 403

    assert closed_until(["a01"], at=MORNING)


def test_the_administrator_opens_no_superusers_log_in(client, administrator):
    superuser = User.objects.create_superuser("root", name="root")

    page = reverse("admin:bureau_user_lift_lockout", args=[superuser.pk])

    assert client.post(page).status_code == 403


# --- How long it lasts -----------------------------------------------------------------------


@pytest.mark.long
def test_a_log_in_ends_after_twelve_hours_whatever_one_is_doing(client, account):
    def ask_at(hours):
        with time_machine.travel(MORNING + timedelta(hours=hours), tick=False):
            return client.get(reverse("satisfaction:home"), follow=True)

    with time_machine.travel(MORNING, tick=False):
        log_in(client, PASSWORD)
    for turn in range(24):
        with time_machine.travel(MORNING + timedelta(hours=turn * 0.49), tick=False):
            client.post(reverse("bureau:preferences"))
    assert not ask_at(24 * 0.49).redirect_chain

    ended = ask_at(12)

    assert ended.redirect_chain[0][0].startswith("/login/?next=/")
    assert "A log-in lasts 12 hours at most" in text(ended)
    with time_machine.travel(MORNING + timedelta(hours=12), tick=False):
        assert log_in(client, PASSWORD).status_code == 302
    assert not ask_at(12.2).redirect_chain


@pytest.mark.long
@pytest.mark.parametrize("door", ["logout", "admin:logout"])
def test_who_logs_out_leaves_nothing_in_the_browser_of_a_shared_desk(client, account, door):
    account.is_staff = True
    account.save()
    client.force_login(account)
    assert "Clear-Site-Data" not in client.get(reverse("satisfaction:home")).headers

    gone = client.post(reverse(door))

    assert gone.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in client.get("/login/").headers


def test_a_log_in_that_time_ends_leaves_nothing_either(client, account):
    with time_machine.travel(MORNING, tick=False):
        log_in(client, PASSWORD)
        kept = client.session
        kept["began_at"] = (MORNING - timedelta(hours=13)).timestamp()
        kept.save()
        ended = client.get(reverse("satisfaction:home"))

    assert ended.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_a_log_in_ends_after_half_an_hour_of_doing_nothing(client, account):
    with time_machine.travel(MORNING, tick=False):
        log_in(client, PASSWORD)
    with time_machine.travel(MORNING + timedelta(minutes=31), tick=False):
        assert client.get(reverse("satisfaction:home")).status_code == 302


# --- The words of the account's page ---------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "said"), [(PASSWORD, "A password is set"), (None, "None yet")]
)
def test_an_account_says_whether_there_is_a_password_and_not_how_it_is_kept(
    client, administrator, account, password, said
):
    account.set_password(password)
    account.save()

    page = text(client.get(reverse("admin:bureau_user_change", args=[account.pk])))

    assert said in page
    assert "algorithm" not in page
    assert "hash" not in page


def test_roles_are_not_edited_by_hand():
    assert Group not in admin.site._registry


@pytest.mark.long
def test_passwords_are_kept_by_argon2_and_older_ones_are_taken_over(settings, client, account):
    settings.PASSWORD_HASHERS = production.PASSWORD_HASHERS
    account.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    account.save()
    assert log_in(client, "wrong").status_code == 200

    assert log_in(client, PASSWORD).status_code == 302

    account.refresh_from_db()
    assert account.password.startswith("argon2$argon2id$")
    assert log_in(client, PASSWORD).status_code == 302
