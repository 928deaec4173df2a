"""What happens in accountability: rows brought in step with what was found, and people's steps."""

from accountability.services.deciding import (
    Decided,
    decide_measures,
    dismiss_proposal,
    serve_decision,
)
from accountability.services.effect import (
    carry_out_measure,
    complete_measures,
    lift_measures,
    put_in_effect,
)
from accountability.services.hearing import (
    expire_statement,
    hear_statement,
    put_forward_measures,
    serve_notice,
)
from accountability.services.reconciling import reconcile, reconcile_subject
from accountability.services.road_acts import RoadError

__all__ = [
    "Decided",
    "RoadError",
    "carry_out_measure",
    "complete_measures",
    "decide_measures",
    "dismiss_proposal",
    "expire_statement",
    "hear_statement",
    "lift_measures",
    "put_forward_measures",
    "put_in_effect",
    "reconcile",
    "reconcile_subject",
    "serve_decision",
    "serve_notice",
]
