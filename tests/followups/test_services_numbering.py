"""Files checked side by side: no follow-up takes the place of another, whoever submits first."""

from datetime import date

import pytest

from followups import services
from followups.models import FollowUpRecord, Upload
from followups.rules.words import Outcome, RowState, UploadState
from tests.factories import IN_TIME, row, staged, submitted
from tests.followups.submissions import BAD_ROW
from tests.followups.uploads import checked, table

FIRST, SECOND, THIRD = date(2026, 10, 6), date(2026, 10, 20), date(2026, 10, 25)


def call(day, outcome=Outcome.REACHED_PATIENT, *, number=2, **values):
    return row(number, followed_on=day, outcome=outcome, **values)


def numbered(given, seq):
    """A row whose file gives it its number."""
    return given._replace(values=given.values._replace(seq=seq), written={"seq": str(seq)})


def submit(upload):
    fresh = Upload.objects.get(pk=upload.pk)
    return services.submit_upload(upload=fresh, by=None, at=IN_TIME)


THREE_CALLS = [
    call(FIRST),
    call(SECOND, seq=2)._replace(number=4),
    call(THIRD, number=3),
]


def calls():
    found = FollowUpRecord.objects.order_by("inpatient_no", "seq")
    return list(found.values_list("seq", "followed_on", "outcome"))


def test_two_files_checked_before_either_counts_leave_two_calls(hospital):
    one = staged(hospital, [call(FIRST)])
    other = staged(hospital, [call(SECOND, Outcome.NO_ANSWER)])

    versions = [submit(one), submit(other)]

    assert calls() == [(1, FIRST, "reached_patient"), (2, SECOND, "no_answer")]
    assert [(one.rows_new, one.rows_updated) for one in versions] == [(1, 0), (1, 0)]
    other.refresh_from_db()
    assert (other.rows_new, other.rows.get().seq, other.rows.get().state) == (1, 2, RowState.NEW)


def test_the_same_call_in_both_files_is_unchanged_and_another_patients_row_is_new(hospital):
    one = staged(hospital, [call(FIRST)])
    other = staged(hospital, [call(FIRST), call(FIRST, number=3)])
    submit(one)

    version = submit(other)

    assert (version.rows_new, version.rows_updated, version.rows_unchanged) == (1, 0, 1)
    other.refresh_from_db()
    assert (other.rows_new, other.rows_updated, other.rows_unchanged) == (1, 0, 1)
    assert FollowUpRecord.objects.count() == 2


def test_calls_that_change_places_are_told_as_what_they_are_and_stay_readable(hospital):
    later_first = staged(hospital, [call(SECOND)])
    both = staged(hospital, THREE_CALLS)
    submit(later_first)

    submit(both)
    again = staged(hospital, THREE_CALLS)

    assert sorted(calls()) == [
        (1, SECOND, "reached_patient"),
        (1, THIRD, "reached_patient"),
        (2, FIRST, "reached_patient"),
    ]
    # What was sealed anew says the same as if it had been staged so.
    assert (again.rows_new, again.rows_updated, again.rows_unchanged) == (0, 0, 3)
    record = FollowUpRecord.objects.get(seq=2)
    assert (record.patient_name.reveal(), record.phone.reveal()) == ("病人2", "13800000002")


def test_a_number_that_the_file_gives_is_kept(hospital):
    one = staged(hospital, [call(FIRST)])
    corrected = staged(hospital, [numbered(call(SECOND), 1)])
    submit(one)

    version = submit(corrected)

    assert (version.rows_new, version.rows_updated) == (0, 1)
    assert calls() == [(1, SECOND, "reached_patient")]


def test_what_came_in_before_the_file_was_checked_moves_nothing(hospital):
    submitted(hospital, [call(FIRST)])
    upload = staged(hospital, [call(SECOND)])

    version = submit(upload)

    assert (version.rows_new, calls()[1][:2]) == (1, (2, SECOND))
    assert submit(upload) == version


def test_a_number_of_the_file_and_a_day_that_stands_meet_in_no_one_row(hospital):
    submitted(hospital, [call(SECOND)])
    date_of_nine = date(2026, 10, 9)

    submitted(hospital, [numbered(call(date_of_nine), 1), call(SECOND)._replace(number=3)])

    assert [known[:2] for known in calls()] == [(1, date_of_nine), (2, SECOND)]


def test_two_staged_rows_that_would_be_one_follow_up_are_refused_with_a_sentence(hospital):
    one = call(FIRST)

    with pytest.raises(services.RegisterError):
        staged(hospital, [one, one._replace(number=3)])

    assert not Upload.objects.exists()


def test_a_workbook_whose_rows_would_be_one_follow_up_says_so_and_is_kept(hospital, monkeypatch):
    monkeypatch.setattr(
        "followups.services.staging._numbered",
        lambda rows, standing: [one._replace(values=rows[0].values) for one in rows],
    )

    upload = checked(
        hospital,
        table(
            ["张三", "ZY1", "2026-10-05", "13700000001"],
            ["李四", "ZY2", "2026-10-05", "13700000002"],
        ),
    )

    assert (upload.state, list(upload.refusal)) == (UploadState.REFUSED, ["said"])
    assert upload.rows.count() == upload.rows_total == 0


def test_how_many_rows_a_file_has_itself_is_no_measure_of_the_rest(hospital):
    september, last = date(2026, 9, 1), date(2026, 9, 20)
    supplements = [row(n, discharged_on=last, is_supplement=True) for n in range(2, 7)]
    submitted(hospital, supplements, month=september)
    submitted(hospital, [row(50), BAD_ROW])

    version = submitted(hospital, [*supplements, row(99)])

    assert version.register.completed_on is not None
