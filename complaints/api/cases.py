"""Complaints by program: an institution's system hands in what it was told, reads what it has.

The institution is the key's. What was not given to it answers like what is not there.
"""

from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework.request import Request

from bureau.access_keys import Scope
from bureau.api.answers import answer, answer_tagged
from bureau.api.base import ApiView
from bureau.api.once import once
from bureau.api.pages import answer_page, read_cursor
from bureau.api.problems import INVALID, STATE_FORBIDS, Fault, Problem, pointer
from bureau.api.schema import IDEMPOTENCY_KEY
from bureau.api.serializers import read_body
from bureau.models import Department, ProblemCategory
from bureau.selectors import work_calendar
from complaints import selectors, services
from complaints.api import examples
from complaints.api.faces import (
    LINE,
    LINE_FIELDS,
    MORE,
    case_face,
    case_lines,
    registered_face,
)
from complaints.api.shapes import CaseIn, CaseOut, CasePage, CaseQuery, RegisteredOut
from complaints.models import Case
from complaints.rules.words import CaseType, Channel, Confidentiality
from complaints.services import CaseError

EITHER = PolymorphicProxySerializer(
    component_name="GivenOrRegistered",
    serializers=[CaseOut, RegisteredOut],
    resource_type_field_name=None,
)
TAGS = ["投诉 · Complaints"]
LONGEST_EXTERNAL = Case._meta.get_field("external_no").max_length or 0


def given_face(request: Request, no: str) -> dict[str, Any] | None:
    """Show a case that the asking institution was given, as it stands now; else None."""
    row = selectors.given_to(request.user).filter(no=no).values(*LINE, *MORE).first()
    return case_face(row, request.user, timezone.localdate()) if row else None


def find_given(request: Request, no: str) -> Case:
    """Find a case that the asking institution was given; no other is there for it."""
    case = Case.objects.visible_to(request.user).filter(no=no).first()
    if case is None:
        raise Http404
    return case


class CaseList(ApiView):
    scopes = {"GET": Scope.CASES_READ, "POST": Scope.CASES_WRITE}
    queries = {"GET": CaseQuery}
    refusals = (CaseError,)

    @extend_schema(
        operation_id="listCases",
        tags=TAGS,
        summary="列出交办给本机构的投诉 · List the complaints given to one, last given first",
        description="自交办之日起可见，退回后不再可见。不含投诉人的任何信息。"
        " · From the day on which it was given until it is given back. Nothing in it tells who"
        " complained.",
        parameters=[CaseQuery],
        responses={200: CasePage},
        examples=[examples.CASES],
    )
    def get(self, request: Request) -> HttpResponse:
        asked, day = self.asked, timezone.localdate()
        given = narrowed(selectors.given_to(request.user), asked)
        if after := read_cursor(asked, int):
            given = given.filter(given__lt=min(after, 2**63 - 1))
        rows = list(given.values(*LINE)[: asked["limit"] + 1])
        marks = {row["no"]: row["given"] for row in rows}
        lines = case_lines(rows, day)
        return answer_page(
            request, lines, asked=asked, known=LINE_FIELDS, mark=lambda line: marks[line["no"]]
        )

    @extend_schema(
        operation_id="registerCase",
        tags=TAGS,
        summary="登记本机构接到的投诉 · Register a complaint the institution was told itself",
        description="首诉负责：由本机构接到、报局登记，被投诉机构即密钥所属机构。Location"
        " 给出查询地址；其后由局里受理、交办。同一 source_no 已登记的，返回 409，"
        "standing 给出已有的编号。"
        " · Whoever is approached first takes it down; the institution complained of is the key's."
        " Location says where it is read; the bureau takes it up and gives it out. Where your"
        " number is registered already the answer is 409; `standing` names the case.",
        parameters=[IDEMPOTENCY_KEY],
        request=CaseIn,
        responses={201: RegisteredOut},
        examples=[examples.CASE_IN, examples.REGISTERED],
    )
    def post(self, request: Request) -> HttpResponse:
        body = read_body(CaseIn, request.data)
        return once(request, lambda: self._register(request, body))

    def _register(self, request: Request, body: dict[str, Any]) -> HttpResponse:
        case, code = services.register_case(
            told=told_in(request, body),
            complainant=complainant_in(body),
            by=request.user,
            at=timezone.now(),
            calendar=work_calendar(),
        )
        face = registered_face(case)
        if not code:
            said = _("This number is registered already, as %(no)s.") % {"no": case.no}
            is_told = selectors.handed_in_by(request.user).filter(pk=case.pk).exists()
            raise Problem(STATE_FORBIDS, said, more={"standing": face} if is_told else {})
        return answer(face, status=201, headers={"Location": face["url"]})


