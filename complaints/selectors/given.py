"""Cases as the systems of an institution read them: what was given to it, what it handed in."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from bureau.models import Act, ApiClient
from bureau.rules import ActorKind
from complaints.models import Assignment, Case, ClockRow
from complaints.rules.words import ClockCode

KIND = "case"


def given_to(client: ApiClient) -> QuerySet[Assignment]:
    """Return what an institution has in hand or answered, what it was given last first.

    Read along one index of it, whatever else the county has; `report_due_on` is the day of its
    own report, as long as one is asked for.
    """
    running = ClockRow.objects.filter(
        case=OuterRef("case"), code=ClockCode.UNIT_REPORT, stopped_at=None, is_void=False
    )
    given = Assignment.objects.visible_to(client).filter(returned_at=None)
    due_on = Subquery(running.order_by("due_at").values("due_on")[:1])
    return given.annotate(report_due_on=due_on).order_by("-pk")


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
