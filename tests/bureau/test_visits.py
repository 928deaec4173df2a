"""How many patients a house saw in a year: entered once, put right, refused."""

import pytest
from django.db import InternalError, transaction

from bureau.models import Act, InstitutionVisits
from bureau.services import DirectoryError, note_visits
from tests.factories import IN_TIME, UserFactory

SAID = {"year": 2026, "visits": 120_000, "source": "卫生统计月报"}


@pytest.fixture
def by(db):
    return UserFactory()


def note(hospital, by, **said):
    return note_visits(institution=hospital, by=by, at=IN_TIME, **SAID | said)


def test_entered_twice_it_is_entered_once_and_put_right_it_says_what_it_was(hospital, by):
    for _time in range(2):
        note(hospital, by)
    note(hospital, by, visits=130_000, source="卫生统计年报")

    [row] = InstitutionVisits.objects.all()
    assert (row.visits, row.source) == (130_000, "卫生统计年报")
    acts = Act.objects.filter(verb="note_visits").order_by("pk")
    assert [(one.before, one.after) for one in acts] == [("", "120000"), ("120000", "130000")]


@pytest.mark.parametrize(
    ("said", "words"),
    [({"year": 2027}, "has begun"), ({"year": 1999}, "has begun"), ({"visits": 0}, "how many"),
     ({"source": "  "}, "which statistics")],
)  # fmt: skip
def test_a_year_to_come_no_visits_and_no_source_are_refused(hospital, by, settings, said, words):
    settings.LANGUAGE_CODE = "en"
    with pytest.raises(DirectoryError, match=words):
        note(hospital, by, **said)
    assert not InstitutionVisits.objects.exists()


def test_the_database_keeps_whose_they_are_and_that_they_are_there(hospital, township, by):
    row = note(hospital, by)
    with pytest.raises(InternalError), transaction.atomic():
        row.delete()
    with pytest.raises(InternalError), transaction.atomic():
        InstitutionVisits.objects.update(institution=township)
