"""Which cases may be about one event."""

import pytest

from complaints.rules.joining import About, stranger


def about(no, houses="", staff=""):
    return About(no, frozenset(map(ord, houses)), frozenset(map(ord, staff)))


@pytest.mark.parametrize(
    ("cases", "foreign"),
    [
        ([about("1", "A"), about("2", "A")], None),
        ([about("1", "A"), about("2")], None),
        ([about("1", "A"), about("2", "B", "z"), about("3", "AB", "z")], None),
        ([about("1", "A", "z"), about("2", "B", "z")], None),
        ([about("1", "A", "y"), about("2", "B", "z")], "1"),
        ([about("1", "A"), about("2", "A"), about("3", "B")], "3"),
    ],
)
def test_cases_are_joined_by_an_institution_or_a_person_of_them_all(cases, foreign):
    found = stranger(cases)

    assert (found.no if found else None) == foreign
