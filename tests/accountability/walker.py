"""One step of a proposal on its road, or of what takes it back, chosen by a number."""

from datetime import timedelta

from accountability.models import SanctionProposal
from accountability.rules.states import IMPOSING
from accountability.rules.table import StaffTable
from accountability.rules.words import (
    Document,
    Heard,
    MeasureCode,
    Organ,
    Outcome,
    ProposalState,
    RemedyKind,
    ServedBy,
)
from accountability.selectors import redress
from accountability.services import Answer
from bureau.rule_tables import read
from tests.accountability.road import Road, of

S = ProposalState
MEETING = {"organ": Organ.PARTY_GROUP, "minutes_no": "安卫党纪〔2027〕4号"}
WHY = "会议研究认为应当如此处理，理由已经记录在案"
DISMISSES = 0
TAKES_BACK = 2
"""Whoever neither decided at first nor as it was asked again, of the others."""


class Walker:
    """Takes the next step that a state allows; `waited` are the days that it let pass."""

    def __init__(self, world) -> None:
        self.world, self.waited = world, 0

    def has_step(self, proposal: SanctionProposal, way: int) -> bool:
        """Test if anything would be done: of what is in effect, not by every number."""
        if proposal.state == S.IN_EFFECT and proposal.kind in IMPOSING:
            waits = redress.open_remedy(proposal) or redress.unserved(proposal)
            kind, _served = redress.asked_next(proposal) or (None, None)
            may_ask = kind in (RemedyKind.REVIEW, RemedyKind.APPEAL)
            return bool(waits or way == 1 or (way > 4 and may_ask))
        return proposal.kind in IMPOSING or proposal.state != S.SERVED

    def step(self, proposal: SanctionProposal, way: int, today) -> None:
        self.waited = 20 if proposal.state == S.NOTICE_SERVED and way == 9 else 0
        day = (today + timedelta(days=self.waited)).isoformat()
        walk = Road(proposal, *self.world.walkers)
        state = S(proposal.state)
        if proposal.kind not in IMPOSING:
            steps = self._back(walk, day)
        else:
            steps = self._onwards(walk, day, way)
        if way == DISMISSES and state in (S.PROPOSED, S.UNDER_REVIEW, S.STATEMENT):
            by = walk.leader if proposal.kind in IMPOSING else self.world.others[TAKES_BACK]
            walk.step("dismiss_proposal", day, by=by, reason="情节轻微，已当面致歉")
        elif state in steps:
            steps[state]()

    def _onwards(self, walk, day, way):
        return {
            S.PROPOSED: lambda: walk.put(*self._measures(walk.proposal), on=day),
            S.UNDER_REVIEW: lambda: walk.notice(day),
            S.NOTICE_SERVED: lambda: self._hear(walk, day, way),
            S.STATEMENT: lambda: walk.decide(day, organ=Organ.PARTY_GROUP),
            S.DECIDED: lambda: walk.decision(day),
            S.SERVED: lambda: walk.step("put_in_effect", day),
            S.IN_EFFECT: lambda: self._again(walk, day, way),
        }

    def _back(self, walk, day):
        return {
            S.PROPOSED: lambda: walk.step("put_forward_taking_back", day, grounds=WHY),
            S.UNDER_REVIEW: lambda: walk.step(
                "take_back_measures",
                day,
                on=of(day),
                opinion=WHY,
                by=self.world.others[TAKES_BACK],
                **MEETING,
            ),
            S.DECIDED: lambda: self._served(walk, day, Document.REVOCATION, "serve_taking_back"),
        }

    def _measures(self, proposal):
        return read(StaffTable, proposal.rules.values).measures(proposal.tier)

    def _hear(self, walk, day, way):
        if way == 9:
            walk.step("expire_statement", day)
        else:
            walk.hear(day, heard=Heard.WAIVED if way % 2 else Heard.RECEIVED)

    def _served(self, walk, day, document, name):
        walk.sign(document, day)
        walk.step(name, day, served_on=of(day), way=ServedBy.IN_PERSON, receiver="张医生")

    def _again(self, walk, day, way):
        """Ask again, have it answered, serve the answer; or lift what holds."""
        remedy = redress.open_remedy(walk.proposal)
        if answered := redress.unserved(walk.proposal):
            document = {"review": Document.REVIEW, "appeal": Document.APPEAL}[answered.kind]
            self._served(walk, day, document, "serve_answer")
        elif remedy:
            outcome = (Outcome.UPHELD, Outcome.REVOKED, Outcome.VARIED)[way % 3]
            left = {MeasureCode.TITLE_PROMOTION_BAN: 12} if outcome is Outcome.VARIED else {}
            answer = Answer(outcome=outcome, on=of(day), opinion=WHY, left=left, **MEETING)
            by = self.world.others[remedy.kind == RemedyKind.APPEAL]
            walk.step("answer_remedy", day, answer=answer, by=by)
        elif way == 1:
            walk.step("lift_measures", day, reason=WHY, by=walk.leader, **MEETING)
        elif way > 4:
            kind, _served = redress.asked_next(walk.proposal) or (None, None)
            said = {"asked_on": of(day), "asked_by": "张医生", "grounds": WHY}
            walk.step("ask_again", day, kind=kind, **said)
