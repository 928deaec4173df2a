"""Cases as the API shows them to the institution they were given to: codes, and words beside them.

Nothing here tells who complained: not the original words, no name, no phone, of no case.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from bureau.api.answers import moment
from bureau.models import ApiClient, Attachment
from complaints import selectors
from complaints.choices import CHANNELS, FINDINGS, PUBLIC_STATES, STATES, TYPES
from complaints.models import Allegation, Case, Entry, NamedPerson, Statement, UnitReport
from complaints.rules import workflow
from complaints.rules.words import CaseState

LINE = ("given", "given_at", "is_lead", "report_due_on", "no", "state", "type", "channel",
        "category__code", "category__name", "department__name", "safety_urgent")  # fmt: skip
MORE = ("pk", "text", "received_at", "occurred_on", "finding",
        "verified_at")  # fmt: skip
LINE_FIELDS = ("no", "state", "state_display", "type", "type_display", "channel",
               "channel_display", "category", "category_display", "department", "safety_urgent",
               "is_lead", "given_at", "report_due_on", "is_overdue", "url")  # fmt: skip


WORDS = {"state": STATES, "type": TYPES, "channel": CHANNELS}


@cache
def word_of(name: str, code: str, language: str) -> str:
    """Say a code in the language that is active, looked up once for all the rows of all pages."""
    return str(WORDS[name][code])


def place_of(no: str) -> str:
    return reverse("api_cases:case", args=[no])


def case_lines(rows: Iterable[Mapping[str, Any]], day: date) -> list[dict[str, Any]]:
    """Show the cases of a list, of the values a list reads."""
    language, base = get_language() or "", reverse("api_cases:cases")
    return [_line(row, day, language, base) for row in rows]


def _line(row: Mapping[str, Any], day: date, language: str, base: str) -> dict[str, Any]:
    state, kind, channel = row["state"], row["type"], row["channel"]
    due_on = row["report_due_on"] if state != CaseState.SUSPENDED else None
    return {
        "no": row["no"],
        "state": state,
        "state_display": word_of("state", state, language),
        "type": kind,
        "type_display": word_of("type", kind, language),
        "channel": channel,
        "channel_display": word_of("channel", channel, language),
        "category": row["category__code"],
        "category_display": row["category__name"],
        "department": row["department__name"],
        "safety_urgent": row["safety_urgent"],
        "is_lead": row["is_lead"],
        "given_at": moment(row["given_at"]),
        "report_due_on": due_on,
        "is_overdue": due_on is not None and due_on < day,
        "url": f"{base}{row['no']}/",
    }


def case_face(row: Mapping[str, Any], client: ApiClient, day: date) -> dict[str, Any]:
    """Show a case with what the institution was told of it, and what it said itself."""
    of_case = {"case": row["pk"]}
    is_found = row["verified_at"] is not None
    alleged = Allegation.objects.visible_to(client).filter(**of_case).order_by("position")
    reports = UnitReport.objects.visible_to(client).filter(**of_case).order_by("at", "pk")
    people = people_of(client, row["pk"]).order_by("pk").select_related("staff")
    said = Statement.objects.visible_to(client).filter(**of_case).order_by("at", "pk")
    notes = Entry.objects.visible_to(client).filter(**of_case).order_by("at", "pk")
    [line] = case_lines([row], day)
    return {
        **line,
        "text": row["text"],
        "received_at": moment(row["received_at"]),
        "occurred_on": row["occurred_on"],
        **_finding(row["finding"] if is_found else ""),
        "is_fabricated": row["pk"] in selectors.fabricated([row["pk"]]),
        "allegations": [_allegation(one, is_found=is_found) for one in alleged],
        "reports": [
            {"text": one.text, "opinion": one.opinion or None, "at": moment(one.at)}
            for one in reports
        ],
        "people": [{"id": one.pk, "name": str(one.staff)} for one in people],
        "statements": [statement_face(one) for one in said],
        "notes": [{"text": one.text, "at": moment(one.at)} for one in notes],
        "attachments": [
            file_face(one, row["no"], client)
            for one in selectors.files_of_no(row["no"], user=client)
        ],
    }


def people_of(client: ApiClient, case: int) -> QuerySet[NamedPerson]:
    """Return whom of its people the bureau said to be meant; what else was said is not told."""
    people = NamedPerson.objects.visible_to(client).filter(case=case)
    return people.filter(staff__isnull=False)


def statement_face(one: Statement) -> dict[str, Any]:
    return {"person": one.person_id, "is_waived": one.is_waived, "text": one.text,
            "at": moment(one.at)}  # fmt: skip


def _finding(finding: str) -> dict[str, str | None]:
    words = str(FINDINGS[finding]) if finding else None
    return {"finding": finding or None, "finding_display": words}


def _allegation(one: Allegation, *, is_found: bool) -> dict[str, Any]:
    """Show what is alleged; what was found of it only once it holds."""
    found = _finding(one.finding if is_found else "")
    return {"text": one.text, **found, "basis": one.basis if is_found else None}


def file_face(file: Attachment, no: str, client: ApiClient) -> dict[str, Any]:
    sender = file.sender
    return {
        "id": file.pk,
        "name": file.file.name,
        "media_type": file.media_type,
        "size": file.file.size,
        "is_own": sender is not None and sender.institution_id == client.institution_id,
        "at": moment(file.at),
        "url": place_of_file(no, file.pk),
    }


def place_of_file(no: str, pk: UUID) -> str:
    return reverse("api_cases:file", args=[no, pk])


def registered_face(case: Case) -> dict[str, Any]:
    """Show what the institution handed in as the public is told it, and no step of the bureau's."""
    state = workflow.PUBLIC[CaseState(case.state)]
    return {
        "no": case.no,
        "state": str(state),
        "state_display": str(PUBLIC_STATES[state]),
        "source_no": case.external_no.partition("/")[2],
        "url": place_of(case.no),
    }


def moved_face(case: Case) -> dict[str, Any]:
    return {"no": case.no, "state": case.state, "state_display": str(STATES[case.state])}
