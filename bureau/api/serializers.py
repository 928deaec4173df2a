"""Bodies and query parameters: described once, and nothing beyond the description is taken."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from bureau.api.problems import INVALID, Fault, Problem, pointer

UNKNOWN = "unknown"


class Strict(serializers.Serializer):
    """Takes the fields it names and refuses all others, each by its name."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, Mapping):
            raise serializers.ValidationError(
                {"": [ErrorDetail(str(_("Here an object is wanted.")), "type")]}
            )
        unknown = [str(name) for name in data if name not in self.fields]
        if not unknown:
            return super().to_internal_value(data)
        said = ErrorDetail(str(_("There is no such field.")), UNKNOWN)
        faults = {name[:80]: [said] for name in unknown[:100]}
        try:
            super().to_internal_value(data)
        except serializers.ValidationError as error:
            # Told together, so that the other end mends both at once.
            faults = {**error.detail, **faults}
        raise serializers.ValidationError(faults)


def read_body(serializer: type[Strict], data: Any) -> dict[str, Any]:
    """Read a body as a serializer describes it.

    :raises Problem: 400 with a pointer to each fault.
    """
    form = serializer(data=data)
    if not form.is_valid():
        faults = _faults(form.errors)
        errors = [Fault(code, said, pointer=pointer(*steps)) for steps, code, said in faults]
        raise Problem(INVALID, errors=errors)
    return form.validated_data


def read_query(serializer: type[Strict], query: Mapping[str, Any]) -> dict[str, Any]:
    """Read query parameters.

    :raises Problem: 400 naming each parameter that is unknown, doubled or wrong.
    """
    doubled = [name for name in query if len(query.getlist(name)) > 1]  # type: ignore[attr-defined]
    if doubled:
        said = _("This parameter stands there more than once.")
        errors = [Fault("doubled", said, parameter=name[:80]) for name in doubled]
        raise Problem(INVALID, errors=errors)
    form = serializer(data={name: query[name] for name in query})
    if not form.is_valid():
        errors = [
            Fault(code, said, parameter=str(steps[0])) for steps, code, said in _faults(form.errors)
        ]
        raise Problem(INVALID, errors=errors)
    return form.validated_data


def _faults(detail: Any, steps: tuple = ()) -> Iterator[tuple[tuple, str, str]]:
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            yield from _faults(inner, (*steps, name) if name != "" else steps)
    elif isinstance(detail, list):
        is_of_items = any(isinstance(one, Mapping) for one in detail)
        for index, inner in enumerate(detail):
            yield from _faults(inner, (*steps, index) if is_of_items else steps)
    else:
        yield steps, str(getattr(detail, "code", "invalid")), str(detail)
