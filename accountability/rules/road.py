"""The road to effect: which step leads from which state to which, and what each one takes.

Notice, statement, decision, service, effect (domain 7.4); the plan names measures, the law how
people are heard before them (domain 7.3). No step can be left out, and only people take one.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from accountability.rules.measures import last_day
from accountability.rules.states import IMPOSING, STANDING, UNTOLD
from accountability.rules.windows import Window
from accountability.rules.words import (
    Bar,
    Document,
    Heard,
    Lacking,
    LadderCode,
    MeasureCode,
    ProposalKind,
    ProposalState,
)

S = ProposalState


class Step(StrEnum):
    """What people do with a proposal, in the order in which a page offers it."""

    PUT_FORWARD = "put-forward"
    SERVE_NOTICE = "serve-notice"
    HEAR = "hear"
    EXPIRE = "expire"
    DECIDE = "decide"
    SERVE_DECISION = "serve-decision"
    PUT_IN_EFFECT = "put-in-effect"
    CARRY_OUT = "carry-out"
    COMPLETE = "complete"
    LIFT = "lift"
    DISMISS = "dismiss"
    ASK_AGAIN = "ask-again"
    ANSWER = "answer"
    SERVE_ANSWER = "serve-answer"
    RESTORE = "restore"
    PUT_BACK = "put-back"
    TAKE_BACK = "take-back"
    SERVE_BACK = "serve-back"
    SERVE_END = "serve-end"
    SUMMON = "summon"
    RECORD_TALK = "record-talk"
    WRITE_BULLETIN = "write-bulletin"
    ORDER = "order-rectification"
    ASSESS = "assess"
    CONFIRM = "confirm-assessment"


MOVES: Mapping[Step, tuple[frozenset[S], S]] = {
    # Put forward again as long as no notice is drafted: what it says is put right.
    Step.PUT_FORWARD: (frozenset({S.PROPOSED, S.UNDER_REVIEW}), S.UNDER_REVIEW),
    Step.SERVE_NOTICE: (frozenset({S.UNDER_REVIEW}), S.NOTICE_SERVED),
    # A statement posted in time comes after silence was noted, or in spite of a waiver.
    Step.HEAR: (frozenset({S.NOTICE_SERVED, S.STATEMENT}), S.STATEMENT),
    Step.EXPIRE: (frozenset({S.NOTICE_SERVED}), S.STATEMENT),
    Step.DECIDE: (frozenset({S.STATEMENT}), S.DECIDED),
    Step.SERVE_DECISION: (frozenset({S.DECIDED}), S.SERVED),
    Step.PUT_IN_EFFECT: (frozenset({S.SERVED}), S.IN_EFFECT),
    Step.CARRY_OUT: (frozenset({S.IN_EFFECT}), S.IN_EFFECT),
    Step.COMPLETE: (frozenset({S.IN_EFFECT}), S.COMPLETED),
    Step.LIFT: (frozenset({S.IN_EFFECT}), S.LIFTED),
    Step.DISMISS: (frozenset({S.PROPOSED, S.UNDER_REVIEW, S.STATEMENT}), S.DISMISSED),
}
"""From which states a step is taken, and where it leads."""

MOVES_BACK: Mapping[Step, tuple[frozenset[S], S]] = {
    Step.PUT_BACK: (frozenset({S.PROPOSED}), S.UNDER_REVIEW),
    Step.TAKE_BACK: (frozenset({S.UNDER_REVIEW}), S.DECIDED),
    Step.SERVE_BACK: (frozenset({S.DECIDED}), S.SERVED),
    Step.DISMISS: (frozenset({S.PROPOSED, S.UNDER_REVIEW}), S.DISMISSED),
}
"""The road of a proposal to take back: it is in favour of whom it is about, and needs no notice."""
AGAIN = frozenset({S.SERVED, S.IN_EFFECT, S.COMPLETED, S.LIFTED})
OVERLAYS: Mapping[Step, frozenset[S]] = {
    Step.ASK_AGAIN: AGAIN,
    Step.ANSWER: AGAIN,
    Step.SERVE_ANSWER: AGAIN | {S.REVOKED, S.VARIED},
    Step.RESTORE: AGAIN | {S.REVOKED, S.VARIED},
    Step.SERVE_END: frozenset({S.DISMISSED, S.LIFTED}),
}
"""What lies over the road: it changes no state, but that an answer may end what was decided."""
ENDINGS: Mapping[S, Document] = {
    S.DISMISSED: Document.DISMISSAL,
    S.LIFTED: Document.LIFTING,
}
"""With which paper whoever was told is told of an end that people decided."""
CARRYING: Mapping[Step, frozenset[S]] = {
    Step.SUMMON: frozenset({S.IN_EFFECT}),
    Step.RECORD_TALK: frozenset({S.IN_EFFECT}),
    Step.WRITE_BULLETIN: frozenset({S.IN_EFFECT}),
    Step.ORDER: frozenset({S.SERVED, S.IN_EFFECT}),
    Step.ASSESS: frozenset({S.IN_EFFECT}),
    Step.CONFIRM: frozenset({S.IN_EFFECT}),
}
"""How measures in effect are carried out; none of it changes the state."""
LONGEST_WAIT = 90
"""Days after which a decision at the latest has to hold: a term does not begin years later."""

EXITS = frozenset({S.REVOKED, S.VARIED})
"""Where what somebody was told of ends when a decision takes it back."""


def edges(kind: ProposalKind = ProposalKind.IMPOSE) -> frozenset[tuple[S, S]]:
    """Return every change of state there is: people's steps, taking back, the machine's own."""
    if kind not in IMPOSING:
        back = {(one, to) for asked, to in MOVES_BACK.values() for one in asked}
        done = {(S.SERVED, S.COMPLETED)}
        return frozenset(back | done | {(one, S.WITHDRAWN) for one in UNTOLD})
    taken = {(one, to) for asked, to in MOVES.values() for one in asked if one is not to}
    taken |= {(one, to) for one in STANDING - EXITS for to in EXITS}
    return frozenset(taken | {(one, S.WITHDRAWN) for one in UNTOLD})


def may_become(state: S, to: S, kind: ProposalKind = ProposalKind.IMPOSE) -> bool:
    return (state, to) in edges(kind)


def steps_in(state: S, kind: ProposalKind) -> frozenset[Step]:
    """Return the steps that a state allows. Taking back goes another road."""
    table = MOVES if kind in IMPOSING else MOVES_BACK
    own = {step for step, (asked, _to) in table.items() if state in asked}
    if kind in IMPOSING:
        beside = (*OVERLAYS.items(), *CARRYING.items())
        own |= {step for step, asked in beside if state in asked}
    return frozenset(own)


class Road(NamedTuple):
    """How far a proposal has come."""

    is_put_forward: bool = False
    is_notice_served: bool = False
    heard: str = ""
    is_decided: bool = False
    number: str = ""
    is_decision_served: bool = False


def lacking(road: Road) -> Lacking | None:
    """Name the first step that is missing before measures take effect."""
    done = {
        Lacking.PUT_FORWARD: road.is_put_forward,
        Lacking.NOTICE: road.is_notice_served,
        Lacking.STATEMENT: bool(road.heard),
        Lacking.DECISION: road.is_decided,
        Lacking.NUMBER: bool(road.number),
        Lacking.SERVICE: road.is_decision_served,
    }
    return next((one for one, is_done in done.items() if not is_done), None)


def is_over(due_on: date, day: date) -> bool:
    """Test if the term of the statement has run out. On its last day one may still speak."""
    return day > due_on


def decided_from(due_on: date, *, heard: Heard, is_complete: bool) -> date | None:
    """Return the first day for a decision; None if it has to wait for nothing.

    The term is there to say everything in: unless they waive it, or say that this was all.
    """
    waits = heard is not Heard.WAIVED and not is_complete
    return due_on + timedelta(days=1) if waits else None


def days_unserved(since: date, day: date, *, most: int) -> int:
    """Return for how many days something waits to be served; 0 as long as it is no matter.

    The last of the days is in time; where none is set nothing is ever late.
    """
    waited = (day - since).days
    return waited if most and waited > most else 0


class Decider(NamedTuple):
    """Whoever wants to decide, as far as the rules have to know them."""

    user: int
    staff: int | None
    units: Collection[int]


def bar(
    decider: Decider,
    *,
    subject: int | None,
    of_units: Collection[int],
    put_by: Collection[int],
    hands: Collection[int],
    decided_by: Collection[int] = (),
) -> Bar | None:
    """Say what bars somebody from deciding; `hands` are those who handled what counts.

    `put_by` are all who ever put it forward: a colleague who does so again frees nobody.

    `subject` is the person it is about, if it is about one; `of_units` are the houses where they
    work, and where what counts happened.
    """
    barred = {
        Bar.HIMSELF: subject is not None and decider.staff == subject,
        Bar.PUT_IT_FORWARD: decider.user in put_by,
        Bar.HANDLED_IT: decider.user in hands,
        Bar.OWN_UNIT: not set(decider.units).isdisjoint(of_units),
        Bar.DECIDED_IT: decider.user in decided_by,
    }
    return next((one for one, is_barred in barred.items() if is_barred), None)


def takes_party_group(
    ladder: LadderCode,
    tier: int,
    kind: ProposalKind,
    *,
    measures: Collection[MeasureCode],
    from_tier: int,
) -> bool:
    """Test if the bureau's party group has to decide (domain 7.4, A-11)."""
    is_beyond = kind is ProposalKind.BEYOND_LADDER
    is_named = MeasureCode.PARTY_GROUP_DECISION in measures
    return is_beyond or is_named or (not ladder.is_of_people and tier >= from_tier)


