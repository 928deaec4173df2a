"""What arrived before the closing and is submitted after it: one answer, whenever the job runs."""

from datetime import timedelta

import pytest

from followups import selectors, services
from followups.models import MonthlyRegister, MonthReport, SpotCheck
from followups.rules.register import RegisterState
from tests.factories import (
    AFTER_CLOSING,
    CLOSING,
    IN_TIME,
    LAST_SECOND,
    OCTOBER,
    rows,
    staged,
)
from tests.followups.submissions import BAD_ROW, stands

FREEZING = CLOSING + timedelta(hours=1)
A_MINUTE, A_SECOND = timedelta(minutes=1), timedelta(seconds=1)
WHY = "网络中断,未能按时提交"


def ticked(*instants):
    for at in instants:
        services.reconcile(at=at)


def submit(upload, at, reason=""):
    return services.submit_upload(upload=upload, by=None, at=at, reason=reason)


def reported():
    [line] = MonthReport.objects.get(kind="final", month=OCTOBER).figures["lines"]
    return line["state"]


@pytest.mark.long
@pytest.mark.parametrize(
    "ticks",
    [[], [CLOSING], [CLOSING, CLOSING + 5 * A_MINUTE], [CLOSING + A_SECOND], [FREEZING]],
    ids=["a late job", "at the closing", "twice", "a second later", "at the freezing"],
)
def test_a_file_of_the_last_second_submitted_after_midnight_is_on_time_in_report_and_matrix(
    hospital, ticks
):
    upload = staged(hospital, rows(5), at=LAST_SECOND)
    ticked(*(at for at in ticks if at <= CLOSING + A_MINUTE))

    version = submit(upload, CLOSING + A_MINUTE)
    ticked(*(at for at in ticks if at > CLOSING + A_MINUTE), AFTER_CLOSING, AFTER_CLOSING)

    report = MonthReport.objects.get(kind="final")
    assert (report.figures["on_time"], report.figures["total"]["reached"]) == (1, 5)
    assert reported() == stands(hospital).state == RegisterState.ON_TIME
    assert not version.after_closing
    assert len(SpotCheck.objects.get().frame) == 5
    later = selectors.versions_after_closing(MonthlyRegister.objects.all(), month=OCTOBER)
    assert not later


@pytest.mark.long
@pytest.mark.parametrize("ticks", [[], [CLOSING, FREEZING]], ids=["a late job", "in its time"])
@pytest.mark.parametrize("after", [timedelta(), timedelta(days=40)])
def test_what_is_submitted_once_the_figures_froze_is_late_everywhere(hospital, ticks, after):
    upload = staged(hospital, rows(5), at=IN_TIME)
    ticked(*ticks)

    version = submit(upload, FREEZING + after, WHY)
    ticked(FREEZING + after + A_MINUTE)

    standing = stands(hospital)
    assert reported() == RegisterState.MISSING
    assert (standing.state, standing.late_days) == (RegisterState.LATE, 1 + after.days)
    later = selectors.versions_after_closing(MonthlyRegister.objects.all(), month=OCTOBER)
    assert list(later) == [version]


@pytest.mark.long
def test_the_closing_waits_for_a_file_of_its_time_and_no_longer_than_the_grace(hospital):
    staged(hospital, rows(5))

    for at in (CLOSING, FREEZING - A_SECOND):
        with pytest.raises(services.RegisterError, match="2026-11-11 01:00"):
            services.close_month(month=OCTOBER, at=at)
    report = services.close_month(month=OCTOBER, at=FREEZING)

    assert (report.figures["received"], report.ran_late) == (0, False)


@pytest.mark.long
def test_the_closing_does_not_wait_for_what_came_too_late_or_cannot_be_submitted(hospital):
    staged(hospital, [BAD_ROW])
    staged(hospital, rows(5), at=CLOSING)

    assert services.close_month(month=OCTOBER, at=CLOSING).figures["received"] == 0


def test_what_was_mended_on_the_page_is_not_waited_for(hospital):
    upload = staged(hospital, rows(5))
    type(upload).objects.filter(pk=upload.pk).update(corrections=b"mended")

    report = services.close_month(month=OCTOBER, at=CLOSING)

    assert report.figures["received"] == 0
