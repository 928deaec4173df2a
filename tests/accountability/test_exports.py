"""The register and the board as lists: the same rows as on the page, people masked unless asked."""

import pytest

from accountability.models import SanctionProposal
from bureau.exports import kind_of
from bureau.rules import Role
from tests.accountability.conftest import settle
from tests.complaints.conftest import moment
from tests.factories import UserFactory


@pytest.mark.long
def test_both_lists_name_people_only_in_the_clear_and_to_those_who_see_them(
    bureau, doctor, personnel
):
    bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-11-20"))
    day = moment("2026-11-20").date()
    asked = {"year": "2026", "ladder": "staff"}

    def listed(name, by, clear=False):
        found = kind_of(f"accountability.{name}").lay_out(by, asked, clear, day)
        return found.count, [[str(cell) for cell in row] for row in found.rows()]

    count, [masked] = listed("register", personnel)
    assert (count, masked[2], masked[4]) == (1, "张**", "1")
    assert listed("register", personnel, clear=True)[1][0][2] == doctor.name
    of_person = SanctionProposal.objects.get(staff=doctor).no
    assert {row[0] for row in listed("board", personnel)[1]} > {of_person}
    assert doctor.name not in str(listed("board", personnel))
    assert doctor.name in str(listed("board", personnel, clear=True))
    assert listed("register", bureau.clerk) == (0, [])
    nobody = UserFactory(roles=[Role.SYS_ADMIN])
    assert listed("board", nobody) == (0, [])
