"""The kinds of official papers of this app, as `bureau.paper_kinds` wants them told.

Their titles name nobody: the register of numbers is read by everybody in the bureau.
"""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import CharField, F, Func, Q, Value
from django.db.models.lookups import In
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from accountability.ending_kinds import COMPOSING as OF_ENDS
from accountability.ending_kinds import TITLES as ENDING_TITLES
from accountability.models import Handling, Measure, SanctionProposal, Service
from accountability.papers import road as papers
from accountability.papers.years import year_in_words
from accountability.redress_kinds import COMPOSING, found, months_left
from accountability.redress_kinds import TITLES as OF_REDRESS
from accountability.rules.bans import BanStart
from accountability.rules.carrying import Sheet
from accountability.rules.redress import RESTORING, no_of
from accountability.rules.road import ENDINGS
from accountability.rules.states import FREE
from accountability.rules.words import (
    Document,
    Heard,
    LadderCode,
    MeasureCode,
    Organ,
    ProposalState,
)
from accountability.selectors import awards, bans
from accountability.selectors import road as selectors
from accountability.selectors.redress import last_about
from accountability.services import RoadError
from accountability.wording import times
from bureau import paper_kinds
from bureau.models import OfficialPaper, User
from bureau.paper_kinds import Composed, Doing, PaperKind
from bureau.rules import PaperState, SectionCode

WRITTEN_IN = {
    Document.NOTICE: ProposalState.UNDER_REVIEW,
    Document.DECISION: ProposalState.DECIDED,
    Document.REVOCATION: ProposalState.DECIDED,
    **{document: state for state, document in ENDINGS.items()},
}
"""In which state of its proposal a paper is drafted, reviewed and signed."""
ANNOUNCING = (Document.NOTICE, Document.DECISION, Document.REVOCATION)
"""What is about to happen by a proposal, or was decided by it."""
# As the papers themselves name each other, and as a reader's list names them.
TITLES = {
    Document.NOTICE: "拟处理告知书",
    Document.DECISION: "处理决定书",
    **OF_REDRESS,
    **ENDING_TITLES,
}
LABELS = {
    Document.NOTICE: pgettext_lazy("paper", "Notice of intended handling"),
    Document.DECISION: pgettext_lazy("paper", "Decision on handling"),
    Document.REVIEW: pgettext_lazy("paper", "Decision on a review"),
    Document.APPEAL: pgettext_lazy("paper", "Decision on an appeal"),
    Document.RE_APPEAL: pgettext_lazy("paper", "Decision on a second appeal"),
    Document.REVOCATION: pgettext_lazy("paper", "Decision to take back"),
    Document.CORRECTION: pgettext_lazy("paper", "Correction bulletin"),
    Document.RESTORATION: pgettext_lazy("paper", "Notice of restoration"),
    Document.DISMISSAL: pgettext_lazy("paper", "Notice that nothing follows"),
    Document.LIFTING: pgettext_lazy("paper", "Decision to lift measures"),
}


def compose_notice(user: User, about: str, day: date) -> Composed:
    """Compose the notice of what was put forward.

    :raises RoadError: outside the section that writes it, before anything is put forward, or once
        it is served.
    """
    proposal, handling = _found(user, about, ProposalState.UNDER_REVIEW)
    days = selectors.table_on(day).statement_days
    paper = papers.notice(
        told(proposal, handling), statement_days=days, bureau=settings.BUREAU_NAME
    )
    return Composed(paper)


def compose_decision(user: User, about: str, day: date) -> Composed:
    """Compose the decision from what was entered.

    :raises RoadError: outside the section that writes it, before it is decided, or once it is
        served.
    """
    proposal, handling = _found(user, about, ProposalState.DECIDED)
    notice = selectors.service_of(proposal, Document.NOTICE)
    if notice is None or handling.heard_on is None or handling.decided_on is None:
        raise RoadError(_("Nothing is decided yet: there is no paper to draft."))
    table = selectors.table_on(day)
    said = papers.Decision(
        notice_no=notice.paper.number.text if notice.paper.number else "",
        notice_on=notice.served_on,
        heard=Heard(handling.heard),
        heard_on=handling.heard_on,
        opinion=handling.opinion,
        organ=Organ(handling.organ),
        minutes_no=handling.minutes_no,
        on=handling.decided_on,
        review_days=table.review_days,
        appeal_days=table.appeal_days,
        talk_reason=handling.talk_reason,
    )
    paper = papers.decision(told(proposal, handling), said, bureau=settings.BUREAU_NAME)
    return Composed(paper)


def _found(user: User, about: str, state: ProposalState) -> tuple[SanctionProposal, Handling]:
    # Held until it is drafted: nothing else is put forward between reading it and writing it down.
    proposal = found(user, about)
    handling = selectors.handling_of(proposal)
    if handling is None or proposal.state != state:
        raise RoadError(_("It is “%(state)s”: there is no such paper to draft now.") % {
            "state": proposal.get_state_display()
        })  # fmt: skip
    return proposal, handling


