"""Sealed columns on a model: masked when shown, bound to their row, dumped as they lie."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import display_for_field
from django.core import serializers

from bureau.fields import Sealed
from bureau.sealing import SealBroken
from followups.models import FollowUpRecord, RegisterRow, SpotCall
from tests.factories import rows, submitted


@pytest.fixture
def record(hospital):
    submitted(hospital, rows(2))
    return FollowUpRecord.objects.get(inpatient_no="ZY00002")


def stored(record, column):
    """Read a column past the field, as the database has it."""
    [[token]] = FollowUpRecord.objects.filter(pk=record.pk).values_list(column)
    return bytes(token)


def test_a_text_set_on_a_row_is_sealed_at_once(record):
    record.patient_name = "金丝雀"

    assert isinstance(record.patient_name, Sealed)
    assert "金丝雀".encode() not in record.patient_name.token
    assert record.patient_name.reveal() == "金丝雀"


def test_a_row_saved_and_read_again_opens(record):
    record.phone = "13912345678"
    record.save()

    again = FollowUpRecord.objects.get(pk=record.pk)

    assert again.phone.reveal() == "13912345678"
    assert b"13912345678" not in stored(record, "phone")


def test_a_value_shows_itself_masked_in_text_and_templates(record):
    assert str(record.phone) == "138****0002"
    assert f"{record.patient_name}" == "病**"
    assert repr(record.phone) == "<sealed followups_followuprecord.phone>"


def test_an_empty_value_is_false_and_shows_nothing(record):
    assert not record.opinion
    assert (str(record.opinion), record.opinion.reveal()) == ("", "")


def test_a_value_copied_into_another_row_does_not_open(record):
    other = FollowUpRecord.objects.get(inpatient_no="ZY00003")
    FollowUpRecord.objects.filter(pk=record.pk).update(phone=other.phone)
    record.refresh_from_db()

    with pytest.raises(SealBroken):
        record.phone.reveal()


def test_a_value_copied_into_another_column_does_not_open(record):
    FollowUpRecord.objects.filter(pk=record.pk).update(remark=record.phone)
    record.refresh_from_db()

    with pytest.raises(SealBroken):
        record.remark.reveal()


def test_a_row_taken_over_from_its_file_opens_in_both_places(record):
    row = RegisterRow.objects.get(inpatient_no="ZY00002")

    assert row.patient_name.reveal() == record.patient_name.reveal() == "病人2"
    assert row.patient_name == record.patient_name


def test_equal_texts_of_two_rows_are_not_equal_values(record):
    other = FollowUpRecord.objects.get(inpatient_no="ZY00003")
    other.phone = record.phone.reveal()

    assert other.phone != record.phone
    assert other.phone != record.phone.reveal()


def test_serialised_a_row_holds_no_clear_text(record):
    record.patient_name = "金丝雀"

    dumped = serializers.serialize("json", [record])

    assert "金丝雀" not in dumped
    assert record.patient_name.token.hex() in dumped


def test_a_value_of_a_row_that_was_never_saved_is_sealed_too():
    call = SpotCall(note="金丝雀接的")

    assert call.note.reveal() == "金丝雀接的"
    assert "金丝雀".encode() not in call.note.token


def test_where_nothing_is_sealed_the_admin_shows_that_there_is_nothing(record):
    opinion, phone = (FollowUpRecord._meta.get_field(name) for name in ("opinion", "phone"))

    assert display_for_field(record.opinion, opinion, "—") == "—"
    assert str(display_for_field(record.phone, phone, "—")) == "138****0002"
    assert record.opinion != record.phone
    assert admin.site.empty_value_display == "—"
