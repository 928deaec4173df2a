"""Two thousand random steps from complaint to appeal: the counts and tiers are always right."""

from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from bureau.models import Institution, Staff, User
from bureau.rules import Role
from tests.accountability import machine
from tests.accountability.conftest import Bureau, employed
from tests.factories import InstitutionFactory, UserFactory

pytestmark = [pytest.mark.fuzz, pytest.mark.django_db]
STEPS = 2_000
ENDS = {"in_effect", "revoked", "varied", "withdrawn", "dismissed"}


@dataclass
class World:
    """Who there is: the bureau, three doctors of two houses, and whoever walks a proposal."""

    bureau: Bureau
    staff: list[Staff]
    houses: list[Institution]
    joiner: User
    walkers: list[User]
    others: list[User]


@pytest.fixture
def world(bureau, personnel):
    houses = [bureau.hospital, InstitutionFactory(name="县中医院", grade=bureau.hospital.grade)]
    leaders = [UserFactory(roles=[Role.LEADER]) for _n in range(5)]
    heads = [
        UserFactory(section=section, roles=[Role.SECTION_HEAD])
        for section in (bureau.head.section, personnel.section)
    ]
    return World(
        bureau=bureau,
        staff=[employed(bureau.hospital, name=name) for name in ("张医生", "李护士", "王医生")],
        houses=houses, joiner=heads[0], walkers=[personnel, heads[1], *leaders[:2]],
        others=leaders[2:],
    )  # fmt: skip


def test_counts_and_tiers_follow_the_findings_through_two_thousand_random_steps(world):
    met: Counter = Counter()
    walk = type("Walk", (machine.Machine,), {"world": world, "met": met})

    run_state_machine_as_test(
        walk,
        settings=settings(
            max_examples=90, stateful_step_count=30, deadline=None, database=None,
            derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip

    assert met["steps"] >= STEPS, met
    assert {name for name, times in met.items() if times} >= ENDS, met
