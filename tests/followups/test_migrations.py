"""What migrations do to rows that were there before them."""

from importlib import import_module

from django.apps import apps

from bureau.history import changes_of
from followups import selectors, services
from followups.models import FollowUpRecord, Upload
from tests.factories import IN_TIME, OCTOBER, row, rows, staged, submitted


def file_of(institution, content) -> Upload:
    upload = services.receive_upload(
        institution=institution, month=OCTOBER, name="a.xlsx", content=content, by=None, at=IN_TIME
    )
    return services.check_upload(upload, at=IN_TIME)


def migrate() -> None:
    for name, step in (
        ("0008_staged_rows_have_one_number_each", "have_checked_files_read_again"),
        ("0010_what_cannot_be_read_again_is_withdrawn", "withdraw_what_lost_its_rows"),
    ):
        getattr(import_module(f"followups.migrations.{name}"), step)(apps, None)


def test_files_are_read_again_what_came_without_is_laid_aside_and_what_stands_stays(
    hospital, township, sample
):
    file = file_of(hospital, sample("04-一行一个问题.xlsx"))
    pushed = staged(township, rows(3))
    version = submitted(hospital, rows(2))

    migrate()
    migrate()

    states = dict(Upload.objects.values_list("pk", "state"))
    assert states == {
        file.pk: "waiting",
        pushed.pk: "withdrawn",
        version.upload.pk: "submitted",
    }
    assert version.upload.rows.count() == 2
    [again] = services.requeue_stuck_uploads(at=IN_TIME)
    assert services.check_upload(again, at=IN_TIME).rows.count() == file.rows_total


def test_id_numbers_of_rows_that_stand_are_found_and_no_row_counts_as_changed(hospital):
    submitted(hospital, [row(2, id_no="37132319720828272X"), row(3)])
    records = FollowUpRecord.objects.all()
    records.update(id_hash=b"")
    assert not selectors.search_records(records, "37132319720828272X")

    step = import_module("followups.migrations.0018_id_numbers_that_stand_are_found")
    step.hash_id_numbers(apps, None)

    assert selectors.search_records(records, "37132319720828272X").count() == 1
    assert records.filter(id_hash=b"").count() == 1
    assert not changes_of(FollowUpRecord).objects.exists()
