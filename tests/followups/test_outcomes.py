"""What hospitals write under 随访结果, and what it comes to."""

import pytest

from followups.rules.outcomes import OPTIONS, refine_outcome
from followups.rules.words import Outcome


@pytest.mark.parametrize(
    ("word", "answered_by", "outcome"),
    [
        ("已随访", "", Outcome.REACHED_PATIENT),
        ("已随访", "本人", Outcome.REACHED_PATIENT),
        ("已随访", "患者", Outcome.REACHED_PATIENT),
        ("已随访", "本人及家属", Outcome.REACHED_PATIENT),
        ("已随访", "家属", Outcome.REACHED_FAMILY),
        ("已访", "患者女儿", Outcome.REACHED_FAMILY),
        ("已访", "子", Outcome.REACHED_FAMILY),
        ("已访", "李女士", Outcome.REACHED_PATIENT),
        ("已随访(家属)", "", Outcome.REACHED_FAMILY),
        ("空号", "", Outcome.INVALID_NUMBER),
        ("停机", "", Outcome.INVALID_NUMBER),
        ("错号", "", Outcome.WRONG_NUMBER),
        ("拒访", "", Outcome.REFUSED),
        ("拒绝", "", Outcome.REFUSED),
        ("无人接听", "", Outcome.NO_ANSWER),
        ("未接", "", Outcome.NO_ANSWER),
        ("失访", "", Outcome.LOST),
        ("死亡", "", Outcome.DECEASED),
        ("再入院", "", Outcome.READMITTED),
        ("未随访", "", Outcome.PENDING),
        ("待随访", "", Outcome.PENDING),
        ("排除", "", Outcome.EXCLUDED),
        ("已随放", "", None),
        ("", "家属", None),
    ],
)
def test_what_a_word_for_the_outcome_comes_to(word, answered_by, outcome):
    assert refine_outcome(word, answered_by) == outcome


def test_every_option_of_the_house_template_means_something():
    assert [word for word in OPTIONS if refine_outcome(word, "") is None] == []
