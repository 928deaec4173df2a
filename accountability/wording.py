"""Words for what the pages show: cards, chips, the story of a proposal."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from accountability import choices, pending_wording
from accountability.models import SanctionProposal
from accountability.rules.counting import WHOLE
from accountability.rules.windows import window_from
from accountability.rules.words import LadderCode, ProposalState, RemedyKind, RemedyState
from accountability.selectors.evidence import Line
from accountability.selectors.pages import Called, Subject, called_for, subject_of
from accountability.selectors.serving import unserved
from accountability.selectors.told import measures_told, state_told
from bureau.models import Act
from bureau.templatetags.shell import day as in_full
from complaints.choices import FINDINGS

TONES = {
    ProposalState.PROPOSED: "warning",
    ProposalState.UNDER_REVIEW: "hold",
    ProposalState.IN_EFFECT: "danger",
    ProposalState.DISMISSED: "neutral",
    ProposalState.WITHDRAWN: "neutral",
    ProposalState.COMPLETED: "success",
    ProposalState.LIFTED: "success",
    ProposalState.REVOKED: "success",
}


WAITING = {
    RemedyKind.REVIEW: pgettext_lazy("remedy", "review pending"),
    RemedyKind.APPEAL: pgettext_lazy("remedy", "appeal pending"),
    RemedyKind.RE_APPEAL: pgettext_lazy("remedy", "second appeal pending"),
}


class Chip(NamedTuple):
    tone: str
    label: str


class Tier(NamedTuple):
    """One proposal in words. In a column of one state it need not be said again."""

    proposal: SanctionProposal
    state: Chip
    measures: list[str]
    says_state: bool = False
    ending: pending_wording.Chip | None = None

    @property
    def asked_again(self) -> list[str]:
        """Name the review or appeal that waits for its answer."""
        rows = [one for one in self.proposal.remedies.all() if one.state == RemedyState.RECEIVED]
        return [str(WAITING[RemedyKind(one.kind)]) for one in rows if one.kind in WAITING]


class Card(NamedTuple):
    """What is proposed against one person or institution for one year."""

    subject: str
    house: str
    ladder: str
    file_url: str
    year: str
    times: str
    tiers: list[Tier]
    late: list[str]


def times(total: int) -> str:
    """Write a count: whole events without a point, halves with one."""
    whole, rest = divmod(total, WHOLE)
    return str(whole) if not rest else f"{total / WHOLE:g}"


def year(first: date) -> str:
    """Name a year of counting: by its number, or by both its days where it is no calendar year."""
    if (first.month, first.day) == (1, 1):
        return str(first.year)
    return "～".join(map(in_full, window_from(first)))


def state_chip(proposal: SanctionProposal) -> Chip:
    return _chip(ProposalState(proposal.state))


def told_chip(proposal: SanctionProposal) -> Chip:
    """Show the state that whoever is concerned is told of."""
    return _chip(state_told(proposal))


def told_measures(proposal: Any) -> list[str]:
    """Name the measures of a proposal read by `told.telling`: those told, then those decided."""
    told = measures_told(proposal)
    return [str(one) for one in told if one.stands or not proposal.is_decision_served]


def _chip(state: ProposalState) -> Chip:
    return Chip(TONES.get(state, "primary"), str(choices.PROPOSAL_STATES[state]))


def file_url(proposal: SanctionProposal) -> str:
    address = reverse("accountability:house", args=[proposal.institution.code])
    if proposal.staff_id:
        address = reverse("accountability:person", args=[proposal.staff_id])
    is_usual = proposal.ladder in (LadderCode.STAFF, LadderCode.INSTITUTION)
    return address if is_usual else f"{address}?ladder={proposal.ladder}"


def measures(called: Iterable[Called]) -> list[str]:
    """Write what a tier calls for, with the day until which each would hold."""
    return [_measure(one) for one in called]


def _measure(one: Called) -> str:
    label = str(choices.MEASURES[one.measure])
    if one.months:
        return _to_begin(one, label)
    if one.until is None:
        return label
    return _("%(measure)s, until %(day)s") % {"measure": label, "day": in_full(one.until)}


def _to_begin(one: Called, label: str) -> str:
    """Word a ban whose last day nobody knows yet: by its term, and from when it runs."""
    said = ngettext(
        "%(measure)s, %(n)s month from %(start)s", "%(measure)s, %(n)s months from %(start)s",
        one.months or 0,
    )  # fmt: skip
    words = {"measure": label, "n": one.months, "start": choices.BAN_STARTS[one.start]}
    if not one.adds_up:
        return said % words
    return _("%(said)s, added to what holds already") % {"said": said % words}


def tier(proposal: SanctionProposal, *, day: date, says_state: bool = False) -> Tier:
    called = called_for(proposal, day=day)
    ending = pending_wording.chip_of(proposal, day)
    return Tier(proposal, state_chip(proposal), measures(called), says_state, ending)


def cards(
    proposals: Sequence[SanctionProposal], counts: Mapping[Subject, int], *, day: date,
    says_state: bool,
) -> list[Card]:  # fmt: skip
    """Put what is proposed against one in one year on one card, the highest tier first."""
    found: dict[Subject, list[SanctionProposal]] = {}
    for one in proposals:
        found.setdefault(subject_of(one), []).append(one)
    late = unserved(proposals, day) if says_state else {}
    return [
        _card(of_one, counts.get(who, 0), day, says_state, late) for who, of_one in found.items()
    ]


def _late(proposal: SanctionProposal, days: int) -> str:
    """Say that something was to be served long ago."""
    said = ngettext("%(no)s: not served for %(n)s day", "%(no)s: not served for %(n)s days", days)
    return said % {"no": proposal.no, "n": days}


def _card(
    of_one: list[SanctionProposal], count: int, day: date, says_state: bool,
    late: Mapping[int, int],
) -> Card:  # fmt: skip
    of_one = sorted(of_one, key=lambda one: -one.tier)
    first = of_one[0]
    return Card(
        str(first.subject),
        first.institution.name if first.staff else "",
        str(first.get_ladder_display()),
        file_url(first),
        year(first.window_from),
        times(count),
        [tier(one, day=day, says_state=says_state) for one in of_one],
        [_late(one, late[one.pk]) for one in of_one if one.pk in late],
    )


class Row(NamedTuple):
    """One case of the evidence in words."""

    line: Line
    finding: str
    counts: Chip

    @property
    def no_head(self) -> str:
        return str(choices.NO_HEADS[self.line.no_head]) if self.line.no_head else ""


def row(line: Line) -> Row:
    finding = str(FINDINGS.get(line.finding, "")) if line.finding else ""
    if line.why_not is None:
        said = _("counts") if line.weight == WHOLE else _("counts %(n)s") % {
            "n": times(line.weight)
        }  # fmt: skip
        return Row(line, finding, Chip("success", said))
    return Row(line, finding, Chip("neutral", str(choices.WHY_NOT[line.why_not])))


def details(act: Act) -> str:
    """Say of an act how much counted, by which version of the rules, as far as it tells."""
    facts = act.facts
    if "rules" not in facts:
        return ""
    said = _("Count %(n)s, version %(version)s of the rules")
    return said % {"n": times(facts["count"]), "version": facts["rules"]}
