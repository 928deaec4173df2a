"""Who is told what of a case, in the language of whoever reads; nothing of who complained."""

from collections.abc import Callable, Iterable
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext

from bureau.models import Institution, User
from bureau.selectors import hospital_officers
from bureau.sending import NoticeKind, Urgency
from bureau.services import Telling
from complaints.models import Case

KIND = "case"
Words = Callable[[], str]


def dispatched(case: Case, institution: Institution) -> Telling:
    """Tell a unit that a case came to it: each time it comes."""
    given = case.assignments.filter(institution=institution).count()
    people = hospital_officers(institution)
    said = partial(_dispatched, case, institution)
    cause = f"dispatched {case.no} {institution.code} {given}"
    return _telling(case, said, cause, people, urgency=Urgency.PROMPT)


def _dispatched(case: Case, institution: Institution) -> str:
    said = gettext("%(house)s: case %(no)s came to you.")
    return said % {"house": institution.name, "no": case.no}


def _telling(
    case: Case,
    said: Words,
    cause: str,
    recipients: Iterable[User],
    *,
    kind: NoticeKind = NoticeKind.TASK,
    urgency: Urgency = Urgency.NORMAL,
) -> Telling:
    return Telling(
        kind=kind,
        recipients=list(recipients),
        words=said,
        subject=(KIND, case.no),
        url=reverse("complaints:case", args=[case.no]),
        cause=cause,
        urgency=urgency,
    )
