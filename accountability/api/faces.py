"""Proposals as the API shows them to the house concerned: codes, and words beside them."""

from typing import Any

from django.urls import reverse

from accountability.choices import PROPOSAL_STATES
from accountability.models import Handling, Measure, SanctionProposal, Service
from accountability.road_choices import LACKING
from accountability.rules.words import Document
from accountability.selectors.bans import until
from accountability.selectors.told import (
    measures_told,
    missing_told,
    state_told,
    waits_to_be_told,
)
from bureau import masks

LINE_FIELDS = (
    "no", "ladder", "ladder_display", "kind", "kind_display", "tier", "year", "state",
    "state_display", "staff_no", "name", "notice_on", "statement_due_on", "decision_on",
    "decision_no", "url",
)  # fmt: skip


def proposal_line(found: SanctionProposal) -> dict[str, Any]:
    """Show one of a list; of the decision only what was served."""
    served = {one.document: one for one in found.services.all()}
    notice, decision = served.get(Document.NOTICE), served.get(Document.DECISION)
    handling: Handling | None = getattr(found, "handling", None)
    state = state_told(found)
    return {
        "no": found.no,
        "ladder": found.ladder,
        "ladder_display": str(found.get_ladder_display()),
        "kind": found.kind,
        "kind_display": str(found.get_kind_display()),
        "tier": found.tier,
        "year": found.year,
        "state": state.value,
        "state_display": str(PROPOSAL_STATES[state]),
        "staff_no": found.staff.staff_no if found.staff else "",
        "name": masks.name(found.staff.name) if found.staff else "",
        "notice_on": notice.served_on if notice else None,
        "statement_due_on": handling.statement_due_on if handling else None,
        "decision_on": handling.decided_on if decision and handling else None,
        "decision_no": _number(decision),
        "url": reverse("api_accountability:proposal", args=[found.no]),
    }


def _number(service: Service | None) -> str:
    return service.paper.number.text if service and service.paper.number else ""


def proposal_face(found: SanctionProposal) -> dict[str, Any]:
    """Show one whole, with its measures and the step that is missing before it takes effect."""
    line = proposal_line(found)
    missing = missing_told(found)
    handling: Handling | None = getattr(found, "handling", None)
    is_told = bool(line["decision_no"])
    is_answered = not waits_to_be_told(found)
    return {
        **line,
        "missing_step": missing.value if missing else None,
        "missing_step_display": str(LACKING[missing]) if missing else "",
        "in_effect_from": handling.effect_from if handling else None,
        "measures": [_measure(one, is_told, is_answered) for one in measures_told(found)],
    }


def _measure(one: Measure, is_told: bool, is_answered: bool) -> dict[str, Any]:
    return {
        "measure": one.code,
        "measure_display": str(one.get_code_display()),
        "is_decided": one.stands if is_told else None,
        "starts_on": one.starts_on if is_told else None,
        # What it was shortened to is told by the answer.
        "ends_on": (until(one) if is_answered else one.ends_on) if is_told else None,
        "done_on": one.done_on,
    }
