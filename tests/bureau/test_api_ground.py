"""What every address of the API has in common: who asks, in which language, how often, what for."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import get_resolver

from bureau import services
from bureau.api.base import ApiView
from bureau.models import Act
from tests.callers import Caller, sent
from tests.factories import IN_TIME, OCTOBER, RegisterFactory

LIST = "/api/v1/registers/"
MONTH = "/api/v1/registers/2026-10/"


@pytest.fixture(autouse=True)
def _in_time():
    with time_machine.travel(IN_TIME, tick=False):
        yield


def kind_of(answered):
    return answered.json()["type"].partition("#")[2]


# --- Who asks ---------------------------------------------------------------------------------


def bearer(token, path=LIST):
    return Client().get(path, headers={"Authorization": token} if token else {})


@pytest.mark.parametrize(
    "token",
    ["", "Bearer", "Bearer x", "Basic YTpi", "Bearer manyi_AAAAAAAA_x", "Bearer " + "x" * 9999],
)
def test_without_a_key_that_is_known_nothing_is_answered(his, token):
    answered = bearer(token)

    assert (answered.status_code, kind_of(answered)) == (401, "unknown-caller")
    assert answered["WWW-Authenticate"].startswith("Bearer")


def test_a_log_in_to_the_pages_opens_nothing_here(client, officer):
    client.force_login(officer)

    assert client.get(LIST).status_code == 401


def test_an_expired_and_a_revoked_key_are_answered_alike(his, hospital):
    assert his.get(LIST).status_code == 200
    with time_machine.travel(IN_TIME + timedelta(days=500), tick=False):
        expired = his.get(LIST)
    services.revoke_api_key(key=his.key, why="泄露", by=None, at=IN_TIME)
    revoked = his.get(LIST)

    assert expired.status_code == revoked.status_code == 401
    assert expired.json() == revoked.json()


def test_during_the_overlap_both_keys_are_let_in(his):
    new = services.rotate_api_key(key=his.key, expires_on=date(2027, 6, 1), by=None, at=IN_TIME)

    assert his.get(LIST).status_code == bearer(f"Bearer {new.token}").status_code == 200


def test_from_an_address_that_is_not_listed_a_key_is_turned_away_and_it_is_written_down(hospital):
    far = Caller(hospital, addresses=["10.8.3.0/24"])

    answered = far.get(LIST)

    assert (answered.status_code, kind_of(answered)) == (403, "forbidden")
    assert "127.0.0.1" in answered.json()["detail"]
    assert Act.objects.filter(verb="be_denied", actor_kind="api", object_no=LIST).exists()


def test_the_day_of_last_use_is_seen(his):
    his.get(LIST)

    his.key.refresh_from_db()
    assert his.key.last_used_on == date(2026, 11, 8)


def views():
    def walk(patterns):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns)
            elif hasattr(pattern.callback, "cls"):
                yield pattern.callback.cls

    return list(walk(get_resolver().url_patterns))


def test_every_address_names_the_scope_of_every_method_it_knows():
    found = views()

    assert len(found) >= 7
    for view in found:
        assert issubclass(view, ApiView)
        methods = {name.upper() for name in view.http_method_names if hasattr(view, name)}
        assert set(view.scopes) == methods - {"HEAD"}, view


# --- How it answers ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "language"),
    [("", "zh-hans"), ("en", "en"), ("en-GB,en;q=0.9", "en"), ("zh-CN", "zh-hans"),
     ("fr", "zh-hans"), ("fr, en;q=0.5", "en"), ("*", "zh-hans"), (";;;q", "zh-hans")],
)  # fmt: skip
def test_it_speaks_chinese_unless_english_is_asked_for(his, asked, language):
    answered = his.get(f"{LIST}?x=1", Accept_Language=asked)

    assert answered["Content-Language"] == language
    is_chinese = any("\u4e00" <= sign <= "\u9fff" for sign in answered.json()["title"])
    assert is_chinese == (language == "zh-hans")


def test_the_type_of_a_problem_leads_to_a_page_that_explains_it(his):
    problem = his.get("/api/v1/registers/2019-01/").json()

    place, _hash, slug = problem["type"].partition("#")
    page = Client().get(place.removeprefix("http://testserver"))
    assert page.status_code == 200
    assert f'id="{slug}"' in page.content.decode()


def test_nothing_of_an_answer_is_kept_on_the_way(his):
    for answered in (his.get(LIST), bearer("")):
        assert answered["Cache-Control"] == "no-store"
        assert "Authorization" in answered["Vary"]
        assert answered["X-Request-ID"]


@pytest.mark.parametrize(
    ("accept", "status"),
    [("application/json", 200), ("*/*", 200), ("application/*", 200),
     ("application/problem+json", 200), ("text/html, */*;q=0.1", 200), ("text/html", 406)],
)  # fmt: skip
def test_json_is_what_there_is(his, accept, status):
    assert his.get(LIST, Accept=accept).status_code == status


def test_a_method_that_an_address_does_not_know_is_named_with_those_it_does(his):
    answered = Client().put(LIST, headers={"Authorization": f"Bearer {his.token}"})

    assert (answered.status_code, kind_of(answered)) == (405, "method-not-allowed")
    assert answered["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v1/patients/", "/api/v2/registers/"])
def test_an_address_that_does_not_exist_says_so_in_json(path):
    answered = Client().get(path)

    assert (answered.status_code, kind_of(answered)) == (404, "not-found")


def test_an_address_without_its_last_slash_is_led_there_with_method_and_body():
    answered = Client().post("/api/v1/registers/2026-10/nil?x=1", {}, "application/json")

    assert answered.status_code == 308
    assert answered["Location"] == "/api/v1/registers/2026-10/nil/?x=1"


def test_a_fault_of_ours_is_a_problem_too(his, monkeypatch):
    monkeypatch.setattr("followups.api.registers.answer_page", lambda *args, **options: 1 / 0)
    asking = Client(raise_request_exception=False)

    answered = asking.get(LIST, headers={"Authorization": f"Bearer {his.token}"})

    assert (answered.status_code, kind_of(answered)) == (500, "our-fault")
    assert "ZeroDivision" not in answered.content.decode()


# --- Parameters -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "name"),
    [("institution=371323B01", "institution"), ("limit=0", "limit"), ("limit=501", "limit"),
     ("limit=x", "limit"), ("cursor=%00", "cursor"), ("cursor=!!", "cursor"),
     ("cursor=MjAyNi0xMw", "cursor"), ("month__gte=2026-13", "month__gte"),
     ("month__gte=october", "month__gte"), ("is_nil=perhaps", "is_nil"),
     ("fields=due,on", "fields"),
     ("limit=1&limit=2", "limit"), ("format=html", "format"), ("month__gte=", "month__gte")],
)  # fmt: skip
def test_a_parameter_unknown_doubled_or_wrong_is_refused_by_name(his, query, name):
    answered = his.get(f"{LIST}?{query}")

    assert (answered.status_code, kind_of(answered)) == (400, "invalid")
    assert answered.json()["errors"][0]["parameter"] == name


def test_where_no_parameter_is_described_none_is_taken(his, hospital):
    RegisterFactory(institution=hospital, month=OCTOBER)

    assert his.get(f"{MONTH}?expand=all").status_code == 400


# --- How often --------------------------------------------------------------------------------


def test_a_key_that_asks_too_often_is_told_how_long_to_wait(hospital):
    busy = Caller(hospital, per_minute=2)

    answered = [busy.get(LIST) for _ in range(3)]

    assert [one.status_code for one in answered] == [200, 200, 429]
    assert answered[0]["RateLimit-Policy"] == '"key";q=2;w=60'
    assert [one["RateLimit"] for one in answered] == [f'"key";r={left};t=60' for left in (1, 0, 0)]
    assert answered[2]["Retry-After"] == "60"
    assert kind_of(answered[2]) == "too-often"
    with time_machine.travel(IN_TIME + timedelta(minutes=1), tick=False):
        assert busy.get(LIST).status_code == 200


def test_one_keys_haste_is_not_anothers(hospital, township):
    busy, calm = Caller(hospital, per_minute=1), Caller(township)
    busy.get(LIST)

    assert busy.get(LIST).status_code == 429
    assert calm.get(LIST).status_code == 200


# --- Once -------------------------------------------------------------------------------------


def test_a_creating_request_needs_a_key_of_its_own(his):
    answered = his.push([sent(1)], key=None)

    assert (answered.status_code, kind_of(answered)) == (400, "idempotency-key-missing")


@pytest.mark.parametrize("key", ["x" * 256, "schlüssel", "a\tb"])
def test_a_key_is_visible_ascii(his, key):
    assert his.push([sent(1)], key=key).status_code == 400
