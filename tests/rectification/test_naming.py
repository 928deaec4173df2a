"""What is due in the ledger is shown beside its record: to whoever sees that, and nobody else."""

import pytest

from bureau.models import DueStep
from bureau.rules import Role
from rectification.models import LookBack
from rectification.models.closing import LookBackDraw
from tests.factories import UserFactory
from tests.rectification.conftest import moment

DAY = moment("2026-10-01")


@pytest.fixture
def steps(ledger):
    """One step of each kind of due things of one item; their kinds and numbers."""
    item = ledger.closed()
    look_back = LookBack.objects.create(item=item, round=1, due_on=DAY.date())
    named = {
        "ledger_item": f"{item.no} 2026-10-01", "ledger_plan": f"{item.no} 2026-09-08",
        "ledger_verification": item.closures.get().pk,
        "ledger_look_back": look_back.pk,
    }  # fmt: skip
    for kind, no in named.items():
        DueStep.objects.create(
            kind=kind, no=no, words={"en": "x"}, level=1, level_kind="remind", due_at=DAY, at=DAY,
            institution=item.institution,
        )  # fmt: skip
    return named


@pytest.mark.long
def test_the_steps_of_an_item_are_shown_to_who_sees_it(steps, ledger, township):
    seen = {
        user: set(DueStep.objects.visible_to(user).values_list("kind", flat=True))
        for user in (ledger.verifier, ledger.officer, UserFactory(roles=[Role.LEADER]))
    }
    assert [kinds == set(steps) for kinds in seen.values()] == [True, True, True], seen
    other = UserFactory(institution=township, roles=[Role.HOSPITAL_OFFICER])
    assert not DueStep.objects.visible_to(other).exists()


@pytest.mark.long
def test_the_step_of_a_look_back_that_was_drawn_is_not_its_units_to_read(steps, ledger):
    draw = LookBackDraw.objects.create(month=DAY.date(), seed="x", frame=[], drawn_at=DAY)
    LookBack.objects.update(draw=draw)

    seen = DueStep.objects.visible_to(ledger.officer).values_list("kind", flat=True)
    assert set(seen) == set(steps) - {"ledger_look_back"}


def test_a_step_of_what_is_not_there_is_shown_to_nobody(steps, ledger):
    DueStep.objects.update(no="0")

    assert not DueStep.objects.visible_to(ledger.verifier).exists()
