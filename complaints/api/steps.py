"""What an institution does with a complaint it was given: it reports, states, or gives it back."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from bureau.access_keys import Scope
from bureau.api.answers import answer, check_match
from bureau.api.base import ApiView
from bureau.api.once import once
from bureau.api.schema import IDEMPOTENCY_KEY, MAY_MATCH
from bureau.api.serializers import Strict, read_body
from bureau.selectors import work_calendar
from complaints import services
from complaints.api import examples
from complaints.api.cases import TAGS, find_given, given_face
from complaints.api.faces import moved_face, people_of, place_of, statement_face
from complaints.api.shapes import MovedOut, ReportIn, ReturnIn, StatementIn, StatementOut
from complaints.models import Case, NamedPerson
from complaints.rules.words import Finding
from complaints.services import CaseError
from complaints.services.acts import locked


def agreed(request: Request, no: str) -> Case:
    """Find a case and hold it; where If-Match is sent, it must stand as it was read.

    Who calls this is in a transaction.
    """
    case = locked(find_given(request, no))
    if "If-Match" in request.headers:
        check_match(request, given_face(request, no), is_required=False)
    return case


class UnitStep(ApiView):
    """A step that an institution takes: its body is read, and sent twice it is taken once."""

    scopes = {"POST": Scope.CASES_WRITE}
    refusals = (CaseError,)

    def take(self, request: Request, no: str, shape: type[Strict]) -> HttpResponse:
        body = read_body(shape, request.data)
        return once(request, lambda: self.taken(request, no, body))

    def taken(self, request: Request, no: str, body: dict[str, Any]) -> HttpResponse:
        """Take the step itself, in a transaction."""
        raise NotImplementedError


class Report(UnitStep):
    @extend_schema(
        operation_id="reportOnCase",
        tags=TAGS,
        summary="报送核实情况 · Hand in what the institution found",
        description="是本机构的说明，认定由局里作出。证据材料先用 attachments 上传。可带 If-Match。"
        " · A statement: the finding is the bureau's. Evidence is sent to `attachments` first."
        " If-Match may be sent.",
        parameters=[IDEMPOTENCY_KEY, MAY_MATCH],
        request=ReportIn,
        responses={201: MovedOut},
        examples=[examples.REPORT_IN, examples.REPORTED],
    )
    def post(self, request: Request, no: str) -> HttpResponse:
        return self.take(request, no, ReportIn)

    def taken(self, request: Request, no: str, body: dict[str, Any]) -> HttpResponse:
        case = agreed(request, no)
        services.submit_report(
            case=case,
            institution=request.user.institution,
            text=body["text"],
            opinion=Finding(body["opinion"]) if body["opinion"] else None,
            by=request.user,
            at=timezone.now(),
            calendar=work_calendar(),
        )
        case.refresh_from_db(fields=["state"])
        return answer(moved_face(case), status=201, headers={"Location": place_of(no)})


class Statements(UnitStep):
    @extend_schema(
        operation_id="stateOnCase",
        tags=TAGS,
        summary="提交情况说明 · Hand in a statement",
        description="本机构的，或被反映的本机构人员的；认定之前提交，不移动状态和期限。"
        " 证据材料先用 attachments 上传。可带 If-Match。"
        " · The institution's own, or that of one of its people who is named; before anything is"
        " found. It moves neither state nor day. Evidence is sent to `attachments` first. If-Match"
        " may be sent.",
        parameters=[IDEMPOTENCY_KEY, MAY_MATCH],
        request=StatementIn,
        responses={201: StatementOut},
        examples=[examples.STATEMENT_IN, examples.STATED],
    )
    def post(self, request: Request, no: str) -> HttpResponse:
        return self.take(request, no, StatementIn)

    def taken(self, request: Request, no: str, body: dict[str, Any]) -> HttpResponse:
        case = agreed(request, no)
        made = services.file_statement(
            case=case,
            institution=request.user.institution,
            text=body["text"],
            person=_named(request, case, body["person"]),
            is_waived=body["is_waived"],
            by=request.user,
            at=timezone.now(),
        )
        return answer(statement_face(made), status=201, headers={"Location": place_of(no)})


def _named(request: Request, case: Case, person: int | None) -> NamedPerson | None:
    """Find one of the institution's own people who are named in a case.

    :raises CaseError: if there is nobody like this.
    """
    if person is None:
        return None
    if not (found := people_of(request.user, case.pk).filter(pk=person).first()):
        raise CaseError(_("Nobody like this of your institution is named in the case."))
    return found


class GiveBack(UnitStep):
    @extend_schema(
        operation_id="returnCase",
        tags=TAGS,
        summary="退回不属于本机构的投诉 · Give back what is not the institution's",
        description="期限不变；退回后不再可见。可带 If-Match。"
        " · Its days stay where they are, and it is not seen any more. If-Match may be sent.",
        parameters=[IDEMPOTENCY_KEY, MAY_MATCH],
        request=ReturnIn,
        responses={200: MovedOut},
        examples=[examples.RETURN_IN, examples.RETURNED],
    )
    def post(self, request: Request, no: str) -> HttpResponse:
        return self.take(request, no, ReturnIn)

    def taken(self, request: Request, no: str, body: dict[str, Any]) -> HttpResponse:
        case = services.return_case(
            case=agreed(request, no),
            institution=request.user.institution,
            reason=body["reason"],
            by=request.user,
            at=timezone.now(),
        )
        return answer(moved_face(case))
