"""What a page says came of a follow-up: no more than the register does."""

import pytest
from django.utils import translation

from followups.models import FollowUpRecord
from followups.rules.outcomes import word_of
from followups.rules.words import Outcome


@pytest.mark.parametrize(
    ("answered_by", "outcome", "shown", "exported"),
    [
        ("", Outcome.REACHED_PATIENT, "已随访", "已随访"),
        ("本人", Outcome.REACHED_PATIENT, "已随访（本人）", "已随访(本人)"),
        ("", Outcome.REACHED_FAMILY, "已随访（家属）", "已随访(家属)"),
        ("", Outcome.NO_ANSWER, "无人接听", "无人接听"),
    ],
)
def test_nobody_is_said_to_be_reached_whom_the_register_does_not_name(
    answered_by, outcome, shown, exported
):
    record = FollowUpRecord(outcome=outcome, answered_by=answered_by)

    with translation.override("zh-hans"):
        assert record.outcome_words == shown
    assert word_of(outcome, names_who=bool(answered_by)) == exported
