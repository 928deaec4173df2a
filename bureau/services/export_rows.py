"""Of which records a file tells that waits to be fetched, and whether its owner still sees them."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.db.models import QuerySet

from bureau.exports import Listing
from bureau.models import ExportRequest, User

SHOWN, OPENED = "shown", "opened"
AT_ONCE = 5_000
Keys = Mapping[str, Sequence[Any]]


def records_in(listing: Listing, request: ExportRequest) -> Keys:
    """Name the records of a list by their keys, and apart those that it opens in the clear."""
    if listing.records is None:
        return {}
    records = listing.records.order_by()
    opened = request.export_kind.opened(records) if request.is_clear else records.none()
    return {SHOWN: _keys(records), OPENED: _keys(opened)}


def together(one: Keys, other: Keys) -> str:
    """Write down what was named either time."""
    return orjson.dumps({part: sorted({*one[part], *other[part]}) for part in one}).decode()


def are_still_seen(listing: Listing, request: ExportRequest, by: User) -> bool:
    """Tell whether a person sees every record of a file, and would see open what it opens.

    Of a file that says nothing of its records it is not known: nobody sees them.
    """
    if listing.records is None:
        return True
    if not request.shown:
        return False
    kept = orjson.loads(request.shown.reveal())
    seen = listing.records.model._default_manager.visible_to(by)
    return _are_all_in(kept[SHOWN], seen) and _are_all_in(
        kept[OPENED], request.export_kind.opened(seen)
    )


def _are_all_in(keys: Sequence[Any], records: QuerySet[Any]) -> bool:
    parts = (keys[at : at + AT_ONCE] for at in range(0, len(keys), AT_ONCE))
    return all(len(set(_keys(records.filter(pk__in=part)))) == len(part) for part in parts)


def _keys(records: QuerySet[Any]) -> Sequence[Any]:
    return list(records.values_list("pk", flat=True))
