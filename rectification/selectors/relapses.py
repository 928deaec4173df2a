"""Problems that came back too late to be the old ones: how the two entries find each other."""

from django.db.models import QuerySet

from rectification.models import Item, LookBack
from rectification.rules.words import SourceKind


def entered_anew(item: Item) -> QuerySet[Item]:
    """Return the entries made because a struck-off problem was there again after its days."""
    of_house = Item.objects.filter(institution=item.institution_id, source_no=item.no)
    return of_house.filter(source=SourceKind.INSPECTION).order_by("pk")


def entry_from(look_back: LookBack) -> Item | None:
    """Return the entry that came of a look-back, if there is one."""
    return entered_anew(look_back.item).filter(source_part=look_back.round).first()
