"""What a draw can be repeated from stands as drawn, whoever writes to the table."""

import pytest
from django.db import transaction
from django.db.models import F
from django.db.utils import InternalError

from followups.models import SpotCheck
from tests.factories import AFTER_CLOSING, CLOSING, UserFactory, drawn


@pytest.mark.parametrize(
    "change",
    [
        {"seed": "another"},
        {"frame": []},
        {"frame_hash": "0"},
        {"percent": 1},
        {"required": 1},
        {"batch": 7},
        {"drawn_at": AFTER_CLOSING},
        {"drawn_at": None},
        {"number": F("number") + 1},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_was_drawn_is_never_changed(hospital, change):
    check = drawn(hospital, 4)
    before = SpotCheck.objects.values().get()

    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        SpotCheck.objects.filter(pk=check.pk).update(**change)

    assert SpotCheck.objects.values().get() == before


def test_how_far_the_calls_have_come_is_written_and_the_same_again_is_no_change(hospital):
    check = drawn(hospital, 4)

    for _ in range(2):
        SpotCheck.objects.update(finished_at=AFTER_CLOSING, is_replaced=True, seed=check.seed)

    check.refresh_from_db()
    assert (check.finished_at, check.drawn_at) == (AFTER_CLOSING, CLOSING)


def test_a_redraw_asked_for_is_still_to_be_drawn(hospital):
    check = SpotCheck.objects.create(
        register=drawn(hospital, 4).register, number=2, percent=5, asked_by=UserFactory(),
        reason="名单已经泄露",
    )  # fmt: skip

    SpotCheck.objects.filter(pk=check.pk).update(seed="a", frame=[["1", "内一科"]])

    check.refresh_from_db()
    assert (check.seed, check.frame) == ("a", [["1", "内一科"]])
