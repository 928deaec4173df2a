"""A notice about a case, as every one of them is made."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils.translation import gettext

from bureau.models import User
from bureau.sending import NoticeKind, Urgency
from bureau.services import Telling
from complaints.models import Case
from complaints.notices.whom import who_may_know

KIND = "case"
Words = Callable[[], str]


def telling(
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
        recipients=who_may_know(case, recipients),
        words=said,
        subject=(KIND, case.no),
        url=reverse("complaints:case", args=[case.no]),
        cause=cause,
        urgency=urgency,
    )


def of_case(case: Case, said: str) -> str:
    return gettext(said) % {"no": case.no}
