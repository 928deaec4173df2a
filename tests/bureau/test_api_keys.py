"""Issuing, replacing and revoking keys, and how they are counted in use."""

from datetime import date, timedelta

import pytest
from django.db import connection

from bureau import services
from bureau.access_keys import KeyState, Scope
from bureau.models import Act, ApiKey
from bureau.services import ApiKeyError
from tests.callers import A_YEAR_ON
from tests.factories import IN_TIME, UserFactory

TODAY = date(2026, 11, 8)


@pytest.fixture
def admin(db):
    return UserFactory(name="赵工")


@pytest.fixture
def issued(hospital, admin):
    return issue(hospital, by=admin)


def issue(hospital, **options):
    options = {"name": "HIS", "expires_on": A_YEAR_ON, "by": None, **options}
    return services.issue_api_key(
        institution=hospital, scopes=[Scope.REGISTERS_READ], at=IN_TIME, **options
    )


def rotate(key, **options):
    options = {"expires_on": A_YEAR_ON, "by": None, **options}
    return services.rotate_api_key(key=key, at=IN_TIME, **options)


def opens(token, day=TODAY):
    try:
        return services.key_of_token(token, day=day)
    except services.KeyRefused:
        return None


def test_a_key_issued_opens_and_its_secret_is_kept_nowhere(issued):
    assert opens(issued.token) == issued.key

    secret = issued.token.rpartition("_")[2]
    with connection.cursor() as cursor:
        cursor.execute("SELECT k::text FROM bureau_apikey k")
        [(row,)] = cursor.fetchall()
    assert secret not in row
    assert secret not in str(list(Act.objects.values_list("facts", flat=True)))


def test_issuing_is_an_act_that_names_the_key_by_its_prefix(issued, hospital, admin):
    act = Act.objects.get(verb="issue_api_key")

    assert (act.object_no, act.institution) == (issued.key.prefix, hospital)
    assert (act.actor_name, act.facts["scopes"]) == ("赵工", ["registers:read"])


def test_a_system_that_has_a_key_gets_no_second_one(issued, hospital):
    with pytest.raises(ApiKeyError, match="HIS"):
        issue(hospital)

    assert ApiKey.objects.count() == 1


@pytest.mark.parametrize("days", [0, -1, 731])
def test_a_key_is_valid_beyond_today_and_for_two_years_at_most(hospital, days):
    with pytest.raises(ApiKeyError):
        issue(hospital, expires_on=TODAY + timedelta(days=days))

    assert not ApiKey.objects.exists()


def test_a_wrong_secret_opens_nothing(issued):
    assert opens(issued.token[:-1] + ("A" if issued.token[-1] != "A" else "B")) is None


def test_after_its_last_day_a_key_opens_nothing(issued):
    assert opens(issued.token, A_YEAR_ON) == issued.key
    assert opens(issued.token, A_YEAR_ON + timedelta(days=1)) is None


def test_a_key_replaced_goes_on_beside_the_new_one_for_some_days(issued):
    new = rotate(issued.key)

    assert new.key.scopes == issued.key.scopes
    assert new.key.replaces == issued.key
    last = TODAY + timedelta(days=7)
    assert opens(issued.token, last).state(last) is KeyState.OVERLAP
    assert opens(issued.token, last + timedelta(days=1)) is None
    assert opens(new.token, last + timedelta(days=1)) == new.key


def test_a_key_is_replaced_once(issued):
    rotate(issued.key)

    with pytest.raises(ApiKeyError, match=issued.key.prefix):
        rotate(issued.key)

    assert ApiKey.objects.count() == 2
    assert Act.objects.filter(verb="rotate_api_key").count() == 1


def test_a_key_revoked_opens_nothing_from_this_moment_on(issued, admin):
    services.revoke_api_key(key=issued.key, why="泄露", by=admin, at=IN_TIME)

    assert opens(issued.token) is None
    act = Act.objects.get(verb="revoke_api_key")
    assert (act.why, act.before, act.after) == ("泄露", "active", "revoked")


def test_revoking_again_changes_nothing(issued):
    for _ in range(2):
        services.revoke_api_key(key=issued.key, why="泄露", by=None, at=IN_TIME)

    assert Act.objects.filter(verb="revoke_api_key").count() == 1


def test_revoking_wants_a_reason(issued):
    with pytest.raises(ApiKeyError):
        services.revoke_api_key(key=issued.key, why=" ", by=None, at=IN_TIME)

    assert opens(issued.token)


def test_a_revoked_key_cannot_be_replaced_but_its_system_may_get_a_new_one(issued, hospital):
    services.revoke_api_key(key=issued.key, why="泄露", by=None, at=IN_TIME)

    with pytest.raises(ApiKeyError):
        rotate(issued.key)

    assert opens(issue(hospital).token).client == issued.key.client


def test_the_last_day_of_use_is_written_once_a_day(issued, django_assert_num_queries):
    with django_assert_num_queries(1):
        services.note_use(issued.key, day=TODAY)
    issued.key.refresh_from_db()
    with django_assert_num_queries(0):
        services.note_use(issued.key, day=TODAY)

    assert issued.key.last_used_on == TODAY


def test_requests_are_counted_by_the_minute_in_one_statement(issued, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert services.count_request(issued.key, at=IN_TIME) == 1

    assert services.count_request(issued.key, at=IN_TIME + timedelta(seconds=59)) == 2
    assert services.count_request(issued.key, at=IN_TIME + timedelta(seconds=60)) == 1
