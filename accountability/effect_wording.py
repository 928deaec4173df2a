"""Words for what holds on a day."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from accountability.choices import MEASURES
from accountability.rules.effects import Imposed
from bureau.templatetags.shell import day as in_full


class Line(NamedTuple):
    """A measure that holds: its name, its days, the number of its decision."""

    label: Any
    days: str
    number: str


def line(one: Imposed) -> Line:
    if one.last is None:
        said = _("to be carried out since %(day)s") % {"day": in_full(one.first)}
    else:
        said = f"{in_full(one.first)}～{in_full(one.last)}"
    return Line(MEASURES[one.code], said, one.number)
