"""Records of the ledger as rows of other apps name them: by number, key or code."""

from typing import Any

from django.db.models import CharField, F, Func, IntegerField, Model, QuerySet, Value
from django.db.models.functions import Cast

from bureau.models import User
from rectification.models import Closure, Item, LookBack, PostingPlace, VisitResult


def item_named(user: User, no: Any) -> QuerySet[Item]:
    """Find the item of a number, a value or an expression, if it is one the person sees."""
    return Item.objects.visible_to(user).filter(no=no)


def closure_named(user: User, no: Any) -> QuerySet[Closure]:
    return _by_key(Closure, user, no)


def look_back_named(user: User, no: Any) -> QuerySet[LookBack]:
    return _by_key(LookBack, user, no)


def _by_key(model: type[Model], user: User, no: Any) -> QuerySet[Any]:
    # As text: what is no number names none of them, and is no error.
    rows = model._default_manager.visible_to(user)
    return rows.alias(named=Cast(F("pk"), CharField())).filter(named=no)


def finding_named(user: User, key: Any) -> QuerySet[VisitResult]:
    """Find the finding of a key, which is its visit's number and its item's code."""
    visit, item = (
        Func(key, Value("/"), Value(at, IntegerField()), function="split_part") for at in (1, 2)
    )
    return VisitResult.objects.visible_to(user).filter(visit__no=visit, item__code=item)


def place_named(user: User, code: Any) -> QuerySet[PostingPlace]:
    return PostingPlace.objects.visible_to(user).filter(code=code)
