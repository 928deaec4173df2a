"""Tiers of one kind of institutions: the numbers of its day, and those of all where it has none."""

from dataclasses import replace

import pytest

from accountability.models import SanctionProposal
from accountability.rule_kinds import INSTITUTIONS
from accountability.rules.table import InstitutionTable, StaffTable
from accountability.rules.tiers import tier_of
from accountability.rules.words import LadderCode, UnitGroup
from accountability.selectors.counts import out_of_step
from accountability.selectors.ladders import Ladders
from bureau.models import Institution
from bureau.selectors import rules_on
from tests.accountability.conftest import LATER, proposed, ruled, settle
from tests.complaints.conftest import moment

HOUSE = LadderCode.INSTITUTION
BY_KIND = replace(InstitutionTable(), level2_tiers_at=(3, 6, 9), clinic_tiers_at=(1, 2, 20))


@pytest.mark.parametrize(
    ("table", "group", "total", "tier"),
    [
        (BY_KIND, UnitGroup.LEVEL2, 299, 0),
        (BY_KIND, UnitGroup.LEVEL2, 300, 1),
        (BY_KIND, UnitGroup.LEVEL2, 899, 2),
        (BY_KIND, UnitGroup.LEVEL2, 1000, 4),
        (BY_KIND, UnitGroup.TOWNSHIP, 300, 3),
        (BY_KIND, UnitGroup.COMMUNITY, 100, 1),
        (BY_KIND, UnitGroup.OTHER, 200, 2),
        (BY_KIND, UnitGroup.CLINIC, 1900, 2),
        (BY_KIND, UnitGroup.CLINIC, 2000, 3),
        (InstitutionTable(), UnitGroup.LEVEL2, 300, 3),
        (StaffTable(), UnitGroup.LEVEL2, 300, 3),
    ],
)
def test_a_kind_has_its_own_tiers_or_those_of_all(table, group, total, tier):
    assert tier_of(total, table=table.of_kind(group)) == tier


def test_by_the_first_rules_no_kind_has_tiers_of_its_own():
    assert not InstitutionTable().tells_kinds_apart
    assert BY_KIND.tells_kinds_apart
    assert all(InstitutionTable().of_kind(one) == InstitutionTable() for one in UnitGroup)


def test_the_form_takes_tiers_of_a_kind_and_leaves_the_others_as_for_all(db):
    given = INSTITUTIONS.filled(rules_on(INSTITUTIONS.code, moment("2026-11-02").date()))
    words = {"document_no": "a", "source": "a", "valid_from": "2026-12-01"}
    texts = {name: "" for name in given if name.endswith("_tiers_at")}
    said = given | {"tiers_at": "1 2 3"} | texts | words

    form = INSTITUTIONS.form(said | {"level2_tiers_at": "3、6、9"}, kind=INSTITUTIONS)
    assert form.is_valid(), form.errors
    values = form.draft.values
    assert (values["level2_tiers_at"], values["clinic_tiers_at"]) == ((3, 6, 9), ())
    assert INSTITUTIONS.threshold("clinic_tiers_at").words(()) == "as for all"

    form = INSTITUTIONS.form(said | {"level2_tiers_at": "3 2"}, kind=INSTITUTIONS)
    assert form.errors == {"level2_tiers_at": ["Write three numbers that rise."]}


@pytest.mark.long
def test_two_houses_of_two_kinds_reach_other_tiers_by_as_many_matters(bureau, hospital, township):
    ruled(bureau, HOUSE, township_tiers_at=[2, 4, 6])
    for house in (hospital, township):
        for on in ("2026-03-02", "2026-04-02", "2026-05-02"):
            bureau.found(on=on, at=house)
    settle()

    def tiers(house):
        return [row[2] for row in proposed(ladder=HOUSE, institution=house)]

    assert (tiers(hospital), tiers(township)) == ([1, 2, 3], [1])
    [first] = SanctionProposal.objects.filter(institution=township)
    assert str(first.reached_by.counted_on) == "2026-04-02"
    assert out_of_step(Ladders()) == []
    settle(at=LATER)
    assert SanctionProposal.objects.count() == 4


@pytest.mark.long
def test_the_kind_of_the_day_of_receipt_decides_whatever_a_house_became_since(
    bureau, hospital, township
):
    ruled(bureau, HOUSE, township_tiers_at=[2, 4, 6])
    bureau.found(at=hospital)
    settle()
    Institution.objects.filter(pk=hospital.pk).update(kind="township_center", grade="1")

    assert out_of_step(Ladders()) == []
    settle(at=LATER)
    assert [row[2:] for row in proposed(ladder=HOUSE)] == [(1, "proposed")]
