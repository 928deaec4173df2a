import json
from argparse import ArgumentParser
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.commands import SpokenCommand
from bureau.models import Institution
from bureau.services import atomic_with_files
from followups import selectors, services, wording
from followups.choices import SEVERITIES, UPLOAD_STATES
from followups.models import Upload
from followups.rules.words import UploadState

FIRST_MONTH = "begin the county's registers with this month: all since then are owed"


class Command(SpokenCommand):
    help = "Hand in a follow-up register from a file: the same door as the page, by hand."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--institution", required=True, help="institution code")
        parser.add_argument("--month", required=True, help="the register's month, 2026-10")
        parser.add_argument("--first-month", action="store_true", help=FIRST_MONTH)
        parser.add_argument("--dry-run", action="store_true", help="check only, store nothing")
        parser.add_argument("--partial", action="store_true", help="submit the good rows alone")
        parser.add_argument("--reason", default="", help="needed after the month is closed")
        parser.add_argument(
            "--answer", action="append", default=[], metavar="KEY=CHOICE",
            help="answer to a question about the file; asked for by name when one is open",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            told = self._told(options)
        except CommandError as error:
            # A program that asked for JSON reads the reason where it reads the rest.
            if not options["json"]:
                raise
            told = {"file": options["file"].name, "state": "refused", "why": str(error)}
        self.stdout.write(
            json.dumps(told, ensure_ascii=False, indent=1) if options["json"] else in_words(told)
        )
        if told["state"] != "submitted" and not (options["dry_run"] and would_go_in(told)):
            raise SystemExit(1)

    def _told(self, options: dict[str, Any]) -> dict[str, Any]:
        options["month"] = read_month(options["month"])
        institution = Institution.objects.filter(code=options["institution"]).first()
        if institution is None:
            raise CommandError(_("No institution %(code)s.") % {"code": options["institution"]})
        if not options["file"].is_file():
            raise CommandError(_("No file %(path)s.") % {"path": options["file"]})
        with atomic_with_files():
            told = self._import(institution, timezone.now(), options)
            transaction.set_rollback(options["dry_run"])
        return told

    def _import(self, institution: Institution, at: datetime, options: dict) -> dict[str, Any]:
        path = options["file"]
        if options["first_month"]:
            services.open_month(options["month"], at=at)
        try:
            upload = services.receive_upload(
                institution=institution,
                month=options["month"],
                name=path.name,
                content=path.read_bytes(),
                by=None,
                at=at,
            )
            upload = services.check_upload(upload, at=at)
            if upload.state == UploadState.ASKING:
                upload = self._answer(upload, at, options["answer"])
            told = describe(upload)
            whole = not upload.rows_refused or options["partial"]
            if upload.can_be_submitted and whole:
                told |= self._submit(upload, at, options)
        except services.RegisterError as error:
            raise CommandError(str(error)) from error
        return told

    def _submit(self, upload: Upload, at: datetime, options: dict) -> dict[str, Any]:
        """Submit a file, or say why that would be refused where this is only tried."""
        try:
            version = services.submit_upload(
                upload=upload, by=None, at=at, reason=options["reason"]
            )
        except services.RegisterError as error:
            if not options["dry_run"]:
                raise
            return {"why": str(error)}
        return {} if options["dry_run"] else {"state": "submitted", "version": version.number}

    def _answer(self, upload: Upload, at: datetime, given: list[str]) -> Upload:
        answers = dict(entry.partition("=")[::2] for entry in given)
        wanted = {question["key"] for question in upload.questions}
        if not wanted <= answers.keys():
            return upload
        upload = services.answer_questions(upload=upload, by=None, answers=answers, at=at)
        return services.check_upload(upload, at=at)


def read_month(text: str | date) -> date:
    """Read a month as the commands take it.

    :raises CommandError: if it is none.
    """
    if isinstance(text, date):
        return text
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise CommandError(
            _("%(text)s is no month: write it as 2026-10.") % {"text": text}
        ) from None


def would_go_in(told: dict[str, Any]) -> bool:
    """Test if something of a checked file could be submitted as it stands."""
    is_fit = told["state"] == UploadState.CHECKED and not told["blocked"]
    return is_fit and told["rows"] > told["refused"] and "why" not in told


def describe(upload: Upload) -> dict[str, Any]:
    """Say what came of a file: counts, and every reason by row and column."""
    told = {
        "file": upload.file.name,
        "state": upload.state,
        "rows": upload.rows_total,
        "new": upload.rows_new,
        "updated": upload.rows_updated,
        "unchanged": upload.rows_unchanged,
        "refused": upload.rows_refused,
        "blocked": upload.is_blocked,
        "problems": [
            {
                "row": row.number,
                "column": wording.column_title(problem.field, upload.layout),
                "severity": problem.severity,
                "problem": wording.problem_sentence(problem),
                "remedy": wording.remedy_sentence(problem),
            }
            for row in upload.rows.exclude(problems=b"").order_by("number")
            for problem in selectors.problems_of(row)
        ],
        "remarks": [wording.note_sentence(remark) for remark in upload.remarks],
    }
    if upload.state == UploadState.REFUSED:
        told["why"] = wording.refusal_sentence(upload.refusal)
    if upload.state == UploadState.ASKING:
        told["questions"] = [
            {
                "key": question["key"],
                "question": wording.question_sentence(question, upload.layout),
                "choices": dict(wording.question_choices(question)),
            }
            for question in upload.questions
        ]
    return told


def in_words(told: dict[str, Any]) -> str:
    counts = _(
        "rows %(rows)s  new %(new)s  updated %(updated)s  unchanged %(unchanged)s"
        "  refused %(refused)s"
    )
    state = UPLOAD_STATES[told["state"]]
    if told["state"] == UploadState.CHECKED and not would_go_in(told):
        state = _("cannot be submitted")
    lines = [_("%(file)s: %(state)s") % {"file": told["file"], "state": state}, counts % told]
    if "why" in told:
        lines.append(told["why"])
    for question in told.get("questions", []):
        lines.append(question["question"])
        lines += [
            f"  --answer {question['key']}={key}  {label}"
            for key, label in question["choices"].items()
        ]
    return "\n".join([*lines, *told["remarks"], *map(_problem_in_words, told["problems"])])


def _problem_in_words(problem: dict[str, Any]) -> str:
    said = _("%(severity)s  row %(row)s  %(column)s: %(problem)s. %(remedy)s")
    return (said % {**problem, "severity": SEVERITIES[problem["severity"]]}).rstrip()
