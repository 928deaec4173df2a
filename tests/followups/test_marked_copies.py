from datetime import timedelta

import pytest

from bureau.services import open_file
from followups import services
from followups.models import Upload
from tests.factories import IN_TIME, OCTOBER
from tests.followups.uploads import BAD_PHONES, table

SAMPLE = "04-一行一个问题-补空"


@pytest.fixture
def checked(hospital, sample):
    return hand_in(hospital, sample(SAMPLE))


def hand_in(hospital, content):
    upload = services.receive_upload(
        institution=hospital, month=OCTOBER, name="十月.xlsx", content=content, by=None, at=IN_TIME
    )
    return services.check_upload(upload, at=IN_TIME)


def marked_copy(upload) -> bytes:
    services.order_marked_copy(upload=upload, by=None, at=IN_TIME)
    services.mark_problems(Upload.objects.get(pk=upload.pk), at=IN_TIME)
    return open_file(Upload.objects.get(pk=upload.pk).marked_copy)


@pytest.mark.long
def test_the_marked_copy_handed_in_again_says_the_same(checked, hospital):
    again = hand_in(hospital, marked_copy(checked))

    assert again.sheet_name == checked.sheet_name == "随访登记"
    assert (
        (again.rows_new, again.rows_refused) == (checked.rows_new, checked.rows_refused) == (28, 12)
    )


@pytest.mark.long
def test_marking_twice_makes_one_copy(checked):
    marked_copy(checked)
    first = Upload.objects.get(pk=checked.pk).marked_copy_id

    marked_copy(checked)

    assert Upload.objects.get(pk=checked.pk).marked_copy_id == first


@pytest.mark.long
def test_a_correction_takes_the_old_copy_away(hospital):
    checked = hand_in(hospital, table(*BAD_PHONES))
    marked_copy(checked)

    services.correct_cells(
        upload=checked, by=None, corrections={2: {"phone": "13800138000"}}, at=IN_TIME
    )

    assert Upload.objects.get(pk=checked.pk).marked_copy is None


def test_a_file_that_was_not_checked_is_not_marked(hospital, sample):
    waiting = services.receive_upload(
        institution=hospital, month=OCTOBER, name="a.xlsx", content=b"", by=None, at=IN_TIME
    )

    with pytest.raises(services.RegisterError):
        services.order_marked_copy(upload=waiting, by=None, at=IN_TIME)


@pytest.mark.parametrize(("minutes", "taken_up", "failed"), [(0, 0, 0), (2, 1, 0), (11, 0, 1)])
def test_a_copy_nobody_made_is_taken_up_again_and_then_given_up(checked, minutes, taken_up, failed):
    services.order_marked_copy(upload=checked, by=None, at=IN_TIME)

    found = services.marks_not_made(at=IN_TIME + timedelta(minutes=minutes))

    assert len(found) == taken_up
    job = Upload.objects.get(pk=checked.pk).marking_job
    assert bool(job.failure) == bool(failed)
