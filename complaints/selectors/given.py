"""The words of cases as each reads them, and what the systems of an institution were given."""

from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from bureau.models import Act, ApiClient, User
from bureau.rules import ActorKind
from complaints.models import Case, ClockRow
from complaints.rules.secrecy import MEETS_COMPLAINANTS, without_identity
from complaints.rules.words import ClockCode

KIND = "case"


def given_text(case: Case, *, reader: User | ApiClient) -> str:
    """Return what was written of a case for units; to a unit, only what it was given itself."""
    if not reader.institution_id:
        return case.dispatch_text
    if hasattr(case, "own_text"):
        return case.own_text
    own = case.assignments.filter(institution=reader.institution_id, returned_at=None)
    return own.values_list("text", flat=True).first() or ""


class ToldWords(NamedTuple):
    words: str
    demand: str


def told_words(case: Case, user: User) -> ToldWords:
    """Give what was said to somebody of the bureau; without who said it to who meets nobody."""
    words, demand = (one.reveal() if one else "" for one in (case.words, case.demand))
    if user.roles & MEETS_COMPLAINANTS:
        return ToldWords(words, demand)
    names = [one.reveal() for one in (case.complainant, case.patient) if one]
    return ToldWords(*(without_identity(one, names=names) for one in (words, demand)))


def given_to(client: ApiClient) -> QuerySet[Any]:
    """Return the cases an institution has in hand or answered, what it was given last first.

    `given` is the assignment by which it sees each: the one join that `visible_to` made, so that
    a page is read along one index, whatever else the county has. `report_due_on` is the day of
    its own report, as long as one is asked for.
    """
    # One at most runs, says the database.
    running = ClockRow.objects.filter(
        case=OuterRef("pk"), code=ClockCode.UNIT_REPORT, stopped_at=None, is_void=False
    )
    seen = Case.objects.visible_to(client).annotate(
        given=F("assignments__pk"),
        given_at=F("assignments__at"),
        is_lead=F("assignments__is_lead"),
        text=F("assignments__text"),
        report_due_on=Subquery(running.order_by().values("due_on")),
    )
    return seen.order_by("-given")


def handed_in_by(client: ApiClient) -> QuerySet[Case]:
    """Return what systems of an institution registered themselves, given to it or not.

    Of these it may know what the public may. Once a case is an accusation it knows nothing.
    """
    registered: dict[str, Any] = {
        "object_kind": KIND,
        "object_no": OuterRef("no"),
        "verb": "register_case",
        "actor_kind": ActorKind.API,
        "institution": client.institution_id,
    }
    entered = Act.objects.filter(**registered)
    return Case.objects.filter(Exists(entered), is_accusation=False)
