"""Model fields that keep people's names, phones and words sealed, and show them masked."""

import uuid
from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from bureau import masks, sealing


class Sealed:
    """A sealed value as a model hands it out: masked when shown, clear only on `reveal()`."""

    __slots__ = ("_column", "_mask", "_seal_id", "token")

    def __init__(self, token: bytes, column: str, seal_id: uuid.UUID, mask: Callable[[str], str]):
        self.token = token
        self._column = column
        self._seal_id = seal_id
        self._mask = mask

    def reveal(self) -> str:
        """Open the value. Who calls this has checked that the reader may see it."""
        return sealing.open_text(self.token, column=self._column, seal_id=self._seal_id)

    def __str__(self) -> str:
        return self._mask(self.reveal())

    def __repr__(self) -> str:
        return f"<sealed {self._column}>"

    def __bool__(self) -> bool:
        return bool(self.token)

    def __eq__(self, other: object) -> bool:
        # Nothing sealed is nothing: the field counts b"" among its empty values.
        return (other.token if isinstance(other, Sealed) else other) == self.token

    def __hash__(self) -> int:
        return hash(self.token)


class SealedAttribute(DeferredAttribute):
    def __get__(self, instance: models.Model | None, cls: type | None = None) -> Any:
        if instance is None:
            return self
        token = super().__get__(instance, cls)
        return Sealed(bytes(token or b""), self.field.place, instance.seal_id, self.field.mask)

    def __set__(self, instance: models.Model, value: Any) -> None:
        if isinstance(value, str):
            value = sealing.seal_text(value, column=self.field.place, seal_id=instance.seal_id)
        elif isinstance(value, Sealed):
            value = value.token
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.BinaryField):
    """A text kept sealed for its column and its row; the model needs a `seal_id` before it."""

    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, mask: Callable[[str], str] = masks.words, **kwargs: Any):
        self.mask = mask
        kwargs.setdefault("default", b"")
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["mask"] = self.mask
        return name, path, args, kwargs

    @property
    def place(self) -> str:
        """Name what values are bound to: the model's table, or the one it seals rows for."""
        table = getattr(self.model, "sealed_for", self.model._meta.db_table)
        return f"{table}.{self.column}"

    def get_prep_value(self, value: Any) -> Any:
        return value.token if isinstance(value, Sealed) else super().get_prep_value(value)

    def value_to_string(self, obj: models.Model) -> str:
        """Serialise as sealed: a dump never holds the clear text."""
        return getattr(obj, self.attname).token.hex()


class SealedModel(models.Model):
    """Rows with sealed columns. `seal_id` binds the values to the row and never changes alone."""

    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
