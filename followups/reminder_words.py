"""What is said of a register that is not in, in the language of whoever reads."""

from collections.abc import Container, Sequence
from datetime import date
from functools import reduce

from django.utils.translation import gettext

from bureau.models import Institution
from bureau.templatetags.shell import listed, short_day
from bureau.templatetags.shell import month as in_words
from followups.models import (
    CallCorrection,
    DoubtedFollowUp,
    MonthlyRegister,
    RegisterReturn,
    RowRemoval,
    SpotCheck,
)
from followups.rules.words import DoubtState


def title(month: date) -> str:
    return gettext("Follow-up register of %(month)s") % {"month": in_words(month)}


def list_title(month: date) -> str:
    return gettext("Late list of the registers of %(month)s") % {"month": in_words(month)}


def register_notice(register: MonthlyRegister, *, is_overdue: bool) -> str:
    """Say that a register is wanted, in part or as a whole, before or after its day."""
    # By whether the day is over, and whether a part is in.
    sentences = {
        (False, False): gettext(
            "%(house)s: the follow-up register of %(month)s is due on %(day)s."
        ),
        (False, True): gettext(
            "%(house)s: the follow-up register of %(month)s is in only in part;"
            " the rest is due on %(day)s."
        ),
        (True, False): gettext(
            "%(house)s: the follow-up register of %(month)s was due on %(day)s and is not in."
        ),
        (True, True): gettext(
            "%(house)s: the follow-up register of %(month)s was due on %(day)s"
            " and is in only in part."
        ),
    }
    is_in_part = register.arrived_on is not None
    return sentences[is_overdue, is_in_part] % _facts_of(register)


def urging(register: MonthlyRegister) -> str:
    said = gettext(
        "%(house)s: the bureau asks for the follow-up register of %(month)s, due on %(day)s."
    )
    return said % _facts_of(register)


def sent_back(sent: RegisterReturn) -> str:
    said = gettext(
        "%(house)s: the bureau sent the follow-up register of %(month)s back: %(reason)s"
    )
    counted = gettext("It counts as not handed in until it comes again.")
    told = said % {**_facts_of(sent.register), "reason": sent.reason}
    return f"{told} {counted}" if sent.as_missing else told


def row_taken_out(removal: RowRemoval) -> str:
    said = gettext(
        "%(house)s: the bureau took row %(row)s out of the follow-up register of %(month)s:"
        " %(reason)s"
    )
    facts = {"row": str(removal), "reason": removal.reason}
    return said % {**_facts_of(removal.register), **facts}


def redraw_answered(redraw: SpotCheck) -> str:
    facts = {**_facts_of(redraw.register), "reason": redraw.laid_aside_reason}
    if redraw.drawn_at is None:
        said = gettext(
            "%(house)s: the redraw of the spot-check of %(month)s was refused: %(reason)s"
        )
    else:
        said = gettext("%(house)s: the spot-check of %(month)s was drawn again, as you asked.")
    return said % facts


def redraw_asked(redraw: SpotCheck) -> str:
    said = gettext(
        "%(house)s: a redraw of the spot-check of %(month)s waits for a second person: %(reason)s"
    )
    return said % {**_facts_of(redraw.register), "reason": redraw.reason}


def result_corrected(correction: CallCorrection, check: SpotCheck) -> str:
    """Say what was corrected of a list, and if it is called anew."""
    said = gettext(
        "%(house)s: in the spot-check of %(month)s (draw %(draw)s) the result of person %(person)s"
        " was corrected from “%(was)s” to “%(now)s”."
    )
    facts = {
        **_facts_of(check.register),
        "draw": check.number,
        "person": correction.item.position,
        "was": correction.get_was_display(),
        "now": correction.get_verdict_display(),
    }
    if check.finished_at is not None:
        return said % facts
    anew = gettext("The list shows again when all results are in.")
    return _followed_by(said % facts, anew)


def result_corrected_by(correction: CallCorrection, check: SpotCheck) -> str:
    """Say to the bureau also by whom, and why."""
    by = gettext("By %(name)s: %(why)s") % {"name": correction.by.name, "why": correction.reason}
    return _followed_by(result_corrected(correction, check), by)


