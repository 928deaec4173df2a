"""What categories count for: the bureau's table, and what no table may say."""

import pytest

from bureau.category_table import STANDARD, CategoryTable, Counting, counting, is_code, top_of
from bureau.rule_tables import Unfit

NOTHING = Counting(staff=False, institution=False, as_attitude=False, to_discipline=False)
COUNTS_FOR_NOTHING = ["QUAL", "NURS", "FEE", "WAIT", "ENV", "DRUG", "INFO", "PH", "OTH", "NEW"]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("ATT", Counting(True, True, True, False)),
        ("ATT-LENG", Counting(True, True, True, False)),
        ("FIRST", Counting(True, True, True, False)),
        ("COMM", Counting(True, False, False, False)),
        ("ETH", Counting(True, False, False, True)),
        ("DISC", Counting(True, False, False, False)),
        *(
            (code, NOTHING)
            for code in ["QUAL", "NURS", "FEE", "WAIT", "ENV", "DRUG", "INFO", "PH", "OTH", "NEW"]
        ),
    ],
)
def test_each_category_counts_as_the_bureaus_table_says(code, found):
    assert counting(code, table=STANDARD) == found


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"counts_staff": ("ATT", "ATT")}, "counts_staff"),
        ({"counts_staff": ("att",)}, "counts_staff"),
        ({"counts_staff": ("ATT-LENG",)}, "counts_staff"),
        ({"counts_staff": (1,)}, "counts_staff"),
        ({"hand_to_discipline": ["ETH"]}, "hand_to_discipline"),
        ({"as_attitude": ("ATT", "COMM")}, "as_attitude"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused(said, field):
    with pytest.raises(Unfit) as refused:
        CategoryTable(**said)
    assert refused.value.field == field


def test_nothing_at_all_may_count():
    table = CategoryTable(counts_staff=(), counts_institution=(), as_attitude=())

    assert counting("ATT", table=table) == NOTHING


def test_a_code_says_its_own_place():
    assert (top_of("ATT-LENG"), top_of("ATT")) == ("ATT", "ATT")
    assert not any(map(is_code, ["", "A", "ATT-", "ATT-LENG-X", "ATT LENG", "态度"]))
