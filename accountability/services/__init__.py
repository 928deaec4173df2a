"""What happens in accountability: rows brought in step with what was found, and people's steps."""

from accountability.services.carrying import Record, Summons, record_talk, summon, write_bulletin
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
from accountability.services.eligibility import (
    EligibilityError,
    check_eligibility,
    confirm_check,
    record_check_act,
)
from accountability.services.ending import serve_end
from accountability.services.hearing import (
    expire_statement,
    hear_statement,
    put_forward_measures,
    serve_notice,
)
from accountability.services.joining import approve_joining, join_records, undo_joining
from accountability.services.ordering import order_rectification
from accountability.services.own import ask_oneself, state_oneself, withdraw_oneself
from accountability.services.pending import Assessed, answer_assessment, file_assessment
from accountability.services.reconciling import reconcile, reconcile_subject
from accountability.services.redress import Answer, answer_remedy, ask_again, serve_answer
from accountability.services.reminders import remind_of_assessments
from accountability.services.restoring import restore
from accountability.services.road_acts import RoadError
from accountability.services.taking_back import (
    put_forward_taking_back,
    serve_taking_back,
    take_back_measures,
)
from accountability.services.terms import end_terms

__all__ = [
    "Answer",
    "Assessed",
    "Decided",
    "EligibilityError",
    "Record",
    "RoadError",
    "Summons",
    "answer_assessment",
    "answer_remedy",
    "approve_joining",
    "ask_again",
    "ask_oneself",
    "carry_out_measure",
    "check_eligibility",
    "complete_measures",
    "confirm_check",
    "decide_measures",
    "dismiss_proposal",
    "end_terms",
    "expire_statement",
    "file_assessment",
    "hear_statement",
    "join_records",
    "lift_measures",
    "order_rectification",
    "put_forward_measures",
    "put_forward_taking_back",
    "put_in_effect",
    "reconcile",
    "reconcile_subject",
    "record_check_act",
    "record_talk",
    "remind_of_assessments",
    "restore",
    "serve_answer",
    "serve_decision",
    "serve_end",
    "serve_notice",
    "serve_taking_back",
    "state_oneself",
    "summon",
    "take_back_measures",
    "undo_joining",
    "withdraw_oneself",
    "write_bulletin",
]
