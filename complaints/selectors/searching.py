"""Finding a case by what somebody types: a number, a phone, letters of a name, words.

What is typed says by its signs what it can be, and each of that is looked up along an index of its
own. What was said to the bureau is sealed and has none: it is read case by case, and only of what
waits to be given to anybody, which is little and stands in the list in just these words.
"""

import re
import unicodedata

from django.db.models import Q
from django.db.models.functions import Right
from django.db.models.lookups import Exact

from bureau.bigrams import LEAST, stand_in, words_in
from bureau.models import User
from bureau.sealing import keyed_hash
from complaints.models.cases import LAST_OF_NUMBER
from complaints.models.queue import CasesQuerySet
from complaints.rules.secrecy import MEETS_COMPLAINANTS
from complaints.rules.words import Tab
from complaints.rules.workflow import TABS
from complaints.selectors.given import told_words

TAIL = 4
MOST_READ = 300
NOT_GIVEN = TABS[Tab.TO_ACCEPT] | TABS[Tab.TO_DISPATCH]
NUMBER = re.compile(r"(?:TS-?)?(\d{8}(?:-\d*)?)|TS(?:-\d*)?")
"""A number or how it begins, with or without the letters before the day."""


def digits(phone: str) -> str:
    """Return a number as it is looked for, however it was written down: 138-0000 0000."""
    return "".join(sign for sign in phone if sign in "0123456789")


def search(rows: CasesQuerySet, words: str, *, user: User) -> CasesQuerySet:
    """Keep the cases that the words may mean.

    A unit finds by number and by what it was given alone: a phone or a name that finds
    something would tell it who complained. So it would tell who of the bureau meets nobody.
    """
    words = unicodedata.normalize("NFKC", words).strip()
    if not words:
        return rows
    number = _by_number(words)
    if user.institution_id:
        return rows.with_own_text(user).filter(number or words_in("own_text", words))
    found = Q(external_no=words) | _by_last_of_number(words)
    if user.roles & MEETS_COMPLAINANTS:
        found |= _by_who_complained(words)
    if number:
        return rows.filter(found | number)
    in_list = Q(pk__in=_waiting_with(words, rows, user))
    return rows.filter(found | words_in("dispatch_text", words) | in_list)


def _waiting_with(words: str, rows: CasesQuerySet, user: User) -> list[int]:
    """List what waits to be given to anybody and says the words, as this person reads it."""
    if len(words) < LEAST:
        return []
    read = _not_given(rows)[:MOST_READ]
    return [case.pk for case in read if stand_in(told_words(case, user).words, words)]


def _not_given(rows: CasesQuerySet) -> CasesQuerySet:
    waiting = rows.filter(state__in=sorted(NOT_GIVEN), dispatch_text="")
    return waiting.order_by("-received_at")


def leaves_unread(rows: CasesQuerySet, words: str, *, user: User) -> bool:
    """Test if more cases wait than a search for words reads, so that it says so."""
    if user.institution_id or len(unicodedata.normalize("NFKC", words).strip()) < LEAST:
        return False
    return _not_given(rows)[MOST_READ:].exists()


def _by_number(words: str) -> Q:
    """Look for a number of ours or how it begins; empty if it is none."""
    upper = words.upper()
    found = NUMBER.fullmatch(upper)
    return Q(no__startswith=f"TS-{found[1]}" if found[1] else upper) if found else Q()


def _by_last_of_number(words: str) -> Q:
    is_last = len(words) == LAST_OF_NUMBER and _is_number(words)
    return Q(Exact(Right("no", LAST_OF_NUMBER), words)) if is_last else Q()


def _by_who_complained(words: str) -> Q:
    signs = words.replace(" ", "").replace("-", "")
    if _is_number(signs):
        if len(signs) == TAIL:
            return Q(tail_hash=keyed_hash(signs, purpose="phone tail"))
        return Q(phone_hash=keyed_hash(signs, purpose="phone"))
    if signs.isascii() and signs.isalpha():
        return Q(initials_hash=keyed_hash(signs.lower(), purpose="initials"))
    return Q(name_hash=keyed_hash(words, purpose="name"))


def _is_number(signs: str) -> bool:
    return signs.isdecimal() and signs.isascii()
