"""The ground floor's pages: preferences, the explained due date, a job's progress."""

import pytest
from django.urls import reverse

from bureau.models import User
from bureau.services import finish_job, queue_job, report_progress
from tests.factories import IN_TIME, UserFactory

EXPLAIN = "bureau:explain_due"


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def signed_in(client, db):
    user = UserFactory()
    client.force_login(user)
    return user


# --- Preferences -----------------------------------------------------------------------------


def prefer(client, **chosen):
    return client.post(reverse("bureau:preferences"), chosen)


def test_a_person_chooses_language_and_text_size_and_keeps_them(client, signed_in):
    prefer(client, language="zh-hans", large_text="1")

    user = User.objects.get(pk=signed_in.pk)
    assert (user.language, user.large_text) == ("zh-hans", True)
    assert client.get(reverse("satisfaction:home"))["Content-Language"] == "zh-hans"


def test_one_preference_leaves_the_other(client, signed_in):
    prefer(client, language="zh-hans", large_text="1")

    prefer(client, large_text="0")

    user = User.objects.get(pk=signed_in.pk)
    assert (user.language, user.large_text) == ("zh-hans", False)


def test_a_stranger_keeps_the_choice_in_a_cookie(client, db):
    response = prefer(client, language="zh-hans")

    assert response.status_code == 302
    assert client.get(reverse("login"))["Content-Language"] == "zh-hans"


@pytest.mark.parametrize("language", ["fr", "", "zh-hans\x00", "x" * 300])
def test_a_language_we_do_not_speak_changes_nothing(client, signed_in, language):
    response = prefer(client, language=language)

    assert (response.status_code, User.objects.get(pk=signed_in.pk).language) == (302, "")
    assert "django_language" not in response.cookies


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ("/registers/?only=missing", "/registers/?only=missing"),
        ("https://example.org/", "/"),
        ("//example.org/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_leads_to_this_site_alone(client, signed_in, asked, sent):
    assert prefer(client, next=asked)["Location"] == sent


def test_preferences_are_never_changed_by_get(client, signed_in):
    assert client.get(reverse("bureau:preferences"), {"language": "en"}).status_code == 405


# --- The explained due date ------------------------------------------------------------------


def test_a_due_date_is_explained_day_by_day(client, signed_in):
    response = client.get(reverse(EXPLAIN), {"start": "2026-09-18", "days": 5})

    assert response.context["term"].due_on.isoformat() == "2026-09-24"
    assert len(response.context["steps"]) == 6


@pytest.mark.parametrize(
    "asked",
    [
        {"start": "", "days": 5},
        {"start": "2026-13-01", "days": 5},
        {"start": "2026-09-18", "days": 0},
        {"start": "2026-09-18", "days": 367},
        {"start": "2026-09-18"},
        {"start": "9999-12-31", "days": 5},
        {"start": "2026-09-18\x00", "days": "5\x00"},
    ],
)
def test_what_cannot_be_counted_is_said_and_breaks_nothing(client, signed_in, asked):
    response = client.get(reverse(EXPLAIN), asked)

    assert response.status_code == 200
    assert response.context["term"] is None
    assert response.context["form"].errors


def test_the_page_opens_with_nothing_asked(client, signed_in):
    response = client.get(reverse(EXPLAIN))

    assert (response.status_code, response.context["term"]) == (200, None)


# --- Jobs ------------------------------------------------------------------------------------


def test_a_job_shows_its_progress_to_its_owner_while_it_waits_runs_and_is_over(client, signed_in):
    job = queue_job(kind="check_register", by=signed_in, institution=None, at=IN_TIME)
    address = reverse("bureau:job", args=[job.pk])

    assert client.get(address).status_code == 200
    report_progress(job, done=1, total=4)
    assert client.get(address).context["job"].done == 1
    finish_job(job, at=IN_TIME, failure="no memory")
    assert client.get(address).context["job"].is_over
