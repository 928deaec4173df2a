"""The lines of the annual register in words, for the page, the paper and the workbook alike."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import choices, road_choices
from accountability.models import Handling, Measure, Remedy, SanctionProposal
from accountability.rules.redress import ASKED
from accountability.rules.states import TAKING_BACK, UNTOLD
from accountability.rules.words import Document, Outcome, ProposalState, RemedyState
from accountability.selectors import bans
from accountability.wording import file_url, times, year
from bureau.templatetags.shell import day as in_full

UNHEARD = UNTOLD | {ProposalState.NOTICE_SERVED}


class Line(NamedTuple):
    """One entry as it stood on a day."""

    proposal: SanctionProposal
    year: str
    times: str
    measures: list[str]
    notice_on: date | None
    heard: str
    number: str
    decided_on: date | None
    served_on: date | None
    effect_from: date | None
    state: str
    again: list[str]
    url: str


def line(one: SanctionProposal, day: date) -> Line:
    """Tell an entry by what had been written down by the end of a day."""
    served = {row.document: row for row in one.services.all() if _by(row.at, day)}
    notice, decision = served.get(Document.NOTICE), served.get(Document.DECISION)
    if one.kind in TAKING_BACK:
        decision = served.get(Document.REVOCATION)
    road: Handling | None = getattr(one, "handling", None)
    is_put = road is not None and _by(road.put_forward_at, day)
    is_decided = road is not None and road.decided_at is not None and _by(road.decided_at, day)
    state = ProposalState(one.state_then)  # type: ignore[attr-defined]
    effect_from = road.effect_from if road else None
    remedies = [row for row in one.remedies.all() if row.kind in ASKED and _by(row.entered_at, day)]
    return Line(
        one, year(one.window_from), times(one.total),
        _measures(one, day, is_decided=is_decided) if is_put else [],
        notice.served_on if notice else None,
        str(road_choices.HEARD.get(road.heard, "")) if road and state not in UNHEARD else "",
        decision.paper.number.text if decision and decision.paper.number else "",
        road.decided_on if road and is_decided else None,
        decision.served_on if decision else None,
        effect_from if effect_from and effect_from <= day and decision else None,
        str(choices.PROPOSAL_STATES[state]), [_again(row, day) for row in remedies],
        file_url(one),
    )  # fmt: skip


def _by(at, day: date) -> bool:
    return timezone.localdate(at) <= day


def _measures(one: SanctionProposal, day: date, *, is_decided: bool) -> list[str]:
    rows = [row for row in one.measures.all() if not is_decided or row.stands]
    answered = [row for row in one.remedies.all() if row.decided_at and _by(row.decided_at, day)]
    is_changed = any(row.outcome != Outcome.UPHELD for row in answered)
    return [_measure(row, is_decided, is_changed) for row in rows]


def _measure(row: Measure, is_decided: bool, is_changed: bool) -> str:
    """Write a measure with its last day; cut short only once that was decided."""
    label = str(choices.MEASURES[row.code])
    until = row.holds_until if is_changed else row.ends_on
    if bans.adds_up(row.proposal, row.code):
        until = bans.until(row)
    if not is_decided or until is None:
        return label
    return _("%(measure)s, until %(day)s") % {"measure": label, "day": in_full(until)}


def _again(row: Remedy, day: date) -> str:
    """Tell what was asked for, and how that stood at the end of a day."""
    kind = road_choices.REMEDIES[row.kind]
    if row.decided_at is not None and _by(row.decided_at, day):
        return f"{kind} · {road_choices.OUTCOMES[row.outcome]}"
    ended_at = row.decided_at or row.laid_aside_at  # type: ignore[attr-defined]
    is_later = ended_at is not None and not _by(ended_at, day)
    state = RemedyState.RECEIVED if is_later else RemedyState(row.state)
    return f"{kind} · {road_choices.REMEDY_STATES[state]}"


class Sums(NamedTuple):
    """The counts at the end of the register; each part adds up to `total`."""

    total: int
    by_tier: list[tuple[str, int]]
    by_state: list[tuple[str, int]]


def sums(lines: Sequence[Line]) -> Sums:
    """Count the very lines that are shown, by ladder and tier, and by state."""
    tiers = Counter((one.proposal.ladder, one.proposal.tier) for one in lines)
    of_tier = [
        (_("%(ladder)s, tier %(n)s") % {"ladder": choices.LADDERS[ladder], "n": tier}, count)
        for (ladder, tier), count in sorted(tiers.items())
    ]
    return Sums(len(lines), of_tier, sorted(Counter(one.state for one in lines).items()))
