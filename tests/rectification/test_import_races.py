"""Two officers take an old ledger in in the same second, on two connections."""

from datetime import date
from functools import partial

import pytest

from bureau.import_states import ImportState, RowState
from bureau.models import Act, Section
from bureau.rules import Role, SectionCode
from bureau.services import keep_file
from rectification.models import ImportRow, Item, LedgerImport
from rectification.services.taking_in import confirm_import
from rectification.sheets.row_values import RowValues
from tests.factories import UserFactory
from tests.rectification.conftest import moment
from tests.rectification.races import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
AT = moment("2026-11-22")
ROWS = 5
ROUNDS = range(3)


@pytest.fixture
def officers(db):
    section = Section.objects.get(code=SectionCode.MEDICAL_ADMIN)
    return [UserFactory(section=section, roles=[Role.BUREAU_STAFF]) for _ in range(2)]


@pytest.fixture
def checked(hospital):
    """Make a checked file of some rows, each a problem that was struck off."""

    def made():
        by = UserFactory()
        batch = LedgerImport.objects.create(
            file=keep_file(name="旧.xlsx", content=b"x", by=by, at=AT), by=by, at=AT,
            state=ImportState.CHECKED, sheet_name="台账",
        )  # fmt: skip
        for number in range(2, 2 + ROWS):
            values = RowValues(
                institution=hospital.pk, problem=f"问题{number}", found_on=date(2026, 3, 1),
                closed_on=date(2026, 4, 1),
            )  # fmt: skip
            ImportRow.objects.create(
                batch=batch, number=number, state=RowState.NEW, becomes=values.becomes,
                values=values.as_json(), cells={"problem": values.problem},
            )  # fmt: skip
        return batch

    return made


@pytest.mark.parametrize("_round", ROUNDS)
def test_one_file_confirmed_by_two_is_taken_in_once(_round, checked, officers):
    batch = checked()

    at_once(*(partial(confirm_import, batch=batch, by=one, at=AT) for one in officers))

    assert Item.objects.count() == ROWS
    assert Act.objects.filter(verb="confirm_import").count() == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_the_same_rows_in_two_files_are_entered_once(_round, checked, officers):
    files = [checked(), checked()]

    at_once(
        *(
            partial(confirm_import, batch=batch, by=by, at=AT)
            for batch, by in zip(files, officers, strict=True)
        )
    )

    assert Item.objects.count() == ROWS
    rows = ImportRow.objects.values_list("state", flat=True)
    assert sorted(rows) == [RowState.NEW] * ROWS + [RowState.UNCHANGED] * ROWS
