"""What every page is built from: small components, and numbers and days as the bureau writes them.

The words on a component come from the caller, already translated and already worked out:
no tag here reads the clock or counts days.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.template import Context
from django.utils import timezone
from django.utils.dateformat import format as format_day
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext

from bureau.exports import kind_of
from bureau.paper_kinds import paper_kind
from bureau.sentences import bracketed, labelled, listed

register = template.Library()
register.simple_tag(labelled)
register.filter("bracketed", bracketed)
register.filter("listed", listed)

MISSING = "—"

# Drawn on a 16 × 16 field. Each tone has its own shape, so that colour never speaks alone.
SHAPES = {
    "primary": '<circle cx="8" cy="8" r="6.5"/>',
    "success": '<path d="M6.2 13.2 1.3 8.3l2-2 2.9 2.9 6.5-6.5 2 2z"/>',
    "warning": '<path d="M8 1.5 15.5 15H.5z"/>',
    "danger": '<path fill-rule="evenodd" d="M3 1h10a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H3a2 2 0 0 1-2-2'
    'V3a2 2 0 0 1 2-2zm4 2v6h2V3zm0 8v2h2v-2z"/>',
    "neutral": '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"/>',
    "hold": '<path d="M4 2h3v12H4zM9 2h3v12H9z"/>',
    "cross": '<path d="M3.3 1.9 8 6.6l4.7-4.7 1.4 1.4L9.4 8l4.7 4.7-1.4 1.4L8 9.4l-4.7 4.7-1.4-1.4'
    'L6.6 8 1.9 3.3z"/>',
    "half": '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"/>'
    '<path d="M8 2a6 6 0 0 0 0 12z"/>',
    "dash": '<path d="M4 7h8v2H4z"/>',
}
CELL_SHAPES = {
    "on_time": "success",
    "partial": "half",
    "missing": "cross",
    "not_due": "dash",
}


@register.filter
def listed_whole(names: Iterable[object]) -> SafeString:
    """Write names as `listed` does, and break the line before one rather than within it."""
    *before, last = [*names] or [""]
    mark = listed(["", ""])
    whole = [(f"{name}{mark.rstrip()}",) for name in before] + [(last,)]
    space = " " if mark.endswith(" ") else ""
    return format_html_join(space, '<span class="whole">{}</span>', whole)


def _in_chinese() -> bool:
    return (get_language() or settings.LANGUAGE_CODE).startswith("zh")


def _local_day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _written(value: date | datetime | None, chinese: str, english: str) -> str:
    if not value:
        return MISSING
    return format_day(_local_day(value), chinese if _in_chinese() else english)


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a day in full: 2026-11-10, in English 10 Nov 2026. An instant shows its local day."""
    return _written(value, "Y-m-d", "j M Y")


@register.filter
def whole(text: str) -> str:
    """Keep a text, such as a day within a sentence, on one line. Only between tags."""
    return format_html('<span class="nowrap">{}</span>', text)


@register.filter
def short_day(value: date | datetime | None) -> str:
    """Write a day without its year where that is the present one: 11月10日, in English 10 Nov."""
    if value and _local_day(value).year != timezone.localdate().year:
        return _written(value, "Y年n月j日", "j M Y")
    return _written(value, "n月j日", "j M")


@register.filter
def moment(value: datetime) -> str:
    """Write a moment of a story: 11-10 08:15, with its year where that is not the present one."""
    at = timezone.localtime(value)
    is_of_this_year = at.year == timezone.localdate().year
    return format_day(at, "m-d H:i" if is_of_this_year else "Y-m-d H:i")


@register.filter
def month(value: date | datetime | None) -> str:
    """Write the month a day stands in: 2026年10月, in English October 2026."""
    return _written(value, "Y年n月", "F Y")


@register.filter
def number(value: float | Decimal | None) -> str:
    """Write a number with thousands separators, and a missing one as a dash, never as 0."""
    return MISSING if value is None or value == "" else f"{value:,}"


@register.filter
def percent(ratio: float | Decimal | None) -> str:
    """Write a ratio (0.857) as a percentage of one decimal, halves rounded up: 85.7%."""
    if ratio is None or ratio == "":
        return MISSING
    hundredfold = Decimal(str(float(ratio))) * 100
    return f"{hundredfold.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


@register.simple_tag
def gap() -> str:
    """Part two sentences: Chinese has no space there."""
    return "" if _in_chinese() else " "


