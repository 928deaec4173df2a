"""The ground floor's acts: files, jobs, the calendar, preferences."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group

from bureau import services
from bureau.models import Act, CalendarDay, CalendarYear, Job, StoredFile, User
from bureau.rules import DayKind, JobState, Role
from bureau.selectors import work_calendar
from tests.factories import IN_TIME, UserFactory

LATER = IN_TIME + timedelta(minutes=5)


# --- Files -----------------------------------------------------------------------------------


def test_a_file_is_kept_with_its_name_its_size_and_the_hash_of_its_clear_content(db):
    stored = services.keep_file(name="a.xlsx", content=b"abc", by=None, at=IN_TIME)

    assert (stored.name, stored.size, stored.at) == ("a.xlsx", 3, IN_TIME)
    assert stored.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_the_same_content_kept_twice_is_two_files(db):
    for _ in range(2):
        services.keep_file(name="a.xlsx", content=b"abc", by=None, at=IN_TIME)

    assert StoredFile.objects.count() == 2


def test_of_a_name_too_long_the_end_is_kept_with_what_kind_of_file_it_is(db):
    stored = services.keep_file(name="长" * 300 + ".xlsx", content=b"", by=None, at=IN_TIME)

    assert (len(stored.name), stored.name[-6:]) == (255, "长.xlsx")


def test_an_empty_file_can_be_kept_and_read(db):
    stored = services.keep_file(name="a.xlsx", content=b"", by=None, at=IN_TIME)

    assert services.open_file(stored) == b""


# --- Jobs ------------------------------------------------------------------------------------


@pytest.fixture
def job(db):
    return services.queue_job(kind="check", by=None, institution=None, at=IN_TIME)


def now(job):
    return Job.objects.get(pk=job.pk)


def test_a_job_waits_then_reports_its_progress_then_ends(job):
    assert now(job).state == JobState.QUEUED

    services.report_progress(job, done=2, total=4)
    assert (now(job).state, now(job).done, now(job).total) == (JobState.RUNNING, 2, 4)

    services.finish_job(job, at=LATER)
    assert (now(job).state, now(job).finished_at, now(job).is_over) == (JobState.DONE, LATER, True)
    assert (now(job).done, now(job).total) == (4, 4)


def test_a_job_that_is_over_stays_as_it_ended(job):
    services.finish_job(job, at=IN_TIME, failure="no memory")

    services.finish_job(job, at=LATER)
    services.report_progress(job, done=1, total=4)

    ended = now(job)
    assert (ended.state, ended.failure, ended.finished_at) == (
        JobState.FAILED, "no memory", IN_TIME,
    )  # fmt: skip
    assert ended.done == 0


def test_why_a_job_failed_is_cut_to_what_fits(job):
    services.finish_job(job, at=IN_TIME, failure="x" * 600)

    assert len(now(job).failure) == 500


# --- The calendar ----------------------------------------------------------------------------

NEW_YEAR = {date(2030, 1, 1): "元旦"}
MAKEUP = {date(2030, 1, 5): "元旦"}


def load(**days):
    given = {"holidays": NEW_YEAR, "makeup_days": MAKEUP} | days
    return services.load_calendar_year(year=2030, source="国办发明电", by=None, at=IN_TIME, **given)


def test_a_years_notice_decides_which_days_are_worked(db):
    assert work_calendar().is_provisional(date(2030, 1, 5))

    assert load() == 2

    calendar = work_calendar()
    assert not calendar.is_provisional(date(2030, 1, 5))
    assert calendar.is_workday(date(2030, 1, 5))
    assert not calendar.is_workday(date(2030, 1, 1))


def test_loading_a_year_again_replaces_it_and_leaves_the_others(db):
    others = CalendarDay.objects.exclude(day__year=2030).count()
    load()

    load(makeup_days={})
    load(makeup_days={})

    assert CalendarYear.objects.filter(year=2030).count() == 1
    assert list(CalendarDay.objects.filter(day__year=2030).values_list("day", "kind")) == [
        (date(2030, 1, 1), DayKind.HOLIDAY)
    ]
    assert CalendarDay.objects.exclude(day__year=2030).count() == others


# --- Preferences -----------------------------------------------------------------------------


def test_language_and_text_size_are_kept_and_nothing_else_is(db):
    user = UserFactory(name="李敏")
    stale = User.objects.get(pk=user.pk)
    stale.name = "别人"

    services.set_preferences(user=stale, language="en", large_text=True)

    user.refresh_from_db()
    assert (user.language, user.large_text, user.name) == ("en", True, "李敏")


# --- Accounts --------------------------------------------------------------------------------


def test_an_account_is_opened_with_its_roles_and_its_house(hospital):
    user = services.open_account(
        username="b07",
        name="质控员",
        roles=[Role.HOSPITAL_OFFICER],
        institution=hospital,
        password="a long one, 2026",
        by=None,
        at=IN_TIME,
    )

    assert User.objects.get(username="b07").roles == {Role.HOSPITAL_OFFICER}
    assert (user.institution, user.is_staff, user.is_superuser) == (hospital, False, False)
    assert user.check_password("a long one, 2026")


def test_no_account_of_an_institution_is_opened_with_a_duty_of_the_bureau(hospital):
    roles = [Role.HOSPITAL_OFFICER, Role.LIAISON]
    with pytest.raises(services.AccountError):
        services.open_account(
            username="b08", name="甲", roles=roles, institution=hospital, by=None, at=IN_TIME
        )

    assert not User.objects.filter(username="b08").exists()


def test_an_account_without_a_password_lets_nobody_in(db):
    account = services.open_account(username="b07", name="甲", roles=[], by=None, at=IN_TIME)

    assert not account.has_usable_password()


def test_a_name_to_log_in_with_is_given_once(db):
    services.open_account(username="b07", name="甲", roles=[], by=None, at=IN_TIME)

    with pytest.raises(services.AccountError, match="b07"):
        services.open_account(username="b07", name="乙", roles=[], by=None, at=IN_TIME)

    assert User.objects.get(username="b07").name == "甲"
    assert Act.objects.of("account", "b07").get().verb == "open_account"


def test_nobody_gives_himself_a_role_whichever_way_he_takes(db):
    user = UserFactory(roles=[Role.SYS_ADMIN])
    was = services.rights_of(user)
    services.note_rights(user=user, was=was, by=user, at=IN_TIME)
    user.groups.add(Group.objects.get(name=Role.LEADER))

    with pytest.raises(services.AccountError, match="另一名管理员"):
        services.note_rights(user=user, was=was, by=user, at=IN_TIME)

    assert not Act.objects.exists()
