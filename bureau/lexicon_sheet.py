"""The lexicon from and to a sheet. Every row that changes something is one service."""

import re
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export import fields, widgets

from bureau import services
from bureau.models import LexiconEntry, ProblemCategory
from bureau.opinion_sorting import plain
from bureau.resources import SheetResource
from bureau.sheet_widgets import TextWidget, WordWidget

STATES = {"在用": True, "停用": False}
WHOLE = re.compile("-?[0-9]{1,3}")


class PhraseWidget(TextWidget):
    """A phrase in the way it is kept, so that the same sheet finds it again."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return plain(super().clean(value, row, **kwargs))


class CategoryWidget(widgets.Widget):
    """A category by its code; an empty cell is wording that names no problem."""

    def __init__(self, categories: QuerySet[ProblemCategory]):
        super().__init__()
        self.categories = categories

    @cached_property
    def known(self) -> dict[str, ProblemCategory]:
        return {category.code: category for category in self.categories}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> ProblemCategory | None:
        code = plain(str(value or "")).upper()
        if code and code not in self.known:
            raise ValueError(_("There is no category with the code “%(code)s”.") % {"code": code})
        return self.known.get(code)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.code if value else ""


class PriorityWidget(widgets.Widget):
    """A small whole number; an empty cell is nought."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int:
        text = str(value or 0).removesuffix(".0").strip()
        if not WHOLE.fullmatch(text):
            raise ValueError(_("Write a whole number."))
        return int(text)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(value)


class LexiconResource(SheetResource):
    """Phrases, each with its category's code."""

    sheet = "词表"
    required = ("词语", "类别编码")

    phrase = fields.Field("phrase", "词语", PhraseWidget())
    category = fields.Field("category", "类别编码")
    priority = fields.Field("priority", "优先级", PriorityWidget())
    is_active = fields.Field("is_active", "状态", WordWidget(STATES), saves_null_values=False)

    class Meta:
        model = LexiconEntry
        fields = ("phrase", "category", "priority", "is_active")
        import_id_fields = ("phrase",)

    def __init__(self, *, user: Any = None):
        super().__init__(user=user)
        self.fields["category"].widget = CategoryWidget(self.visible(ProblemCategory))

    def get_queryset(self) -> QuerySet[LexiconEntry]:
        return super().get_queryset().select_related("category")

    def do_instance_save(self, instance: LexiconEntry, is_create: bool) -> None:
        by, at = self.user, timezone.now()
        sorting: dict[str, Any] = {
            name: getattr(instance, name) for name in ("phrase", "category", "priority")
        }
        try:
            if is_create:
                instance.pk = services.add_lexicon_entry(**sorting, by=by, at=at).pk
            kept = LexiconEntry.objects.get(pk=instance.pk)
            services.change_lexicon_entry(
                entry=kept, **sorting, is_active=instance.is_active, by=by, at=at
            )
        except services.LexiconError as error:
            raise ValidationError({"词语": str(error)}) from error
