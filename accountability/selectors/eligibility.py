"""Whom a check may be about, and which check a number and its code name."""

import hmac
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from accountability.models import EligibilityCheck
from accountability.rules.eligibility import Known, Wanted
from accountability.selectors.persons import People
from bureau.models import ApiClient, Staff, User
from bureau.rules import Role, SectionCode

OF_A_SECTION = frozenset({Role.BUREAU_STAFF, Role.SECTION_HEAD})
NO_CODE = "-"


def may_check(by: User | ApiClient) -> bool:
    """Test if somebody may ask: the personnel section of everybody, a house of its own people."""
    if by.institution_id:
        return Role.HOSPITAL_OFFICER in by.roles
    return bool(by.roles & OF_A_SECTION) and by.section_code == SectionCode.PERSONNEL


def plain(text: str) -> str:
    """Bring a name or a number to the form in which two of them are compared."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


class Roster:
    """Those of some names whom somebody may ask about, read once for a whole list."""

    def __init__(self, by: Any, names: Iterable[str]) -> None:
        self._named: dict[str, list[Known]] = defaultdict(list)
        asked = {one for name in names for one in (name, name.strip(), plain(name))}
        rows = Staff.objects.visible_to(by).filter(name__in=asked).select_related("institution")
        people = People()
        for one in rows.order_by("pk"):
            house = one.institution
            known = Known(
                one.pk, one.name, plain(one.staff_no), _digits(one.phone.reveal()),
                (plain(house.code), plain(house.name)), house.name,
                people.counts_as(one.pk),
            )  # fmt: skip
            self._named[plain(one.name)].append(known)

    def named(self, name: str) -> Sequence[Known]:
        return self._named.get(plain(name), [])

    def plain(self, one: Wanted) -> Wanted:
        """Give a line the form of what it is compared with."""
        return one._replace(
            staff_no=plain(one.staff_no), phone=_digits(one.phone), house=plain(one.house)
        )


def _digits(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isdecimal())


def confirmed(no: str, code: str) -> EligibilityCheck | None:
    """Find a check by its number and code, whoever asks: who holds the paper knows both."""
    found = EligibilityCheck.objects.filter(no=no).first()
    known = found.code if found else NO_CODE
    return found if hmac.compare_digest(known.encode(), code.encode()) else None
