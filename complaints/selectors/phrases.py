"""The phrases that a person is offered, and a case's own facts for them."""

from collections.abc import Mapping
from datetime import date

from bureau.models import User
from bureau.papers import written_day
from complaints.models import Case, Phrase
from complaints.rules.clocks import ANSWERS
from complaints.rules.phrases import DAY, HOUSE, NO, PhraseUse
from complaints.selectors.cases import clocks_of


def phrases_for(user: User, use: PhraseUse) -> list[Phrase]:
    return list(Phrase.objects.visible_to(user).filter(use=use))


def facts_of(case: Case, *, day: date) -> Mapping[str, str]:
    """Return what a phrase may say of a case by itself on a day: no name, no phone.

    A day that is over is promised to nobody: its place stays to be filled in.
    """
    due = clocks_of(case).filter(stopped_at=None, code__in=ANSWERS).first()
    return {
        NO: case.no,
        HOUSE: case.institution.name if case.institution else "",
        DAY: written_day(due.due_on) if due and due.due_on >= day else "",
    }