def doubt_raised(doubt: DoubtedFollowUp) -> str:
    said = gettext(
        "%(house)s: in the spot-check of %(month)s person %(person)s denied to two callers to have"
        " been followed up. Please explain it by %(until)s."
    )
    return said % _facts_of_doubt(doubt)


def doubt_explained(doubt: DoubtedFollowUp) -> str:
    said = gettext(
        "%(house)s has explained the follow-up of person %(person)s in the spot-check of %(month)s,"
        " which is in doubt. It waits to be decided."
    )
    return said % _facts_of_doubt(doubt)


def doubt_decided(doubt: DoubtedFollowUp) -> str:
    """Say what was decided; who decided it and on what is the bureau's own."""
    if doubt.taken_back_at:
        said = gettext(
            "%(house)s: the decision on the follow-up of person %(person)s in the spot-check of"
            " %(month)s is taken back."
        )
    elif doubt.decision == DoubtState.CONFIRMED:
        said = gettext(
            "%(house)s: the follow-up of person %(person)s in the spot-check of %(month)s is found"
            " to be made up. It counts in no rate."
        )
    else:
        said = gettext(
            "%(house)s: the follow-up of person %(person)s in the spot-check of %(month)s is not"
            " found to be made up. Nothing more is asked of you."
        )
    return said % _facts_of_doubt(doubt)


def doubt_title(doubt: DoubtedFollowUp) -> str:
    said = gettext("Follow-up in doubt: %(house)s, %(month)s, person %(person)s")
    return said % _facts_of_doubt(doubt)


def doubt_ends_soon(doubt: DoubtedFollowUp) -> str:
    said = gettext(
        "%(house)s: please explain by %(until)s the follow-up of person %(person)s in the"
        " spot-check of %(month)s, which its patient denies. After that it is decided without it."
    )
    return said % _facts_of_doubt(doubt)


def doubt_waits(doubt: DoubtedFollowUp) -> str:
    """Say to whoever decides that the term is over, and if anything was explained."""
    explained = gettext(
        "%(house)s explained the follow-up of person %(person)s in the spot-check of %(month)s;"
        " nobody has decided yet if it was made up."
    )
    silent = gettext(
        "%(house)s has not explained by %(until)s the follow-up of person %(person)s in the"
        " spot-check of %(month)s. Please decide if it was made up."
    )
    return (explained if doubt.explained_at else silent) % _facts_of_doubt(doubt)


def _facts_of_doubt(doubt: DoubtedFollowUp) -> dict[str, str]:
    facts = {**_facts_of(doubt.item.spot_check.register), "person": str(doubt.item.position)}
    return facts | ({"until": short_day(doubt.explain_by)} if doubt.explain_by else {})


def _facts_of(register: MonthlyRegister) -> dict[str, str]:
    return {
        "house": register.institution.name,
        "month": in_words(register.month),
        "day": short_day(register.due_on),
    }


def late_list(registers: Sequence[MonthlyRegister], *, looked_after: Container[int]) -> str:
    """Name the houses whose register of a month is not in or in part, and who has no officer."""
    missing = [one for one in registers if one.arrived_on is None]
    in_part = [one for one in registers if one.arrived_on is not None]
    sentences = [
        gettext("Follow-up registers of %(month)s, due on %(day)s.") % _facts_of(registers[0])
    ]
    for said, group in (
        (gettext("Not in (%(n)s): %(names)s."), missing),
        (gettext("In part (%(n)s): %(names)s."), in_part),
    ):
        names = listed(_name_with_gap(one.institution, looked_after) for one in group)
        sentences += [said % {"n": len(group), "names": names}] if group else []
    return reduce(_followed_by, sentences)


def _followed_by(first: str, then: str) -> str:
    """Put two sentences together, with a space between them where the language has one."""
    return gettext("%(first)s %(then)s") % {"first": first, "then": then}


def _name_with_gap(institution: Institution, looked_after: Container[int]) -> str:
    if institution.pk in looked_after:
        return institution.name
    return gettext("%(house)s (no liaison officer)") % {"house": institution.name}
