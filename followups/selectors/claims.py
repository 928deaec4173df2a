"""Which rows a register claims as followed: by what its versions said, not by what stands now."""

from typing import Any, NamedTuple

from django.db.models import QuerySet

from followups.models import FollowUpRecord, RegisterRow, SpotCheck, SpotCheckItem
from followups.models.records import RowColumns
from followups.rules.words import REACHED, RowState

KEY = ("inpatient_no", "discharged_on", "seq")


class Claim(NamedTuple):
    """A row claimed as followed: the record it is about, and what the version said of it."""

    key: int
    department: str
    mac: bytes


def claims_of(check: SpotCheck) -> list[Claim]:
    """List what was claimed up to a draw's version, in the order of the records.

    Each row counts as the last of these versions that had it said. Changed or taken back later
    it stays: a claim that was made can be looked into.
    """
    said = {
        tuple(key): (outcome, department, mac)
        for *key, outcome, department, mac in _handed_in(check).values_list(
            *KEY, "outcome", "department", "content_mac"
        )
    }
    records = FollowUpRecord.objects.filter(
        institution=check.register.institution_id,
        discharged_on__in={discharged_on for _number, discharged_on, _seq in said},
    )
    claims = []
    for pk, *key in records.order_by("pk").values_list("pk", *KEY):
        outcome, department, mac = said.get(tuple(key), ("", "", b""))
        if outcome in REACHED:
            claims.append(Claim(pk, department, bytes(mac)))
    return claims


def _handed_in(check: SpotCheck) -> QuerySet[RegisterRow]:
    """Rows of the versions up to a draw's, the later ones last."""
    rows = RegisterRow.objects.filter(
        upload__version__register=check.register_id,
        upload__version__number__lte=check.upto_version,
    )
    return rows.exclude(state=RowState.REFUSED).order_by("upload__version__number", "number")


# What a caller goes by: a change of it is named on the card.
OPEN_FIELDS = ("department", "followed_on", "method", "outcome", "grade", "follower")
HASHED_FIELDS = {"patient_name": "name_hash", "phone": "phone_hash"}


def row_as_drawn(item: SpotCheckItem) -> RegisterRow | None:
    """Return what the versions a draw went by said of a drawn person, if it is still there."""
    of_person = {name: getattr(item.record, name) for name in KEY}
    return _handed_in(item.spot_check).filter(**of_person).last()


class Difference(NamedTuple):
    """A column whose value is another now; whose names or numbers it holds, only its name."""

    field: str
    label: Any
    was: Any
    now: Any


def differences(drawn: RowColumns, now: RowColumns) -> list[Difference]:
    """List what a caller goes by and the institution changed since. Nothing sealed is opened."""
    found = [name for name in OPEN_FIELDS if getattr(drawn, name) != getattr(now, name)]
    sealed = [
        name
        for name, hashed in HASHED_FIELDS.items()
        if bytes(getattr(drawn, hashed)) != bytes(getattr(now, hashed))
    ]
    return [
        Difference(
            name, now._meta.get_field(name).verbose_name, _shown(drawn, name), _shown(now, name)
        )
        for name in (*sealed, *found)
    ]


def _shown(row: RowColumns, name: str) -> Any:
    """Return a value as a page shows it: in words, or masked."""
    in_words = getattr(row, f"get_{name}_display", None)
    return in_words() if in_words else getattr(row, name)