@register.filter
def minutes(span: timedelta) -> int:
    """Count the minutes of a waiting time; a part of a minute counts as a whole one."""
    return -(span // timedelta(minutes=-1))


@register.filter
def unstyled(difference: SafeString) -> SafeString:
    """Take the inline colours off the import preview's differences; our stylesheet has its own."""
    return mark_safe(re.sub(r'<(ins|del) style="[^"]*">', r"<\1>", difference))  # noqa: S308


@register.simple_tag
def help_phone() -> str:
    """Give the number to ring, even on a page that has no context at all."""
    return settings.HELP_PHONE


@register.simple_tag
def complaint_phone() -> str:
    """Give the bureau's number for complaints, which need not be the one for help."""
    return settings.COMPLAINT_PHONE


@register.simple_tag
def icon(shape: str) -> SafeString:
    return format_html(
        '<svg class="icon" width="12" height="12" viewBox="0 0 16 16" aria-hidden="true"'
        ' focusable="false">{}</svg>',
        mark_safe(SHAPES[shape]),  # noqa: S308  # our own constants, never a caller's text
    )


@register.inclusion_tag("components/chip.html")
def chip(tone: str, label: str, title: str = "") -> dict[str, object]:
    return {"tone": tone, "label": label, "title": title}


@register.inclusion_tag("components/chip.html")
def deadline_chip(days_left: int, due_on: date | None = None) -> dict[str, object]:
    """Say how long there is still; hovering shows the day itself.

    On the due day it is in time and says so; from the day after it is overdue.
    """
    if days_left < 0:
        tone, label = "danger", ngettext("Overdue %(n)s day", "Overdue %(n)s days", -days_left)
    elif days_left == 0:
        tone, label = "warning", gettext("Due today")
    else:
        tone, label = "neutral", ngettext("%(n)s day left", "%(n)s days left", days_left)
    return {"tone": tone, "label": label % {"n": abs(days_left)}, "title": day(due_on)}


@register.inclusion_tag("components/register_cell.html")
def register_cell(state: str, label: str, days: int = 0, url: str = "") -> dict[str, object]:
    """Show one institution's register of one month; `label` names the two for those who hear it.

    `days` is how many days late it came and is shown only where it was late.
    """
    words = {
        "on_time": pgettext("register", "on time"),
        "late": npgettext("register", "%(n)s day late", "%(n)s days late", days) % {"n": days},
        "partial": pgettext("register", "submitted in part"),
        "missing": pgettext("register", "missing"),
        "nil": pgettext("register", "nil report"),
        "not_due": pgettext("register", "not due"),
    }
    glyphs = {"late": f"+{days}", "nil": pgettext("register", "nil")}
    return {
        "state": state,
        "said": f"{label} {words[state]}".strip(),
        "glyph": glyphs.get(state, ""),
        "shape": CELL_SHAPES.get(state, ""),
        "url": url,
    }


@register.inclusion_tag("components/figure.html")
def figure(label: str, value: str, note: str = "", url: str = "") -> dict[str, object]:
    """Show one number of a row of figures; with `url` the number opens the rows it counts."""
    return {"label": label, "value": value, "note": note, "url": url}


@register.inclusion_tag("components/progress.html")
def progress(value: int, total: int, label: str) -> dict[str, object]:
    return {"value": value, "total": total, "label": label}


@register.inclusion_tag("components/stepper.html")
def stepper(current: int, *labels: str) -> dict[str, object]:
    """Show the steps of a task, the first being 1; those before `current` are done."""
    return {"current": current, "steps": list(enumerate(labels, start=1))}


@register.inclusion_tag("components/empty_state.html")
def empty_state(
    kind: str, title: str, text: str = "", label: str = "", url: str = ""
) -> dict[str, object]:
    """Say why nothing is here: "guide" (not yet begun), "done" (all finished), "no_data"."""
    shapes = {"guide": "primary", "done": "success", "no_data": "neutral"}
    return {
        "kind": kind,
        "shape": shapes[kind],
        "title": title,
        "text": text,
        "label": label,
        "url": url,
    }


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, object]:
    """List everything that stops a form, each line linked to its field; nothing if nothing does."""
    lines: list[tuple[str, object, object]]
    lines = [("", "", error) for error in form.non_field_errors()]
    for bound in form:
        anchor = "" if bound.is_hidden else bound.id_for_label or bound.auto_id
        lines += [(anchor, bound.label, error) for error in bound.errors]
    return {"lines": lines}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField) -> dict[str, object]:
    return {"field": bound}


@register.inclusion_tag("components/export_button.html", takes_context=True)
def export_button(context: Context, kind: str, **arguments: object) -> dict[str, object]:
    """Offer a list for export with the filters it is shown with; hidden from whoever may not.

    The filters go in the body: a searched name does not belong in an address.
    """
    user = context["request"].user
    return {
        "csrf_token": context.get("csrf_token"),
        "kind": kind,
        "is_offered": user.has_perm(kind_of(kind).permission),
        "arguments": {name: str(value) for name, value in arguments.items() if value},
    }


@register.filter
def list_kind(name: str) -> str:
    """Name a kind of list; one that no app has any more, by its code."""
    try:
        return str(kind_of(name).label)
    except LookupError:
        return name


@register.filter
def sort_of_paper(name: str) -> str:
    """Name a kind of paper; one that no app has any more, by its code."""
    try:
        return str(paper_kind(name).label)
    except LookupError:
        return name


@register.inclusion_tag("components/draft_button.html", takes_context=True)
def draft_button(
    context: Context, kind: str, about: str, label: str, is_next: bool = False
) -> dict[str, object]:
    """Offer to draft an official paper about what the page shows, or to open the one there is."""
    return {
        "csrf_token": context.get("csrf_token"), "kind": kind, "about": about, "label": label,
        "is_next": is_next,
    }  # fmt: skip
