"""Files of a complaint: what an institution hands in as evidence, and what was shown to it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from bureau.access_keys import Scope
from bureau.api.answers import answer
from bureau.api.base import ApiView
from bureau.api.negotiation import AnyForm
from bureau.api.once import once
from bureau.api.problems import INVALID, Fault, Problem, pointer
from bureau.api.schema import IDEMPOTENCY_KEY
from bureau.api.serializers import read_body
from bureau.downloads import download
from bureau.services import BureauError, open_attachment
from complaints import selectors, services
from complaints.api import examples
from complaints.api.cases import TAGS, find_given
from complaints.api.faces import file_face
from complaints.api.shapes import FileIn, FileOut
from complaints.services import CaseError


class FileList(ApiView):
    scopes = {"POST": Scope.CASES_WRITE}
    refusals = (CaseError,)

    @extend_schema(
        operation_id="attachEvidence",
        tags=TAGS,
        summary="上传证据材料 · Hand in a file as evidence",
        description="JSON 中以 base64 传送，每次一个文件；只有局里和本机构可见。"
        " · In JSON as base64, one file at a time; the bureau and the institution see it.",
        parameters=[IDEMPOTENCY_KEY],
        request=FileIn,
        responses={201: FileOut},
        examples=[examples.FILE_IN, examples.HUNG],
    )
    def post(self, request: Request, no: str) -> HttpResponse:
        body = read_body(FileIn, request.data)
        return once(request, lambda: self._hang(request, no, body))

    def _hang(self, request: Request, no: str, body: dict[str, Any]) -> HttpResponse:
        try:
            hung = services.hand_in_evidence(
                case=find_given(request, no),
                institution=request.user.institution,
                name=body["name"],
                content=body["content"],
                by=request.user,
                at=timezone.now(),
            )
        except CaseError:
            raise
        except BureauError as refused:
            fault = Fault("unfit", str(refused), pointer=pointer("content"))
            raise Problem(INVALID, errors=[fault]) from refused
        face = file_face(hung, no, request.user)
        return answer(face, status=201, headers={"Location": face["url"]})


class FileDetail(ApiView):
    scopes = {"GET": Scope.CASES_READ}
    content_negotiation_class = AnyForm

    @extend_schema(
        operation_id="openAttachment",
        tags=TAGS,
        summary="下载一个附件 · Fetch a file",
        description="本机构上传的，或局里公开给本机构的；谁在何时打开，均有记录。"
        " · One's own, or one shown to the institution; who opened it when is written down.",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
        examples=[examples.CONTENT],
    )
    def get(self, request: Request, no: str, pk: UUID) -> HttpResponse:
        case = find_given(request, no)
        found = get_object_or_404(selectors.files_of_no(case.no, user=request.user), pk=pk)
        content = open_attachment(
            attachment=found, by=request.user, at=timezone.now(), sees_record=True
        )
        return download(content, name=found.file.name, media_type=found.media_type)
