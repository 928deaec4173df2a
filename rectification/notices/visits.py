"""Who is told what of a visit. Before an unannounced one is done, nobody of its institution."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext

from bureau.models import User
from bureau.selectors import hospital_officers
from bureau.sending import NoticeKind
from bureau.services import Telling
from bureau.templatetags.shell import short_day
from rectification.models import Visit

KIND = "visit"


def planned(visit: Visit, inspectors: Iterable[User]) -> Telling:
    return _telling(visit, partial(_planned, visit), f"planned {visit.no}", inspectors)


def _planned(visit: Visit) -> str:
    said = gettext("%(house)s: visit %(no)s is planned for %(day)s.")
    return said % {**_facts(visit), "day": short_day(visit.planned_on)}


def done(visit: Visit) -> Telling:
    people = hospital_officers(visit.institution)
    return _telling(visit, partial(_done, visit), f"done {visit.no}", people)


def _done(visit: Visit) -> str:
    return gettext("%(house)s: the results of visit %(no)s can be read.") % _facts(visit)


def corrected(visit: Visit, *, code: str, at: datetime) -> Telling:
    people = hospital_officers(visit.institution)
    cause = f"corrected {visit.no} {code} {at:%Y%m%d%H%M%S%f}"
    return _telling(visit, partial(_corrected, visit, code), cause, people)


def _corrected(visit: Visit, code: str) -> str:
    said = gettext("%(house)s: the result of %(code)s at visit %(no)s was put right.")
    return said % {**_facts(visit), "code": code}


def _facts(visit: Visit) -> dict[str, str]:
    return {"house": visit.institution.name, "no": visit.no}


def _telling(visit: Visit, said: partial, cause: str, recipients: Iterable[User]) -> Telling:
    return Telling(
        kind=NoticeKind.TASK,
        recipients=list(recipients),
        words=said,
        subject=(KIND, visit.no),
        url=reverse("rectification:visit", args=[visit.no]),
        cause=cause,
    )
