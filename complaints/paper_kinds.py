"""The kinds of official papers of this app, as `bureau.paper_kinds` wants them told."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from bureau import paper_kinds
from bureau.models import OfficialPaper, User
from bureau.paper_kinds import Composed, Doing, PaperKind
from bureau.rules import SectionCode
from complaints import selectors
from complaints.models import Case, NamedPerson
from complaints.papers import clarification as papers
from complaints.selectors import clarifying
from complaints.services import CaseError

SERIES = "complaints_clarification"
LABEL = pgettext_lazy("paper", "Letter of clarification")


def compose_for(section: SectionCode) -> Callable[[User, str, date], Composed]:
    """Return what composes the letters of one section's cases."""

    def compose(user: User, about: str, day: date) -> Composed:
        return _composed(user, about, section)

    return compose


def _composed(user: User, about: str, section: SectionCode) -> Composed:
    """:raises CaseError: outside the section, or unless two people said that it was made up."""
    person = clarifying.person_of(about)
    # Held until it is drafted: nobody takes the case up again between reading and writing it.
    seen = Case.objects.visible_to(user).select_for_update(of=("self",))
    case = seen.get(pk=person.case_id)
    if user.section_code != section or clarifying.letter_kind(case) != clarifying.LETTERS[section]:
        raise CaseError(_("The section that has the case writes this paper."))
    if case.pk not in selectors.fabricated([case.pk]) or case.verified_at is None:
        raise CaseError(not_made_up(case))
    house = person.institution or case.institution
    if house is None:
        raise CaseError(_("The case says no institution: there is nobody to write to."))
    paper = papers.clarification(
        papers.Clarified(
            no=case.no,
            unit=house.name,
            person=person.staff.name if person.staff else "",
            received_on=timezone.localdate(case.received_at),
            found_on=timezone.localdate(case.verified_at),
        ),
        bureau=settings.BUREAU_NAME,
    )
    return Composed(paper, [house])


def not_made_up(case: Case) -> str:
    said = _("Nobody confirmed that %(no)s was made up, or it was taken back.")
    return said % {"no": case.no}


def bar(paper: OfficialPaper, doing: Doing) -> str:
    """Say what stands against sending a letter out: once it is taken back it is not so any more.

    Its words stay as they are composed: nobody writes into it who complained.
    """
    if doing is Doing.VOID:
        return ""
    if doing is Doing.REVISE:
        return _("This letter never says who complained: its words are not changed.")
    case = clarifying.person_of(paper.about).case
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    return "" if case.pk in selectors.fabricated([case.pk]) else not_made_up(case)


class Letter(NamedTuple):
    """The letter to one person named: what there is of it, or that it can be drafted."""

    person: NamedPerson
    kind: str
    about: str
    paper: OfficialPaper | None
    may_draft: bool


def letters(case: Case, user: User) -> list[Letter]:
    """List the letters of a case for its page: those there are, and those to draft."""
    kind = clarifying.letter_kind(case)
    if user.institution_id or not kind:
        return []
    there = clarifying.letters_of(case)
    section = next(code for code, name in clarifying.LETTERS.items() if name == kind)
    drafts = user.has_perm("bureau.draft_paper") and user.section_code == section
    may = drafts and case.pk in selectors.fabricated([case.pk])
    rows = [(one, clarifying.about(one)) for one in case.people.select_related("staff", "case")]
    found = [(one, about, there.get(about)) for one, about in rows]
    return [
        Letter(one, kind, about, paper, may and paper is None)
        for one, about, paper in found
        if paper or may
    ]


def register_paper_kinds() -> None:
    """Name this app's papers to the ground floor; called once, when the app is ready."""
    for section, name in clarifying.LETTERS.items():
        paper_kinds.register(
            PaperKind(name, LABEL, SERIES, section, compose_for(section), None, bar,
                      clarifying.hidden_letters, clarifying.overtaken_letters)
        )  # fmt: skip
