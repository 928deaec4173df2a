"""The road to effect with everything filled in that a test does not speak of."""

from datetime import date

from accountability import services
from accountability.models import SanctionProposal
from accountability.rules.carrying import Scope, Sheet
from accountability.rules.words import Document, Heard, MeasureCode, Organ, ServedBy
from bureau.paper_kinds import paper_kind
from bureau.rules import Role
from bureau.selectors import work_calendar
from bureau.services import draft_paper, review_paper, send_paper, sign_paper
from tests.complaints.conftest import moment
from tests.factories import UserFactory

FACTS = "二〇二六年三月在内科门诊对患者家属言语生硬，有监控录像和谈话记录为证"
BASIS = "《事业单位人事管理条例》及局满意度工作方案第五条"
WHY = "会议认为事实清楚，陈述所提情况不影响认定"
MONDAY, FRIDAY, LATER = "2026-11-23", "2026-11-27", "2026-12-01"


def of(day: str) -> date:
    return date.fromisoformat(day)


class Road:
    """Walks one proposal: a clerk puts it forward and serves, a head reviews, a leader decides."""

    def __init__(self, proposal: SanctionProposal, clerk, head, leader, signer) -> None:
        self.proposal, self.clerk, self.head = proposal, clerk, head
        self.leader, self.signer = leader, signer

    @classmethod
    def of(cls, proposal: SanctionProposal, clerk) -> "Road":
        """Bring along whom a clerk of personnel needs: a head, and leaders to decide and sign."""
        head = UserFactory(section=clerk.section, roles=[Role.SECTION_HEAD])
        return cls(proposal, clerk, head, *(UserFactory(roles=[Role.LEADER]) for _n in range(2)))

    def step(self, name: str, when: str, **said):
        """Take a service's step at three in the afternoon, by the clerk if nobody is named."""
        said = {"by": self.clerk, "at": moment(when, 15), **said}
        done = getattr(services, name)(proposal=self.proposal, **said)
        self.proposal.refresh_from_db()
        return done

    def put(self, *measures: MeasureCode, on=MONDAY, **said):
        said = {"facts": FACTS, "basis": BASIS, "measures": measures, **said}
        return self.step("put_forward_measures", on, **said)

    def sign(self, document: Document | Sheet, on=MONDAY, about=""):
        at = {"at": moment(on, 14)}
        kind = paper_kind(document.value)
        paper = draft_paper(kind=kind, about=about or self.proposal.no, by=self.clerk, **at)
        send_paper(paper=paper, by=self.clerk, **at)
        review_paper(paper=paper, by=self.head, **at)
        return sign_paper(paper=paper, by=self.signer, **at)

    def serve(self, document: Document, on=MONDAY, **said):
        name, more = "serve_decision", {}
        if document is Document.NOTICE:
            name, more = "serve_notice", {"calendar": work_calendar()}
        served = {"served_on": of(on), "way": ServedBy.IN_PERSON, "receiver": "张医生", **said}
        return self.step(name, on, **served, **more)

    def notice(self, on=MONDAY):
        self.sign(Document.NOTICE, on)
        return self.serve(Document.NOTICE, on)

    def hear(
        self, on=FRIDAY, heard=Heard.RECEIVED, said="当日接诊百余人，语气确有不妥",
        is_complete=None,
    ):  # fmt: skip
        """Hear all there is to be heard: tests of what is added say that it is not."""
        is_complete = heard is Heard.RECEIVED if is_complete is None else is_complete
        more = {"heard": heard, "said": said, "on": of(on), "is_complete": is_complete}
        return self.step("hear_statement", on, **more)

    def decided(self, on=FRIDAY, **said) -> services.Decided:
        told = {MeasureCode(one.code): one.months for one in self.proposal.measures.all()}
        usual = {
            "organ": Organ.BUREAU_MEETING, "minutes_no": "安卫会纪〔2026〕31号", "on": of(on),
            "holds_from": of(on), "measures": told, "opinion": WHY, "is_legal_reviewed": True,
            "is_free_of_ties": True,
        }  # fmt: skip
        return services.Decided(**{**usual, **said})

    def decide(self, on=FRIDAY, *, by=None, **said):
        by = by or self.leader
        return self.step("decide_measures", on, by=by, decided=self.decided(on, **said))

    def decision(self, on=LATER):
        self.sign(Document.DECISION, on)
        return self.serve(Document.DECISION, on)

    def bulletin(self, on=LATER, **said):
        said = {"facts": FACTS, "demands": "各单位以此为戒，开展自查", **said}
        self.step("write_bulletin", on, scope=Scope.COUNTY, **said)
        return self.sign(Sheet.BULLETIN, on)

    def to_effect(self, *measures: MeasureCode):
        self.put(*measures)
        self.notice()
        self.hear()
        self.decide()
        self.decision()
        self.step("put_in_effect", LATER)