def told(proposal: SanctionProposal, handling: Handling, *, on: date | None = None) -> papers.Told:
    """Put together what the papers say; of a decision the measures that stand, and where they are
    told of `on` a later day, as a review or an appeal left them.
    """
    measures = [
        one
        for one in proposal.measures.exclude(stands=False)
        if on is None or not one.has_ceased(on)
    ]
    return papers.Told(
        person=proposal.staff.name if proposal.staff else "",
        unit=proposal.institution.name,
        year=year_in_words(proposal.window_from),
        times=times(proposal.total),
        facts=handling.facts,
        basis=handling.basis,
        measures=[
            papers.Imposed(
                MeasureCode(one.code),
                months_left(one) if on and one.ceased_on else one.decided_months or one.months,
                one.starts_on, bans.until(one) if on else one.ends_on, **_beside(proposal, one),
            )
            for one in measures
        ],
        is_joint=proposal.ladder == LadderCode.JOINT,
        of_followups=proposal.ladder == LadderCode.FALSE_FOLLOWUP,
    )  # fmt: skip


def _beside(proposal: SanctionProposal, measure: Measure) -> dict[str, Any]:
    """Say with what a ban begins; of one on awards, of which year, and which were given already."""
    if measure.stands and measure.code == MeasureCode.TITLE_PROMOTION_BAN:
        begins = BanStart.DECISION if measure.starts_on else bans.begins(measure)
        return {"begins": begins, "adds_up": bans.adds_up(proposal, measure.code)}
    if measure.code != MeasureCode.AWARD_BAN:
        return {}
    year = year_in_words(awards.ban_window(proposal).first)
    return {"year": year, "revoked": awards.to_revoke(proposal, among=[measure.code])}


def changes_since(about: str, drafted_at: datetime, at: datetime) -> list[str]:
    """Tell whoever signs that the count has fallen since a paper was drafted."""
    back: Any = SanctionProposal.objects.filter(about__no=no_of(about)).there()
    said = _("The count has fallen: %(no)s proposes to take this back.")
    return [
        said % {"no": one.no}
        for one in back.filter(proposed_at__gt=drafted_at, proposed_at__lte=at)
    ]


def bar(paper: OfficialPaper, doing: Doing) -> str:
    """Say what stands against rewording, reviewing, signing or voiding a paper of the road."""
    document = Document(paper.kind)
    if doing is Doing.REVISE:
        return _(
            "This paper says what was entered, word for word. Put that right and draft it again."
        )
    proposal = SanctionProposal.objects.select_for_update(of=("self",)).get(no=no_of(paper.about))
    if doing is Doing.VOID:
        is_used = proposal.restorations.filter(paper=paper).exists()
        if is_used or selectors.service_of(proposal, document):
            return _("It was served: only a decision can take it back.")
        return ""
    if document in WRITTEN_IN and proposal.state != WRITTEN_IN[document]:
        said = _("%(no)s is “%(state)s” now: this paper cannot go out any more.")
        return said % {"no": proposal.no, "state": proposal.get_state_display()}
    if document in RESTORING and paper.about != last_about(proposal, document):
        return _("It was decided on again since: void this paper and draft it anew.")
    return ""


ENDING = [Document.LIFTING.value, Document.RESTORATION.value]


def hidden_from(user: User) -> Q:
    """Keep the papers of a proposal from whom the proposal itself is kept.

    Which unit was told to carry it out reads that it ends, whoever's unit it was before.
    """
    seen = SanctionProposal.objects.visible_to(user).order_by().values("no")
    hidden = Q(kind__in=[one.value for one in Document]) & ~Q(In(named_in("about"), seen))
    if not user.is_authenticated or not user.institution_id:
        return hidden
    notices = OfficialPaper.objects.filter(
        kind=Sheet.UNIT.value, institutions=user.institution_id, state=PaperState.SIGNED
    )
    told = notices.order_by().annotate(proposal_no=named_in("about")).values("proposal_no")
    to_units = SanctionProposal.objects.told_to_units().order_by().filter(no__in=told).values("no")
    return hidden & ~(Q(kind__in=ENDING) & Q(In(named_in("about"), to_units)))


def named_in(about: str) -> Func:
    """Cut the number of the proposal out of what a paper is about."""
    return Func(F(about), Value("."), Value(1), function="split_part", output_field=CharField())


def overtaken() -> Q:
    """Name the papers whose proposal came to nothing after they were signed, before a service."""
    ended = SanctionProposal.objects.filter(state__in=FREE).order_by().values("no")
    served = Service.objects.order_by().values("paper")
    return Q(kind__in=[one.value for one in ANNOUNCING], about__in=ended) & ~Q(pk__in=served)


def register_paper_kinds() -> None:
    """Name this app's papers to the ground floor; called once, when the app is ready."""
    composing = {
        Document.NOTICE: compose_notice,
        Document.DECISION: compose_decision,
        **COMPOSING,
        **OF_ENDS,
    }
    for document, compose in composing.items():
        series = document.value.replace(".", "_")
        paper_kinds.register(
            PaperKind(document.value, LABELS[document], series, SectionCode.PERSONNEL,
                      compose, changes_since, bar, hidden_from, overtaken)
        )  # fmt: skip
