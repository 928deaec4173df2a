"""Words for where pending appointments stand: chips, lines, the assessments with their files."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from accountability.models import Assessment, SanctionProposal
from accountability.pending_choices import STAGES
from accountability.rules.pending import Stage
from accountability.selectors import pending as selectors
from accountability.services.pending import ASSESSMENT
from bureau.models import Attachment, User
from bureau.templatetags.shell import day as in_full

TONES = {
    Stage.RUNNING: "neutral",
    Stage.TO_ASSESS: "hold",
    Stage.OVERDUE: "danger",
    Stage.FILED: "warning",
    Stage.CONFIRMED: "success",
}


class Chip(NamedTuple):
    tone: str
    label: str


class Filed(NamedTuple):
    """One assessment with its files, as far as somebody may open them."""

    assessment: Assessment
    files: Sequence[Attachment]


class Line(NamedTuple):
    """One person in pending appointment, as a unit's page lists them."""

    proposal: SanctionProposal
    until: str
    chip: Chip


def chip_of(proposal: SanctionProposal, day: date) -> Chip | None:
    """Say whether the end of a pending appointment is there; nothing where none is in effect.

    A list asks no rules for it: that the unit may assess by now its own page says.
    """
    ending = selectors.ending_of(proposal, day, ahead=0)
    return stage_chip(ending) if ending else None


def stage_chip(ending: selectors.Ending) -> Chip:
    return Chip(TONES[ending.stage], str(STAGES[ending.stage]))


def shown(proposal: SanctionProposal, day: date) -> tuple[selectors.Ending, Chip] | None:
    """Say where the end stands with its days, for the page of one."""
    ending = selectors.ending_of(proposal, day)
    return (ending, stage_chip(ending)) if ending else None


def lines(proposals: Iterable[SanctionProposal], day: date) -> list[Line]:
    """Word who is in pending appointment, whoever comes to its end first."""
    return [
        Line(one, _("until %(day)s") % {"day": in_full(end.last)}, stage_chip(end))
        for one, end in selectors.endings(proposals, day)
    ]


def filed_of(proposal: SanctionProposal, user: User) -> list[Filed]:
    """List what the unit filed, the newest last, with what was attached."""
    rows = Assessment.objects.visible_to(user).filter(proposal=proposal)
    filed = list(rows.select_related("filed_by", "answered_by"))
    nos = [one.no for one in filed]
    files = Attachment.objects.hanging_on_seen(user).of_each(ASSESSMENT, nos)
    return [Filed(one, files[str(one.no)]) for one in filed]
