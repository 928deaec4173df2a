"""How far a proposal has come on its road, what keeps it from the next step, and whom."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import CountableEvent, Handling, SanctionProposal, Service
from accountability.models.scope import EventQuerySet
from accountability.road_choices import BARS, LACKING
from accountability.rules import road
from accountability.rules.road import Road, Step
from accountability.rules.states import BEFORE_EFFECT, IMPOSING, UNTOLD
from accountability.rules.table import TABLES
from accountability.rules.terms import KIND, RoadTable
from accountability.rules.words import (
    Document,
    Heard,
    LadderCode,
    MeasureCode,
    ProposalKind,
    ProposalState,
)
from accountability.selectors.counts import is_carried
from accountability.selectors.made_up import hands_in_doubts
from accountability.selectors.persons import own_record
from accountability.selectors.whole import paper_in_force, remembered, rows
from bureau.models import Act, OfficialPaper, User
from bureau.rule_tables import read
from bureau.rules import ActorKind, PaperState
from bureau.selectors import rules_on
from bureau.templatetags.shell import day as in_full
from complaints.models import Case
from complaints.selectors import changed_what_counts, had_part

PEOPLE = ("put_forward_by", "decided_by")
PUTTING_FORWARD = ("put_forward_measures", "put_forward_taking_back")
DECIDING = frozenset({Step.DECIDE, Step.DISMISS, Step.LIFT})
"""The steps by which is decided: nobody takes them on what is their own."""
ONWARDS = frozenset({Step.PUT_FORWARD, Step.SERVE_NOTICE, Step.DECIDE,
                     Step.SERVE_DECISION, Step.PUT_IN_EFFECT, Step.CARRY_OUT, Step.SUMMON,
                     Step.RECORD_TALK, Step.WRITE_BULLETIN})  # fmt: skip
"""The steps that are not taken any more once the ground has fallen."""
SERVES = {Step.SERVE_NOTICE: Document.NOTICE, Step.SERVE_DECISION: Document.DECISION}


def table_on(day: date) -> RoadTable:
    return read(RoadTable, rules_on(KIND, day))


def handling_of(proposal: SanctionProposal) -> Handling | None:
    found = Handling.objects.select_related(*PEOPLE).filter(proposal=proposal)
    return remembered(proposal, "handling", found.first)


def paper_of(proposal: SanctionProposal, document: Document) -> OfficialPaper | None:
    """Find the paper in force of a proposal, drafted or signed."""
    return paper_in_force(proposal, document.value, proposal.no)


def signed_paper(proposal: SanctionProposal, document: Document) -> OfficialPaper | None:
    paper = paper_of(proposal, document)
    return paper if paper and paper.state == PaperState.SIGNED else None


def service_of(proposal: SanctionProposal, document: Document) -> Service | None:
    served = rows(proposal, "services")
    return next((one for one in served if one.document == document), None)


def drafted_on(service: Service) -> date:
    """Return the day whose rules a served paper speaks by."""
    return timezone.localdate(service.paper.drafted_at)


def came(proposal: SanctionProposal) -> Road:
    """Tell how far a proposal has come."""
    handling = handling_of(proposal)
    decision = signed_paper(proposal, Document.DECISION)
    return Road(
        is_put_forward=handling is not None,
        is_notice_served=service_of(proposal, Document.NOTICE) is not None,
        heard=handling.heard if handling else "",
        is_decided=bool(handling and handling.decided_on),
        number=decision.number.text if decision and decision.number else "",
        is_decision_served=service_of(proposal, Document.DECISION) is not None,
    )


def events_behind(proposal: SanctionProposal) -> EventQuerySet:
    """List what adds up to a proposal; where it takes another one back, what did so ever."""
    whom = Q(staff=proposal.staff_id) if proposal.staff_id else Q(
        institution=proposal.institution_id
    )  # fmt: skip
    events = CountableEvent.objects.filter(whom, ladder=proposal.ladder)
    events = events if proposal.about_id else events.active()
    return events.adding_up(proposal.window_from, rolls=proposal.rolls).order_by()


def hands_in(proposal: SanctionProposal) -> set[int]:
    """Name the accounts that handled what counts here: looked after it, found, verified, joined,
    parted, or took it up again; of made-up follow-ups, who rang or decided.

    Of a matter every case is asked that was joined in it, whichever of them counts.
    """
    if not LadderCode(proposal.ladder).counts_cases:
        return hands_in_doubts(events_behind(proposal).values("doubt"))
    known = _known_behind(proposal)
    joined = Q(matter__in={matter for _house, matter, _case in known})
    joined |= Q(pk__in={case for _house, _matter, case in known})
    cases = list(Case.objects.filter(joined).order_by().values_list("pk", flat=True))
    return had_part(cases) | changed_what_counts(cases)


def _known_behind(proposal: SanctionProposal) -> list[tuple[int, int | None, int | None]]:
    """Read house, matter and case of each event behind a proposal, once for its page."""
    columns = events_behind(proposal).values_list("institution", "matter", "case")
    return remembered(proposal, "behind", lambda: list(columns))


def _houses_of(proposal: SanctionProposal) -> set[int]:
    """Name the houses whose own people do not decide: where somebody works, and where it was."""
    return {proposal.institution_id, *(house for house, _matter, _case in _known_behind(proposal))}


def put_forward_by(proposal: SanctionProposal) -> set[int]:
    """Name the accounts that put it forward, also those whose words another one replaced.

    Of a proposal to take another one back, who put that one forward as well.
    """
    nos = [proposal.no, proposal.about.no] if proposal.about else [proposal.no]
    acts = Act.objects.filter(object_kind="sanction_proposal", object_no__in=nos)
    acts = acts.filter(verb__in=PUTTING_FORWARD, actor_kind=ActorKind.USER.value)
    return {int(one) for one in acts.order_by().values_list("actor_id", flat=True)}


def decided_by(proposal: SanctionProposal) -> set[int]:
    """Name the accounts that decided on a proposal before, at first or as it was asked again."""
    handling = handling_of(proposal)
    before = [one.decided_by_id for one in rows(proposal, "remedies")]
    before += [handling.decided_by_id] if handling else []
    return {one for one in before if one}


def bar_of(user: User, proposal: SanctionProposal) -> str:
    """Say what bars somebody from deciding on a proposal; empty if nothing.

    Who imposed something decides neither that it is taken back nor that it stands.
    """
    return remembered(proposal, ("bar", user.pk), lambda: _bar(user, proposal))


def _bar(user: User, proposal: SanctionProposal) -> str:
    units = {user.institution_id, user.staff.institution_id if user.staff else None} - {None}
    found = road.bar(
        road.Decider(user.pk, own_record(user, proposal), [one for one in units if one]),
        subject=proposal.staff_id,
        of_units=_houses_of(proposal),
        put_by=put_forward_by(proposal),
        hands=hands_in(proposal),
        decided_by=decided_by(proposal.about) if proposal.about else (),
    )
    return str(BARS[found]) if found else ""


def obstacle(step: Step, proposal: SanctionProposal, *, user: User | None, day: date) -> str:
    """Say what keeps a person from a step beside the proposal's state; empty if nothing."""
    if step in ONWARDS and (said := fallen(proposal)):
        return said
    if step in DECIDING and user and (said := bar_of(user, proposal)):
        return said
    if step in SERVES and signed_paper(proposal, SERVES[step]) is None:
        return _("The paper to be served is not signed yet.")
    waits = {Step.DECIDE: still_heard, Step.DISMISS: _undismissable, Step.EXPIRE: _still_running}
    if step in waits:
        return waits[step](proposal, day)
    if step is Step.PUT_FORWARD and paper_of(proposal, Document.NOTICE):
        return _("The notice is drafted already: void it before putting anything else forward.")
    if step is Step.PUT_IN_EFFECT and (missing := road.lacking(came(proposal))):
        return str(LACKING[missing])
    return ""


