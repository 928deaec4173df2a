"""The ways to answer with a page of the cases given to a house, each behind the same middleware.

stock   a ModelViewSet as the documentation shows one: pages by number, words by `source`
tuned   the same with what the framework offers: cursor pages, select_related, prefetched rows
floor   one statement that makes the JSON, and nothing else: no key asked for, no rate counted

What the house itself answers stands at /api/v1/cases/.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.models import F, Prefetch
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from rest_framework import pagination, renderers, serializers, viewsets
from rest_framework.negotiation import DefaultContentNegotiation

from bureau.access_keys import Scope
from complaints.models import Assignment, Case, ClockRow
from complaints.rules.words import ClockCode
from config.urls import urlpatterns as ours

PER_PAGE = 50


class StockSerializer(serializers.ModelSerializer):
    state_display = serializers.CharField(source="get_state_display")
    type_display = serializers.CharField(source="get_type_display")
    channel_display = serializers.CharField(source="get_channel_display")
    category = serializers.CharField(source="category.code", default=None)
    category_display = serializers.CharField(source="category.name", default=None)
    department = serializers.CharField(source="department.name", default=None)
    is_lead = serializers.SerializerMethodField()
    given_at = serializers.SerializerMethodField()
    report_due_on = serializers.SerializerMethodField()
    is_overdue = serializers.SerializerMethodField()
    url = serializers.HyperlinkedIdentityField(view_name="stock-detail", lookup_field="no")

    class Meta:
        model = Case
        fields = ("no", "state", "state_display", "type", "type_display", "channel",
                  "channel_display", "category", "category_display", "department",
                  "safety_urgent", "is_lead", "given_at", "report_due_on", "is_overdue",
                  "url")  # fmt: skip

    def to_representation(self, case: Any) -> Any:
        # Asked for once, not once by each method that tells of it.
        case.given_once, case.clock_once = self.given(case), self.report_clock(case)
        return super().to_representation(case)

    def given(self, case: Any) -> Assignment:
        house = self.context["request"].user.institution_id
        return case.assignments.get(institution=house, returned_at=None)

    def report_clock(self, case: Any) -> ClockRow | None:
        return case.clocks.filter(
            code=ClockCode.UNIT_REPORT, stopped_at=None, is_void=False
        ).first()  # fmt: skip

    def get_is_lead(self, case: Any) -> bool:
        return case.given_once.is_lead

    def get_given_at(self, case: Any) -> str:
        return timezone.localtime(case.given_once.at).isoformat(timespec="seconds")

    def get_report_due_on(self, case: Any) -> Any:
        return case.clock_once and case.clock_once.due_on

    def get_is_overdue(self, case: Any) -> bool:
        return case.clock_once is not None and case.clock_once.due_on < timezone.localdate()


class TunedSerializer(StockSerializer):
    """Reads what the view prefetched."""

    def given(self, case: Any) -> Assignment:
        return case.given_here[0]

    def report_clock(self, case: Any) -> ClockRow | None:
        return next(iter(case.report_clocks), None)


class Numbered(pagination.PageNumberPagination):
    page_size = PER_PAGE


class Stock(viewsets.ModelViewSet):
    serializer_class: type[StockSerializer] = StockSerializer
    pagination_class: type[pagination.BasePagination] = Numbered
    renderer_classes = [renderers.JSONRenderer]
    content_negotiation_class = DefaultContentNegotiation
    lookup_field = "no"
    # What this house's key check and rate ask of a view.
    scopes = {"GET": Scope.CASES_READ}

    def get_queryset(self) -> Any:
        return Case.objects.visible_to(self.request.user).order_by("-assignments__pk")


class Marked(pagination.CursorPagination):
    page_size = PER_PAGE
    ordering = "-given"


class Tuned(Stock):
    serializer_class = TunedSerializer
    pagination_class = Marked

    def get_queryset(self) -> Any:
        here = Assignment.objects.filter(
            institution=self.request.user.institution_id, returned_at=None
        )
        running = ClockRow.objects.filter(
            code=ClockCode.UNIT_REPORT, stopped_at=None, is_void=False
        )
        return (
            Case.objects.visible_to(self.request.user)
            .annotate(given=F("assignments__pk"))
            .select_related("category", "department")
            .prefetch_related(
                Prefetch("assignments", here, to_attr="given_here"),
                Prefetch("clocks", running, to_attr="report_clocks"),
            )
        )


PAGE = """
SELECT json_build_object('results', coalesce(json_agg(line), '[]'), 'last', min(mark))::text
FROM (
  SELECT a.id AS mark, json_build_object(
    'no', c.no, 'state', c.state, 'type', c.type, 'channel', c.channel, 'category', k.code,
    'category_display', k.name, 'department', d.name, 'safety_urgent', c.safety_urgent,
    'is_lead', a.is_lead, 'given_at', a.at, 'report_due_on', r.due_on,
    'is_overdue', coalesce(r.due_on < current_date, false),
    'url', '/api/v1/cases/' || c.no || '/') AS line
  FROM complaints_assignment a
  JOIN complaints_case c ON c.id = a.case_id AND NOT c.is_accusation
  LEFT JOIN bureau_problemcategory k ON k.id = c.category_id
  LEFT JOIN bureau_department d ON d.id = c.department_id
  LEFT JOIN complaints_clockrow r ON r.case_id = c.id AND r.code = 'C-06'
    AND r.stopped_at IS NULL AND NOT r.is_void
  WHERE a.institution_id = %s AND a.returned_at IS NULL AND a.id < %s
  ORDER BY a.id DESC LIMIT %s) AS lines
"""


@login_not_required
def floor(request: HttpRequest) -> HttpResponse:
    """Answer with what one statement makes. The words of codes are left out: they are ours."""
    asked = [request.GET["house"], request.GET.get("before", 2**62), PER_PAGE]
    with connection.cursor() as cursor:
        cursor.execute(PAGE, asked)
        return HttpResponse(cursor.fetchone()[0], content_type="application/json")


urlpatterns = [
    path("bench/stock/", Stock.as_view({"get": "list"})),
    path("bench/stock/<str:no>/", Stock.as_view({"get": "retrieve"}), name="stock-detail"),
    path("bench/tuned/", Tuned.as_view({"get": "list"})),
    path("bench/floor/", floor),
    *ours,
]
