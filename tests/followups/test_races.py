"""Two people or two workers in the same second: each test in many rounds, on two connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from itertools import product
from threading import Barrier

import pytest
from django.db import connections

from bureau.workbooks import read_workbook
from followups import services
from followups.models import (
    FollowUpRecord,
    MonthlyRegister,
    MonthReport,
    RegisterVersion,
    SpotCall,
    SpotCheck,
    Upload,
)
from followups.rules import register as rules
from followups.rules.words import RowState, UploadState, Verdict
from followups.services import uploads as reading
from tests.factories import (
    AFTER_CLOSING,
    CLOSING,
    IN_TIME,
    OCTOBER,
    InstitutionFactory,
    UserFactory,
    drawn,
    rows,
    staged,
    submitted,
)
from tests.followups.calls import look

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 50


def at_once(*acts: Callable):
    """Let each act begin in the same moment, on a connection of its own; return what came of it."""
    ready = Barrier(len(acts), timeout=10)

    def run(act):
        try:
            connections["default"].ensure_connection()
            ready.wait()
            return act()
        except services.RegisterError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def submit(upload, **options):
    fresh = Upload.objects.get(pk=upload.pk)
    return services.submit_upload(upload=fresh, by=None, at=options.pop("at", IN_TIME), **options)


def test_two_officers_who_submit_one_file_at_once_make_one_version():
    for _round in range(ROUNDS):
        house = InstitutionFactory()
        upload = staged(house, rows(60))

        first, second = at_once(partial(submit, upload), partial(submit, upload))

        assert first == second
        assert (first.number, first.rows_new) == (1, 60)
        assert RegisterVersion.objects.filter(register__institution=house).count() == 1
        assert FollowUpRecord.objects.filter(institution=house).count() == 60


def test_two_files_submitted_at_once_count_honestly():
    for _round in range(ROUNDS):
        house = InstitutionFactory()
        one, other = staged(house, rows(40)), staged(house, rows(60)[20:])

        versions = at_once(partial(submit, one), partial(submit, other))

        assert {version.number for version in versions} == {1, 2}
        assert sum(version.rows_new for version in versions) == 60
        assert sum(version.rows_unchanged for version in versions) == 20
        assert FollowUpRecord.objects.filter(institution=house).count() == 60


def test_two_calls_of_one_patient_submitted_at_once_are_both_kept():
    for _round in range(ROUNDS):
        house = InstitutionFactory()
        days = [date(2026, 10, 6), date(2026, 10, 20)]
        one, other = (staged(house, rows(20, followed_on=day)) for day in days)

        versions = at_once(partial(submit, one), partial(submit, other))

        assert sorted(version.rows_new for version in versions) == [20, 20]
        kept = FollowUpRecord.objects.filter(institution=house, inpatient_no="ZY00002")
        assert sorted(kept.values_list("followed_on", flat=True)) == days


@pytest.mark.parametrize("_round", range(8))
def test_a_file_told_to_two_workers_at_once_is_read_once(_round, sample, monkeypatch):
    read = []
    monkeypatch.setattr(
        reading, "read_workbook", lambda file: read.append(1) or read_workbook(file)
    )
    upload = services.receive_upload(
        institution=InstitutionFactory(code="371323A02", kind="township_center"),
        month=OCTOBER, name="a.xlsx", content=sample("03"), by=None, at=IN_TIME,
    )  # fmt: skip
    told = [Upload.objects.get(pk=upload.pk) for _ in range(2)]

    at_once(*(partial(services.check_upload, one, at=IN_TIME) for one in told))

    upload.refresh_from_db()
    assert (upload.state, upload.attempts, len(read)) == (UploadState.CHECKED, 1, 1)
    assert upload.rows.filter(state=RowState.NEW).count() == 58


def test_two_first_files_of_a_month_meet_in_one_register():
    for _round in range(ROUNDS):
        house = InstitutionFactory(kind="township_center")
        receive = partial(
            services.receive_upload,
            institution=house, month=OCTOBER, name="a", content=b"", by=None, at=IN_TIME,
        )  # fmt: skip

        first, second = at_once(receive, receive)

        assert first.register == second.register
        assert MonthlyRegister.objects.filter(institution=house).count() == 1


def close(at=CLOSING):
    return services.close_month(month=OCTOBER, at=at)


@pytest.mark.parametrize("_round", range(8))
def test_a_month_closed_by_two_workers_at_once_has_one_report_and_one_draw_for_each_house(_round):
    houses = InstitutionFactory.create_batch(4, kind="township_center")
    for house in houses:
        submitted(house, rows(5))

    first, second = at_once(close, close)

    assert first == second
    assert MonthReport.objects.count() == 1
    drawn_from = SpotCheck.objects.values_list("register__institution", flat=True)
    assert sorted(drawn_from) == sorted(house.pk for house in houses)
    assert {check.items.count() for check in SpotCheck.objects.all()} == {5}


@pytest.mark.parametrize("_round", range(8))
def test_two_ticks_at_once_after_an_outage_settle_every_month_once(_round):
    house = InstitutionFactory(kind="township_center")
    month = rules.month_before(OCTOBER)
    submitted(house, rows(3, discharged_on=month), month=month)
    submitted(house, rows(3))
    tick = partial(services.reconcile, at=AFTER_CLOSING)

    at_once(tick, tick)

    assert MonthReport.objects.count() == 2
    assert SpotCheck.objects.count() == 2


@pytest.mark.parametrize("_round", range(8))
def test_a_file_submitted_while_the_month_closes_is_in_the_report_or_needs_a_reason(_round):
    house = InstitutionFactory(kind="township_center")
    upload = staged(house, rows(5))

    freezing = CLOSING + timedelta(hours=1)
    late = partial(submit, upload, at=freezing - timedelta(seconds=1))

    version, report = at_once(late, partial(close, at=freezing))

    came_first = isinstance(version, RegisterVersion)
    assert report.figures["received"] == int(came_first)
    assert report.figures["total"]["reached"] == (5 if came_first else 0)
    assert not came_first or version.after_closing is False


def test_a_register_drawn_from_by_two_workers_at_once_is_drawn_from_once():
    for _round in range(ROUNDS):
        register = submitted(InstitutionFactory(), rows(30)).register
        draw = partial(services.draw_spot_check, register=register, at=CLOSING)

        first, second = at_once(draw, draw)

        assert first == second
        assert (first.seed, first.items.count()) == (second.seed, 9)


def record(item, verdict, by, attempt=1):
    at = AFTER_CLOSING + timedelta(days=attempt - 1)
    return services.record_call(item=item, attempt=attempt, verdict=verdict, by=by, at=at)


def looked(by, *items):
    """Let somebody look at the numbers on each of three days, so that what races is the call."""
    for item, days in product(items, range(3)):
        look(item, by=by, at=AFTER_CLOSING + timedelta(days=days))


def test_one_call_recorded_twice_at_once_is_one_call():
    for _round in range(ROUNDS):
        item = drawn(InstitutionFactory()).items.get(position=1)
        by = UserFactory()
        looked(by, item)
        act = partial(record, item, Verdict.GENUINE, by)

        found = at_once(act, act)

        assert [one.verdict for one in found] == [Verdict.GENUINE] * 2
        assert SpotCall.objects.filter(item=item).count() == 1


def test_of_two_results_for_one_call_at_once_one_is_refused():
    for _round in range(ROUNDS):
        item = drawn(InstitutionFactory()).items.get(position=1)
        by = UserFactory()
        looked(by, item)

        found = at_once(
            partial(record, item, Verdict.GENUINE, by),
            partial(record, item, Verdict.NOT_FOLLOWED, by),
        )

        assert sorted(isinstance(one, services.RegisterError) for one in found) == [False, True]
        call = SpotCall.objects.get(item=item)
        item.refresh_from_db()
        assert item.verdict == call.verdict


def test_two_places_that_fall_free_at_once_call_up_two_people():
    for _round in range(ROUNDS):
        check = drawn(InstitutionFactory())
        by = UserFactory()
        first, second = check.items.filter(position__in=[1, 2])
        looked(by, first, second)
        for item, attempt in product((first, second), (1, 2)):
            record(item, Verdict.UNREACHABLE, by, attempt)

        at_once(*(partial(record, one, Verdict.UNREACHABLE, by, 3) for one in (first, second)))

        waiting = check.items.filter(is_called_up=True, verdict="").order_by("position")
        assert [one.position for one in waiting] == [3, 4, 5]


def test_the_last_two_results_at_once_finish_the_check():
    for _round in range(ROUNDS):
        check = drawn(InstitutionFactory(), 2)
        by = UserFactory()
        looked(by, *check.items.all())

        at_once(*(partial(record, one, Verdict.GENUINE, by) for one in check.items.all()))

        check.refresh_from_db()
        assert check.finished_at == AFTER_CLOSING


def test_a_redraw_agreed_to_twice_at_once_is_drawn_once():
    for _round in range(ROUNDS):
        check = drawn(InstitutionFactory())
        asked = services.ask_redraw(
            check=check, reason="名单已经泄露", at=AFTER_CLOSING, by=UserFactory()
        )
        agree = partial(services.approve_redraw, check=asked, by=UserFactory(), at=AFTER_CLOSING)

        first, second = at_once(agree, agree)

        assert first.seed == second.seed
        assert SpotCheck.objects.get(pk=asked.pk).items.count() == 9


def test_a_redraw_asked_for_twice_at_once_is_asked_for_once():
    for _round in range(ROUNDS):
        check = drawn(InstitutionFactory())
        ask = partial(
            services.ask_redraw,
            check=check,
            reason="名单已经泄露",
            by=UserFactory(),
            at=AFTER_CLOSING,
        )

        found = at_once(ask, ask)

        assert sorted(isinstance(one, services.RegisterError) for one in found) == [False, True]


def test_a_house_reminded_by_two_clerks_at_once_is_reminded_once():
    for _round in range(ROUNDS):
        house = InstitutionFactory(kind="township_center")
        services.open_month(OCTOBER, at=IN_TIME)
        registers = list(MonthlyRegister.objects.filter(institution=house))
        clerks = UserFactory.create_batch(2)

        found = at_once(
            *(partial(services.remind, registers=registers, by=by, at=IN_TIME) for by in clerks)
        )

        assert sorted(found) == [0, 1]