def _undismissable(proposal: SanctionProposal, day: date) -> str:
    if _is_for_the_party_group(proposal, day):
        return _("The party group decides here: put it forward, have it heard, then dismiss it.")
    if proposal.about and proposal.about.state in BEFORE_EFFECT:
        return _("This has not taken effect, and the count no longer reaches its tier: take it"
                 " back.")  # fmt: skip
    return ""


def fallen(proposal: SanctionProposal) -> str:
    """Say that what counts no longer carries a proposal, by what else is proposed or open."""
    return remembered(proposal, "fallen", lambda: _fallen(proposal))


def _fallen(proposal: SanctionProposal) -> str:
    newest_first = sorted(rows(proposal, "taken_back_by"), key=lambda one: -one.pk)
    back = {one.state: one.no for one in newest_first}
    if taken_back := next((back[state] for state in sorted(UNTOLD) if state in back), ""):
        return _("The count has fallen: %(no)s proposes to take this back. Decide on that.") % {
            "no": taken_back
        }
    if ProposalState.DISMISSED in back and proposal.state in BEFORE_EFFECT:
        return "" if is_carried(proposal) else _("The count no longer reaches this tier.")
    return ""


def _still_running(proposal: SanctionProposal, day: date) -> str:
    handling = handling_of(proposal)
    due_on = handling.statement_due_on if handling else None
    if due_on is None or road.is_over(due_on, day):
        return ""
    return _("The term of the statement runs until %(day)s.") % {"day": in_full(due_on)}


