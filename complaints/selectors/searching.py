"""Finding a case by what somebody types: a number, a phone, letters of a name, words."""

from typing import Any

from django.db.models import Q, QuerySet

from bureau.models import User
from bureau.sealing import keyed_hash
from complaints.models import Assignment
from complaints.models.queue import CasesQuerySet
from complaints.rules.secrecy import MEETS_COMPLAINANTS

PHONE = 11
TAIL = 4


def digits(phone: str) -> str:
    """Return a number as it is looked for, however it was written down: 138-0000 0000."""
    return "".join(sign for sign in phone if sign in "0123456789")


def search(rows: CasesQuerySet, words: str, *, user: User) -> CasesQuerySet:
    """Keep the cases that the words may mean.

    A unit finds by number and by what it was given alone: a phone or a name that finds
    something would tell it who complained. So it would tell who of the bureau meets nobody.
    """
    words = words.strip()
    if not words:
        return rows
    found = Q(no__icontains=words)
    if user.institution_id:
        return rows.filter(found | Q(pk__in=_given_with(words, user)))
    found |= Q(dispatch_text__contains=words) | Q(external_no=words)
    if not user.roles & MEETS_COMPLAINANTS:
        return rows.filter(found)
    return rows.filter(found | _by_who_complained(words))


def _given_with(words: str, user: User) -> QuerySet[Any]:
    """Read in which cases the words stand in what the unit was given itself."""
    own = Assignment.objects.filter(institution=user.institution_id, returned_at=None)
    return own.filter(text__contains=words).values("case")


def _by_who_complained(words: str) -> Q:
    signs = words.replace(" ", "").replace("-", "")
    if signs.isdecimal() and signs.isascii():
        if len(signs) == TAIL:
            return Q(tail_hash=keyed_hash(signs, purpose="phone tail"))
        return Q(phone_hash=keyed_hash(signs, purpose="phone"))
    if signs.isascii() and signs.isalpha():
        return Q(initials_hash=keyed_hash(signs.lower(), purpose="initials"))
    return Q(name_hash=keyed_hash(words, purpose="name"))
