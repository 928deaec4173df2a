"""What is told of cases that are listed for supervision."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from bureau.models import User
from bureau.selectors import leaders
from bureau.services import Telling
from complaints.models import Case, Supervision
from complaints.notices.telling import Words, telling
from complaints.notices.whom import heads_of, section_of


def supervised(listing: Supervision) -> Telling:
    """Tell the leaders what was listed for supervision."""
    said = partial(_supervised, listing)
    return _listed(listing, said, f"supervised {listing.pk}", leaders())


def supervision_noted(listing: Supervision, case: Case) -> Telling:
    """Tell whoever handles it, and the head of the section, what a leader said to it."""
    day = timezone.localdate(listing.noted_at)
    people = heads_of(section_of(case, day)) + ([case.handler] if case.handler else [])
    return _listed(listing, partial(_noted, listing), f"noted {listing.pk}", people)


def _listed(listing: Supervision, said: Words, cause: str, recipients: Iterable[User]) -> Telling:
    told = telling(listing.case, said, cause, recipients)
    return replace(told, url=reverse("complaints:supervised"))


def _supervised(listing: Supervision) -> str:
    facts = {"no": listing.case.no, "why": listing.get_reason_display()}
    return gettext("%(no)s is listed for supervision: %(why)s.") % facts


def _noted(listing: Supervision) -> str:
    facts = {"no": listing.case.no, "name": listing.noted_by}
    return gettext("%(name)s has said what is to be done about %(no)s.") % facts
