"""The letter to an employer, as `bureau.paper_kinds` wants it told."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from accountability.papers import employers as papers
from accountability.selectors import employers as selectors
from accountability.selectors.directory import Directory
from accountability.services import RoadError
from bureau import paper_kinds
from bureau.models import OfficialPaper, User
from bureau.paper_kinds import Composed, Doing, PaperKind
from bureau.rules import SectionCode
from complaints.models import Case
from complaints.selectors.clarifying import person_of

LABEL = pgettext_lazy("paper", "Letter to the employer")


def compose_letter(user: User, about: str, day: date) -> Composed:
    """Compose the letter on one matter, through the unit, to whoever employs somebody.

    :raises NamedPerson.DoesNotExist: where nobody is named so.
    :raises RoadError: outside the section that writes it, or where it does not hold.
    """
    person = person_of(about)
    # Held until it is drafted: nobody takes the case up again between reading and writing it.
    Case.objects.select_for_update(of=("self",), no_key=True).get(pk=person.case_id)
    if user.section_code != SectionCode.PERSONNEL:
        raise RoadError(_("The personnel section writes this paper."))
    if (found := selectors.fact_of(about)) is None or person.staff is None:
        raise RoadError(not_held())
    fact, house = found[0], person.institution or person.staff.institution
    if selectors.is_written(fact):
        raise RoadError(_("There is a letter on this matter already."))
    known = Directory(institutions=(), staff=[person.staff.pk])
    letter = papers.employer_letter(
        papers.OfEmployee(
            no=fact.case_no,
            unit=house.name,
            person=person.staff.name,
            employment=known.employment_on(person.staff.pk, fact.received_on),
            received_on=fact.received_on,
            found_on=fact.verified_on or fact.received_on,
            finding=fact.finding,
        ),
        bureau=settings.BUREAU_NAME,
    )
    return Composed(letter, [house])


def not_held() -> str:
    return _("Nothing is found of somebody of another employer here, or it was taken back.")


def bar(paper: OfficialPaper, doing: Doing) -> str:
    """Say what stands against sending a letter out. Its words stay as they are composed."""
    if doing is Doing.VOID:
        return ""
    if doing is Doing.REVISE:
        return _("This letter never says who complained: its words are not changed.")
    person = person_of(paper.about)
    Case.objects.select_for_update(of=("self",), no_key=True).get(pk=person.case_id)
    if (found := selectors.fact_of(paper.about)) is None:
        return not_held()
    said, fact = "".join(paper.content["body"]), found[0]
    if papers.found_so(fact.verified_on or fact.received_on, fact.finding) not in said:
        return _("It was found anew since: lay this draft aside and draft it again.")
    return ""


def register_letters() -> None:
    """Name this paper to the ground floor; called once, when the app is ready."""
    paper_kinds.register(
        PaperKind(
            selectors.KIND, LABEL, "accountability_employer", SectionCode.PERSONNEL,
            compose_letter, None, bar, selectors.hidden_letters, selectors.overtaken_letters,
        )
    )  # fmt: skip