def decided_from(proposal: SanctionProposal) -> date | None:
    """Return the first day for a decision; None as long as nothing is heard, or if none waits."""
    handling = handling_of(proposal)
    if handling is None or handling.statement_due_on is None or not handling.heard:
        return None
    return road.decided_from(
        handling.statement_due_on, heard=Heard(handling.heard), is_complete=handling.is_complete
    )


def still_heard(proposal: SanctionProposal, day: date) -> str:
    """Say that a decision waits for the end of the statement's term; empty if it does not."""
    since = decided_from(proposal)
    if since is None or day >= since:
        return ""
    said = _("Whoever it is about may add to the statement until %(day)s. It is decided after that,"
             " or once they say that this was all.")  # fmt: skip
    return said % {"day": in_full(since - timedelta(days=1))}


def last_said_on(proposal: SanctionProposal) -> date | None:
    """Return the day on which something was stated last."""
    acts = Act.objects.of("sanction_proposal", proposal.no).filter(verb="hear_statement")
    days = (one.facts.get("on") for one in acts)
    return max((date.fromisoformat(one) for one in days if one), default=None)


def _is_for_the_party_group(proposal: SanctionProposal, day: date) -> bool:
    """Test if nobody alone lays aside, before it is heard, what the party group has to decide."""
    if proposal.state not in UNTOLD or proposal.kind not in IMPOSING:
        return False
    if is_theirs(proposal):
        return True
    table = read(TABLES[LadderCode(proposal.ladder)], proposal.rules.values)
    return needs_party_group(proposal, list(table.measures(proposal.tier)), day=day)


def may_talk_instead(proposal: SanctionProposal, told: Collection[MeasureCode]) -> bool:
    """Test if a talk may be decided in place of the bulletin, by the rules of the proposal."""
    table = read(TABLES[LadderCode(proposal.ladder)], proposal.rules.values)
    is_on = bool(getattr(table, "tier1_requires_decision", 0))
    ladder = LadderCode(proposal.ladder)
    return road.may_talk_instead(ladder, proposal.tier, told=told, is_on=is_on)


def is_theirs(proposal: SanctionProposal) -> bool:
    """Test if the party group has to decide, as it was put forward."""
    handling = handling_of(proposal)
    return handling is not None and handling.needs_party_group


def needs_party_group(
    proposal: SanctionProposal, measures: list[MeasureCode], *, day: date
) -> bool:
    return road.takes_party_group(
        LadderCode(proposal.ladder), proposal.tier, ProposalKind(proposal.kind), measures=measures,
        from_tier=table_on(day).party_group_from,
    )  # fmt: skip
