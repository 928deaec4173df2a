"""Rows handed in by a hospital's system, and what became of them."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from bureau.access_keys import Scope
from bureau.api.answers import answer, answer_tagged, check_match
from bureau.api.base import ApiView
from bureau.api.jobs import ASK_AGAIN_SECONDS, JobOut, job_face
from bureau.api.once import once
from bureau.api.pages import answer_page, read_cursor
from bureau.api.parsing import body_of
from bureau.api.problems import ROWS_REFUSED, Fault, Problem
from bureau.api.schema import KEY_UNLESS_TRIED, MAY_MATCH, PREFER
from bureau.api.serializers import read_body
from bureau.sentences import sentences
from followups import services, tasks, wording
from followups.api import examples
from followups.api.faces import (
    PROBLEM_FIELDS,
    place_of,
    problem_row,
    state_of,
    submission_face,
)
from followups.api.registers import TAGS, face_of, find_register
from followups.api.shapes import HandedIn, ProblemPage, ProblemQuery, SubmissionIn, SubmissionOut
from followups.choices import UPLOAD_STATES
from followups.models import MonthlyRegister, RegisterVersion, Upload
from followups.rules.problems import Problem as RowProblem
from followups.rules.words import RowState, Severity, UploadState
from followups.services import RegisterError
from followups.sheets import BY_FIELD

ASYNC = "respond-async"


class Submissions(ApiView):
    scopes = {"POST": Scope.REGISTERS_WRITE}
    refusals = (RegisterError,)

    @extend_schema(
        operation_id="submitRows",
        tags=TAGS,
        summary="推送一个月的登记行 · Hand in rows of a month",
        description="字段与模板相同，最多 10000 行；与网页上传走同样的检查。合格的行入库，被拒的行"
        "逐行列出；有别的机构的行则一行不收。`dry_run` 只检查。"
        " · The fields are those of the template, up to 10,000 rows, checked as a workbook is."
        " Good rows are taken in and refused ones listed; if one row is another institution's,"
        " none is taken. `dry_run` only checks.",
        parameters=[KEY_UNLESS_TRIED, MAY_MATCH, PREFER],
        request=SubmissionIn,
        responses={200: HandedIn, 201: HandedIn, 202: JobOut},
        examples=[
            examples.SUBMISSION_IN,
            examples.DRY_RUN,
            examples.HANDED_IN,
            examples.QUEUED,
            examples.ROWS_REFUSED,
        ],
    )
    def post(self, request: Request, month: date) -> HttpResponse:
        body = read_body(SubmissionIn, request.data)
        if body["dry_run"]:
            return self._try(request, month, body)
        return once(request, lambda: self._hand_in(request, month, body))

    def _try(self, request: Request, month: date, body: dict[str, Any]) -> HttpResponse:
        stands = find_register(request, month).standing(timezone.localdate())
        with transaction.atomic():
            told = self._push(request, month, body, payload=None)
            transaction.set_rollback(True)
        # Nothing was kept: it says how things stand, and not how they would.
        told["state"] = str(UploadState.CHECKED)
        told["state_display"] = str(UPLOAD_STATES[UploadState.CHECKED])
        told |= state_of(stands.state, "register_state")
        nowhere = dict.fromkeys(("id", "url", "version", "receipt_no", "problems_url"))
        return answer({**told, **nowhere, "dry_run": True})

    def _hand_in(self, request: Request, month: date, body: dict[str, Any]) -> HttpResponse:
        if ASYNC in request.headers.get("Prefer", "").lower():
            return self._queue(request, month)
        told = self._push(request, month, body, payload=body_of(request._request))
        return answer(told, status=201, headers={"Location": told["url"]})

    def _queue(self, request: Request, month: date) -> HttpResponse:
        """Keep the rows and answer at once; what came of them is read at the job."""
        upload = services.receive_push(
            register=find_register(request, month),
            payload=body_of(request._request),
            by=request.user,
            at=timezone.now(),
            agreed=_agreed(request),
        )
        tasks.hint(tasks.check_upload, str(upload.pk))
        headers = {
            "Location": reverse("api:job", args=[upload.job_id]),
            "Retry-After": ASK_AGAIN_SECONDS,
            "Preference-Applied": ASYNC,
        }
        return answer(job_face(upload.job, request), status=202, headers=headers)

    def _push(
        self, request: Request, month: date, body: dict[str, Any], *, payload: bytes | None
    ) -> dict[str, Any]:
        try:
            upload, version = services.push_rows(
                register=find_register(request, month),
                rows=body["rows"],
                payload=payload,
                by=request.user,
                at=timezone.now(),
                reason=body["reason"],
                is_whole=body["all_or_nothing"],
                agreed=_agreed(request),
            )
        except services.RowsRefused as refused:
            raise Problem(ROWS_REFUSED, str(refused), errors=row_faults(refused)) from refused
        return _handed_in(upload, version)


def _agreed(request: Request) -> Callable[[MonthlyRegister], None] | None:
    """Return what refuses, under the lock, rows that build on an older state of the register."""
    if "If-Match" not in request.headers:
        return None
    return lambda held: check_match(request, face_of(request, held), is_required=False)


def _handed_in(upload: Upload, version: RegisterVersion) -> dict[str, Any]:
    refused = upload.rows.filter(state=RowState.REFUSED).order_by("number")
    is_new = version.upload_id == upload.pk
    stands = version.register.standing(timezone.localdate())
    told = submission_face(upload, version if is_new else None, warnings=_warnings(upload))
    return {
        **told,
        "version": version.number,
        "receipt_no": version.receipt_no,
        "dry_run": False,
        "brings_nothing_new": not is_new,
        **state_of(stands.state, "register_state"),
        "refused_rows": [problem_row(row, upload) for row in refused],
    }


def _warnings(upload: Upload) -> int:
    return upload.rows.filter(has_warning=True).count()


def row_faults(refused: services.RowsRefused) -> list[Fault]:
    """List what is wrong with the rows because of which nothing was taken, cell by cell."""
    return [
        Fault(
            code=str(problem.code),
            message=said(problem),
            pointer=place_of(row.number, problem),
            row=row.number,
            column=BY_FIELD[problem.field].heading,
        )
        for row in refused.rows
        for problem in row.problems
        if problem.severity is not Severity.WARNING
    ]


def said(problem: RowProblem) -> str:
    remedy = wording.remedy_sentence(problem, pushed=True)
    return sentences([wording.problem_sentence(problem), remedy])


def find_submission(request: Request, month: date, pk: UUID) -> Upload:
    uploads = Upload.objects.visible_to(request.user).select_related("register__institution")
    return get_object_or_404(uploads, pk=pk, register__month=month)


class SubmissionDetail(ApiView):
    scopes = {"GET": Scope.REGISTERS_READ}

    @extend_schema(
        operation_id="readSubmission",
        tags=TAGS,
        summary="查询一次报送 · Read one submission",
        description="网页上传的工作簿也查得到。带 ETag。"
        " · Workbooks uploaded on the website are found here too. The answer carries an ETag.",
        responses={200: SubmissionOut},
        examples=[examples.SUBMISSION],
    )
    def get(self, request: Request, month: date, pk: UUID) -> HttpResponse:
        upload = find_submission(request, month, pk)
        version = RegisterVersion.objects.filter(upload=upload).first()
        if version:
            version.register = upload.register
        return answer_tagged(request, submission_face(upload, version, warnings=_warnings(upload)))


class SubmissionProblems(ApiView):
    scopes = {"GET": Scope.REGISTERS_READ}
    queries = {"GET": ProblemQuery}

    @extend_schema(
        operation_id="listSubmissionProblems",
        tags=TAGS,
        summary="逐行列出问题 · List the problems, row by row",
        description="行号从 1 起（工作簿则为表中行号），并指明列。"
        " · Rows are counted from 1, those of a workbook as the sheet numbers them; each problem"
        " names its column.",
        parameters=[ProblemQuery],
        responses={200: ProblemPage},
        examples=[examples.PROBLEMS],
    )
    def get(self, request: Request, month: date, pk: UUID) -> HttpResponse:
        upload, asked = find_submission(request, month, pk), self.asked
        rows = upload.rows.exclude(problems=b"")
        if after := read_cursor(asked, int):
            rows = rows.filter(number__gt=after)
        if asked.get("state") == "refused":
            rows = rows.filter(state=RowState.REFUSED)
        elif asked.get("state"):
            rows = rows.filter(has_warning=True)
        found = rows.order_by("number").only("upload", "seal_id", "number", "state", "problems")
        lines = [problem_row(row, upload) for row in found[: asked["limit"] + 1]]
        return answer_page(
            request, lines, asked=asked, known=PROBLEM_FIELDS, mark=lambda line: line["row"]
        )
