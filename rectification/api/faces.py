"""Ledger items as the API shows them to their own institution: codes, and words beside them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse

from rectification.choices.ledger import STATES, VERDICTS
from rectification.models import Item
from rectification.rules import states
from rectification.rules.words import ItemState

LINE = ("no", "state", "problem", "source", "severity", "found_on", "issued_on", "plan_due_on",
        "due_on", "closed_on", "round")  # fmt: skip
LINE_FIELDS = (*LINE, "state_display", "is_overdue", "url")


def item_line(row: Mapping[str, Any], day: date) -> dict[str, Any]:
    """Show one item of a list, of the values a list reads."""
    return {
        **{name: row[name] for name in LINE},
        "state_display": str(STATES[row["state"]]),
        "is_overdue": states.is_overdue(ItemState(row["state"]), row["due_on"], day),
        "url": reverse("api_ledger:item", args=[row["no"]]),
    }


def entered_face(item: Item) -> dict[str, Any]:
    """Show where stands what was named, and nothing of what the bureau makes of it."""
    return {
        "no": item.no,
        "state": item.state,
        "state_display": str(STATES[item.state]),
        "url": reverse("api_ledger:item", args=[item.no]),
    }


def named_face(item: Item) -> dict[str, Any]:
    """Show a problem to whoever named it, in the words in which it was named."""
    return entered_face(item) | {"problem": item.problem, "found_on": item.found_on}


def item_face(item: Item, day: date) -> dict[str, Any]:
    """Show an item with its plan, its progress and what came of its applications."""
    return {
        **item_line({name: getattr(item, name) for name in LINE}, day),
        **{name: getattr(item, name) for name in ("kind", "cause", "goal", "responsible")},
        "measures": [measure.text for measure in item.measures.all()],
        "progress": [{"on": entry.on, "text": entry.text} for entry in item.progress.all()],
        "closures": [
            {
                "requested_on": closure.requested_on,
                "verdict": closure.verdict,
                "verdict_display": str(VERDICTS.get(closure.verdict, "")),
                "opinion": closure.opinion,
            }
            for closure in item.closures.all()
        ],
    }
