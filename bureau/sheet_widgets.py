"""How the cells of the bureau's sheets are read and written: texts, codes, words, references."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from import_export import fields, widgets

from bureau.models import Department, Institution, Staff

DIGITS_KEPT = 15
"""A workbook keeps a number's first 15 digits; the rest of a longer one is lost."""


class TextWidget(widgets.Widget):
    """A text; a code that a workbook took for a number is read as it was typed."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        if isinstance(value, float) and value.is_integer():
            if abs(value) >= 10**DIGITS_KEPT:
                raise ValueError(
                    _("The workbook has lost digits of this number. Write it as text.")
                )
            value = int(value)
        return "" if value is None else " ".join(str(value).split())


class NameWidget(TextWidget):
    """A text whose empty cell says nothing."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str | None:
        return super().clean(value, row, **kwargs) or None


class NamesWidget(NameWidget):
    """Several names in one cell, in whatever order; an empty cell says nothing."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str] | None:
        text = super().clean(value, row, **kwargs)
        return sorted({name for name in re.split("[、,，;；/ ]", text) if name}) if text else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "、".join(value or ())


class NamesField(fields.Field):
    """Names that the database gives in an order of its own."""

    def get_value(self, instance: Any) -> list[str]:
        return sorted(super().get_value(instance) or ())


class MaskedField(fields.Field):
    """A sealed value: it goes out masked, and the mask coming back leaves it as it was."""

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        text = self.clean(row)
        sealed = self.get_value(instance)
        if text and text not in (str(sealed), sealed.reveal()):
            setattr(instance, self.attribute, text)


class WordWidget(NameWidget):
    """One of the sheet's words for a value, or the value's own code."""

    def __init__(self, words: Mapping[str, Any]):
        super().__init__()
        self.words = words

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = super().clean(value, row, **kwargs)
        if text is None or text in self.words.values():
            return text
        if text not in self.words:
            raise ValueError(
                _("“%(word)s” is not known here. Allowed are: %(words)s.")
                % {"word": text, "words": "、".join(self.words)}
            )
        return self.words[text]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return next((word for word, meant in self.words.items() if meant == value), "")


class InstitutionWidget(TextWidget):
    """An institution by its code, among those the importing person may see."""

    def __init__(self, institutions: QuerySet[Institution]):
        super().__init__()
        self.institutions = institutions

    @cached_property
    def known(self) -> dict[str, Institution]:
        return {institution.code: institution for institution in self.institutions}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Institution:
        code = super().clean(value, row, **kwargs)
        if code not in self.known:
            raise ValueError(
                _("There is no institution with the code “%(code)s”.") % {"code": code}
            )
        return self.known[code]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.code if value else ""


class DepartmentField(fields.Field):
    """A department by its name within the row's institution; an unknown one is opened."""

    @cached_property
    def known(self) -> dict[tuple[int, str], Department]:
        return {(known.institution_id, known.name): known for known in Department.objects.all()}

    def save(self, instance: Staff, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        name = self.clean(row)
        if instance.institution_id is None:
            return  # that is the fault to tell; without it no department can be found
        key = (instance.institution_id, name)
        if name and key not in self.known:
            self.known[key] = _unsaved_department(*key)
        instance.department = self.known[key] if name else None


def _unsaved_department(institution_id: int, name: str) -> Department:
    department = Department(institution_id=institution_id, name=name)
    try:
        department.clean_fields(exclude=["institution"])
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from error
    return department
