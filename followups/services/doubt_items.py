"""A follow-up found to be made up goes to the ledger as a draft, and out again when taken back."""

from datetime import datetime

from django.utils import timezone

from bureau.models import User
from followups.models import DoubtedFollowUp
from rectification.models import Item
from rectification.rules.words import ItemState, SourceKind
from rectification.services import dismiss_item, open_item

# As the ledger is written: in the bureau's own language, like its papers. No patient is named.
PROBLEM = (
    "{month}随访登记第{draw}次抽查第{n}号：登记为已随访，经两人先后电话核实，患者均否认，"
    "认定为虚假随访。"
)


def open_false_record(doubt: DoubtedFollowUp, *, by: User, at: datetime) -> Item:
    """Enter what was confirmed, once for each round."""
    item = doubt.item
    check = item.spot_check
    month = check.register.month
    problem = PROBLEM.format(
        month=f"{month:%Y}年{month.month}月", draw=check.number, n=item.position
    )
    return open_item(
        institution=check.register.institution,
        problem=problem,
        found_on=timezone.localdate(at),
        source=SourceKind.SPOT_CHECK,
        source_no=doubt.no,
        by=by,
        at=at,
    )


def item_of(doubt: DoubtedFollowUp) -> Item | None:
    """Find what the ledger has of a doubt."""
    house = doubt.item.spot_check.register.institution
    of_house = Item.objects.filter(institution=house, source=SourceKind.SPOT_CHECK)
    return of_house.filter(source_no=doubt.no).first()


def drop_item(doubt: DoubtedFollowUp, *, reason: str, by: User, at: datetime) -> None:
    """Dismiss the draft about a doubt that was taken back; what was ordered stays."""
    item = item_of(doubt)
    if item and item.state == ItemState.DRAFT:
        dismiss_item(item=item, reason=reason, by=by, at=at)