def narrowed(given: QuerySet[Any], asked: dict[str, Any]) -> QuerySet[Any]:
    for name in ("state", "type", "safety_urgent"):
        if asked.get(name) not in (None, ""):
            given = given.filter(**{name: asked[name]})
    if day := asked.get("given_on__gte"):
        given = given.filter(given_at__gte=_begins(day))
    if day := asked.get("given_on__lte"):
        given = given.filter(given_at__lte=datetime.combine(day, time.max, _zone()))
    return given


def _begins(day: date) -> datetime:
    return datetime.combine(day, time.min, _zone())


def _zone() -> Any:
    return timezone.get_default_timezone()


def told_in(request: Request, body: dict[str, Any]) -> services.Told:
    """Return what was told, about the asking institution and no other."""
    house, own_no = request.user.institution, body["source_no"]
    # Two houses may count alike: the number is the house's own.
    external_no = f"{house.code}/{own_no}" if own_no else ""
    if len(external_no) > LONGEST_EXTERNAL:
        raise _not_there("source_no", _("This number is too long."))
    return services.Told(
        words=body["words"],
        channel=Channel(body["channel"]),
        received_at=body["received_at"],
        type=CaseType(body["type"]),
        demand=body["demand"],
        occurred_on=body["occurred_on"],
        institution=house,
        department=_department(request, body["department"]),
        category=_category(body["category"]),
        external_no=external_no,
        first_receiver=request.user.name,
        safety_urgent=body["safety_urgent"],
        named=body["named"],
    )


def complainant_in(body: dict[str, Any]) -> services.Complainant:
    said = {"name": "", "phone": "", "relation": "", "patient": "", "wants_reply": True}
    secrecy = Confidentiality(body["confidentiality"])
    return services.Complainant(confidentiality=secrecy, **{**said, **body["complainant"]})


def _department(request: Request, name: str) -> Department | None:
    if not name:
        return None
    found = Department.objects.filter(institution=request.user.institution_id, name=name).first()
    if found is None:
        raise _not_there("department", _("The institution has no such department."))
    return found


def _category(code: str) -> ProblemCategory | None:
    if not code:
        return None
    found = ProblemCategory.objects.filter(is_active=True, code=code).first()
    if found is None:
        raise _not_there("category", _("There is no such category."))
    return found


def _not_there(field: str, words: str) -> Problem:
    return Problem(INVALID, errors=[Fault("unknown", words, pointer=pointer(field))])


class CaseDetail(ApiView):
    scopes = {"GET": Scope.CASES_READ}

    @extend_schema(
        operation_id="readCase",
        tags=TAGS,
        summary="查询一件投诉 · Read one complaint",
        description="交办给本机构的，列出交办内容、本机构的报告、公开给本机构的材料，认定生效后列出认定；"
        "本机构登记而未交办的，只有公众可见的进度。带 ETag。"
        " · What was given to one, with its own reports and the files shown to it, and findings"
        " once they hold; what one registered and was not given shows the progress that the public"
        " sees. Has an ETag.",
        responses={200: EITHER},
        examples=[examples.CASE, examples.TOLD],
    )
    def get(self, request: Request, no: str) -> HttpResponse:
        if face := given_face(request, no):
            return answer_tagged(request, face)
        if own := selectors.handed_in_by(request.user).filter(no=no).first():
            return answer_tagged(request, registered_face(own))
        raise Http404
