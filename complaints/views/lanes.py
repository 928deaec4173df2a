"""What is said on a case, parted by who reads it, and the steps parted by how often they come."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from bureau.models import Attachment, User
from complaints import choices, selectors
from complaints.models import Case
from complaints.models import Entry as Note
from complaints.rules.secrecy import goes_to_units
from complaints.rules.steps import Step
from complaints.rules.words import Audience
from complaints.verbs import Verb

READ_BY = {
    Audience.PUBLIC: _(
        "Whoever complained reads this on the query page; the institution sees the files alone."
    ),
    Audience.INSTITUTION: _("The institution that has the case reads this."),
    Audience.INTERNAL: _("Nobody outside of the bureau reads this."),
}
MAIN = (
    Step.REPORT, Step.ACCEPT_DISPATCH, Step.RESUME, Step.VERIFY, Step.FIND, Step.DISPATCH,
    Step.REVIEW, Step.REPLY, Step.CLOSE, Step.ARCHIVE,
)  # fmt: skip
"""The one step that a page offers first, where several can be taken."""
ON_THE_WAY = {
    *MAIN, Step.ACCEPT, Step.INVESTIGATE, Step.CALL_BACK, Step.RECTIFY, Step.DECIDE, Step.RETURN,
    Step.STATE, Step.CONFIRM_FABRICATED, Step.RECHECK,
}  # fmt: skip
"""The steps of which one is usually next; the others stand folded."""
OF_A_LANE = {Step.NOTE, Step.ATTACH}
"""Offered where they belong: in the box of whoever reads it."""
FOLDED = {
    pgettext_lazy("steps", "Put right"): (
        Step.SORT, Step.TAKE, Step.ALLEGE, Step.NAME, Step.TIE, Step.SHOW, Step.TAKE_OFF,
        Step.MERGE, Step.UNMERGE, Step.ACCUSE, Step.FABRICATED,
    ),
    pgettext_lazy("steps", "Time"): (Step.PAUSE, Step.MANY, Step.EXTEND),
    pgettext_lazy("steps", "End otherwise"): (
        Step.DECLINE, Step.TRANSFER, Step.WITHDRAW, Step.REOPEN,
    ),
}  # fmt: skip


class Steps(NamedTuple):
    """What may be done with a case: the next step, its neighbours, and the rest by groups."""

    main: Verb | None
    next: list[Verb]
    more: list[tuple[Any, list[Verb]]]

    @property
    def folded(self) -> int:
        return sum(len(verbs) for _label, verbs in self.more)


def steps_of(offered: Sequence[Verb], *, is_reported: bool = False) -> Steps:
    by_step = {verb.step: verb for verb in offered}
    # What a unit reported already it may add to; nobody waits for that.
    done = {Step.REPORT} if is_reported else set()
    main = next((by_step[step] for step in MAIN if step in by_step and step not in done), None)
    beside = [verb for verb in offered if verb.step in ON_THE_WAY and verb is not main]
    more = [
        (label, [by_step[step] for step in steps if step in by_step])
        for label, steps in FOLDED.items()
    ]
    named = {*ON_THE_WAY, *OF_A_LANE, *(step for steps in FOLDED.values() for step in steps)}
    rest = [verb for verb in offered if verb.step not in named]
    more.append((pgettext("steps", "Other steps"), rest))
    return Steps(main, beside, [group for group in more if group[1]])


class Lane(NamedTuple):
    """What one audience reads of a case. Each has its colour, its name and its sentence."""

    audience: Audience
    label: Any
    tone: str
    read_by: Any
    notes: list[Note]
    files: list[Attachment]


def lanes_of(user: User, case: Case) -> list[Lane]:
    """Part a case's notes and files by who reads them; a unit has no box for what is internal.

    What a unit handed in itself stands in a box of its own: the bureau reads it, nobody else.
    """
    written = Note.objects.visible_to(user).filter(case=case).select_related("by")
    parted = _parted(written), _parted(selectors.files_of(case, user=user))
    lanes = [_lane(audience, *parted) for audience in _order(user)]
    if not user.institution_id:
        return [lane for lane in lanes if lane.notes or lane.files or _reaches(lane, case)]
    own = lanes[-1]._replace(
        label=pgettext("file", "handed in by you"), read_by=_("The bureau reads this, and you.")
    )
    return [*lanes[:-1], own]


def _reaches(lane: Lane, case: Case) -> bool:
    """Test if anybody can read a lane of a case: of an accusation no institution can."""
    return lane.audience != Audience.INSTITUTION or goes_to_units(is_accusation=case.is_accusation)


def _order(user: User) -> list[Audience]:
    """The bureau works from the inside outwards; a unit reads first what was written to it."""
    if user.institution_id:
        return [Audience.INSTITUTION, Audience.PUBLIC, Audience.INTERNAL]
    return [Audience.INTERNAL, Audience.INSTITUTION, Audience.PUBLIC]


def _parted(rows: Iterable[Any]) -> dict[str, list[Any]]:
    parted: dict[str, list[Any]] = {audience.value: [] for audience in Audience}
    for row in rows:
        parted[row.audience].append(row)
    return parted


def _lane(audience: Audience, notes: dict[str, list], files: dict[str, list]) -> Lane:
    label, tone = choices.AUDIENCES[audience], choices.AUDIENCE_TONES[audience.value]
    return Lane(audience, label, tone, READ_BY[audience], notes[audience], files[audience])
