"""Official papers, the register of their numbers, and the marks of the series."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bureau import services
from bureau.models import NumberSeries, OfficialNumber, OfficialPaper
from bureau.rules import PaperState
from bureau.scoped_admin import LeavesActs, ReadOnlyAdmin, confirmation
from bureau.services import BureauError


@admin.register(OfficialPaper)
class OfficialPaperAdmin(ReadOnlyAdmin):
    list_display = ["title", "number", "state", "drafted_by", "drafted_at", "page"]
    list_filter = ["state", "series"]
    list_select_related = ["number", "drafted_by"]
    search_fields = ["title", "number__text"]
    fields = [
        "title", "number", "state", "about", "drafted_by", "drafted_at", "reviewed_by",
        "reviewed_at", "signed_by", "signed_at", "page",
    ]  # fmt: skip
    actions = ["review", "sign"]

    @admin.display(description=_("page"))
    def page(self, paper: OfficialPaper) -> str:
        url = reverse("bureau:paper", args=[paper.pk])
        return format_html('<a href="{}">{}</a>', url, _("Open"))

    def has_review_permission(self, request: HttpRequest) -> bool:
        verbs = ("bureau.review_paper", "bureau.sign_paper")
        return any(map(request.user.has_perm, verbs))

    def has_sign_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("bureau.sign_paper")

    @admin.action(description=_("Pass the chosen drafts on to be signed"), permissions=["review"])
    def review(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        waiting = queryset.filter(state=PaperState.DRAFT.value).exclude(drafted_by=request.user)
        question = _("Have you read these drafts? They then wait for a signature.")
        return self._each(request, waiting, "review", services.review_paper, question)

    @admin.action(description=_("Sign the chosen papers"), permissions=["sign"])
    def sign(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        of_others = queryset.exclude(drafted_by=request.user).exclude(reviewed_by=request.user)
        waiting = of_others.filter(state=PaperState.REVIEWED.value)
        question = _("Sign these papers? Each gets its number and can no longer be changed.")
        return self._each(request, waiting, "sign", services.sign_paper, question)

    def _each(
        self, request: HttpRequest, papers: QuerySet, action: str, service: Any, question: Any
    ) -> HttpResponse | None:
        if request.POST.get("post") != "yes":
            verb = self.get_action(action)[2]
            return confirmation(self, request, papers, action=action, question=question, verb=verb)
        count = sum(self._done(request, service, paper) for paper in papers)
        said = ngettext("%(n)s paper done.", "%(n)s papers done.", count)
        self.message_user(request, said % {"n": count})
        return None

    def _done(self, request: HttpRequest, service: Any, paper: OfficialPaper) -> bool:
        try:
            service(paper=paper, by=request.user, at=timezone.now())
        except BureauError as error:
            self.message_user(request, str(error), messages.ERROR)
            return False
        return True


@admin.register(OfficialNumber)
class OfficialNumberAdmin(ReadOnlyAdmin):
    list_display = ["text", "title", "issued_at", "issued_by", "voided_at", "voiding_reason"]
    list_filter = ["series", "year", ("voided_at", admin.EmptyFieldListFilter)]
    list_select_related = ["issued_by"]
    search_fields = ["text", "title"]
    fields = [
        "text", "series", "year", "number", "title", "issued_at", "issued_by",
        "voided_at", "voided_by", "voiding_reason",
    ]  # fmt: skip


@admin.register(NumberSeries)
class NumberSeriesAdmin(LeavesActs, admin.ModelAdmin):
    """The bureau's own marks. A new mark holds for papers to come."""

    list_display = ["mark", "name", "code"]

    def get_readonly_fields(self, request: HttpRequest, obj: NumberSeries | None = None) -> list:
        # Apps know their series by the code.
        return ["code"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