Terms = Mapping[MeasureCode, int | None]
"""Measures with their months; None for what has no such term."""


def is_heavier(decided: Terms, noticed: Terms) -> bool:
    """Test if a decision goes beyond what was told: another measure, or a longer term."""
    return any(
        one not in noticed or (months or 0) > (noticed[one] or 0) for one, months in decided.items()
    )


def may_talk_instead(
    ladder: LadderCode, tier: int, *, told: Collection[MeasureCode], is_on: bool
) -> bool:
    """Test if a talk may be decided in place of the bulletin: the first time of a person (A-43)."""
    is_first_of_person = ladder is LadderCode.STAFF and tier == 1
    return is_on and is_first_of_person and MeasureCode.COUNTY_BULLETIN in told


class Span(NamedTuple):
    """The days on which a measure holds; the last is None for what is done once."""

    first: date
    last: date | None

    def is_over(self, day: date) -> bool:
        return self.last is not None and day > self.last


def span(measure: MeasureCode, start: date, *, months: int | None, window: Window) -> Span:
    """Return the days of a measure that is decided to hold from a day on."""
    if measure is MeasureCode.AWARD_BAN:
        # Of the year of the complaints, whenever it is decided (domain ).
        return Span(*window)
    return Span(start, None if months is None else last_day(start, months=months))
