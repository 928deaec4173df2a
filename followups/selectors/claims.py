"""Which rows a register claims as followed: by what its versions said, not by what stands now."""

from typing import NamedTuple

from followups.models import FollowUpRecord, RegisterRow, SpotCheck
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
    handed_in = RegisterRow.objects.filter(
        upload__version__register=check.register_id,
        upload__version__number__lte=check.upto_version,
    ).exclude(state=RowState.REFUSED)
    in_order = handed_in.order_by("upload__version__number", "number")
    said = {
        tuple(key): (outcome, department, mac)
        for *key, outcome, department, mac in in_order.values_list(
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
