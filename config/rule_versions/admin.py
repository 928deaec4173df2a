"""The rules in the admin: every version found and read, drafted and approved as on the pages."""

from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from bureau import services
from bureau.models import RuleVersion
from bureau.rule_tables import RuleKind
from bureau.scoped_admin import ReadOnlyAdmin, confirmation
from bureau.sentences import labelled
from bureau.templatetags.shell import day as written
from config.rule_versions import reading
from config.rule_versions.forms import ReasonForm
from config.rule_versions.kinds import KINDS, has_say


class Row(NamedTuple):
    """A version as the question about it lists it: with what it changes."""

    pk: int
    words: str

    def __str__(self) -> str:
        return self.words


class KindFilter(admin.SimpleListFilter):
    title = _("rules")
    parameter_name = "of"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [(code, kind.title) for code, kind in KINDS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.of_kind(self.value()) if self.value() in KINDS else queryset


@admin.register(RuleVersion)
class RuleVersionAdmin(ReadOnlyAdmin):
    list_display = ["number", "title", "state", "valid_from", "document_no", "drafted_by",
                    "approved_by", "page"]  # fmt: skip
    list_filter = [KindFilter, "state"]
    list_select_related = ["drafted_by", "approved_by"]
    search_fields = ["document_no", "source", "note"]
    fields = ["title", "number", "state", "valid_from", "changes", "document_no", "source", "note",
              "drafted_by", "drafted_at", "approved_by", "approved_at", "page"]  # fmt: skip
    actions = ["approve", "withdraw"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("bureau.draft_ruleversion")

    def has_approve_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("bureau.approve_ruleversion")

    def has_settle_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) or self.has_approve_permission(request)

    @admin.display(description=_("rules"), ordering="kind")
    def title(self, version: RuleVersion) -> Any:
        return KINDS[version.kind].title if version.kind in KINDS else version.kind

    @admin.display(description=_("changes"))
    def changes(self, version: RuleVersion) -> str:
        return _changes(version) or reading.MISSING

    @admin.display(description=_("page"))
    def page(self, version: RuleVersion) -> str:
        url = reverse("rules:version", args=[version.kind, version.number])
        return format_html('<a href="{}">{}</a>', url, _("Open"))

    # --- Drafting -------------------------------------------------------------------------

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Draft a version: of the kind asked for, or of the only one there is."""
        if not self.has_add_permission(request):
            return super().add_view(request, form_url, extra_context)
        kind = KINDS.get(request.GET.get("kind", "")) or next(iter(KINDS.values()))
        versions = RuleVersion.objects.visible_to(request.user).of_kind(kind.code)
        last = reading.to_build_on(versions)
        form = kind.form(request.POST or None, kind=kind, initial=last and kind.filled(last.values))
        made = self._draft(request, kind, form) if form.is_valid() else None
        if made:
            self.log_addition(request, made, [{"added": {}}])
            self.message_user(request, _("The draft waits for a second person's approval."))
            return self.response_post_save_add(request, made)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Draft a new version"),
            "subtitle": kind.title,
            "opts": self.opts,
            "kind": kind,
            "kinds": list(KINDS.values()),
            "form": form,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/bureau/draft_rules.html", context)

    def _draft(self, request: HttpRequest, kind: RuleKind[Any], form: Any) -> RuleVersion | None:
        try:
            return services.draft_rule_version(
                kind=kind, draft=form.draft, by=request.user, at=timezone.now()
            )
        except services.RuleError as error:
            form.add_error(None, str(error))
            return None

    # --- Settling -------------------------------------------------------------------------

    @admin.action(description=_("Approve the selected drafts"), permissions=["approve"])
    def approve(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        # A kind of rules that no app brings any more has nobody who could approve of it.
        drafts = list(queryset.drafts().filter(kind__in=KINDS))
        if not drafts:
            return self._none_waits(request)
        if not request.POST.get("post"):
            return confirmation(
                self,
                request,
                [_row(draft) for draft in drafts],
                action="approve",
                question=_(
                    "Approve these versions? They hold from their day on; nothing that was"
                    " decided before is touched."
                ),
                verb=_("Approve"),
            )
        for draft in drafts:
            kind = KINDS[draft.kind]
            self._settle(request, draft, services.approve_rule_version, kind=kind)
        return None

    @admin.action(description=_("Withdraw the selected drafts"), permissions=["settle"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        may_draft = self.has_add_permission(request)
        drafts = [
            one
            for one in queryset.drafts()
            if may_draft or (one.kind in KINDS and has_say(request.user, KINDS[one.kind]))
        ]
        if not drafts:
            return self._none_waits(request)
        is_answer = bool(request.POST.get("post"))
        form = ReasonForm(request.POST if is_answer else None)
        if not form.is_valid():
            return confirmation(
                self,
                request,
                [_row(draft) for draft in drafts],
                action="withdraw",
                question=_("Withdraw these drafts? They stay to be read."),
                verb=_("Withdraw"),
                form=form,
            )
        for draft in drafts:
            self._settle(request, draft, services.withdraw_draft, why=form.cleaned_data["reason"])
        return None

    def _none_waits(self, request: HttpRequest) -> None:
        self.message_user(request, _("No draft waits among these."), messages.WARNING)

    def _settle(self, request: HttpRequest, draft: RuleVersion, service: Any, **given: Any) -> None:
        try:
            done = service(version=draft, by=request.user, at=timezone.now(), **given)
        except services.RuleError as error:
            self.message_user(request, labelled(draft, error), messages.ERROR)
        else:
            said = _("%(version)s: %(state)s")
            facts = {"version": _words(done), "state": done.get_state_display()}
            self.message_user(request, said % facts)


def _words(version: RuleVersion) -> str:
    title = KINDS[version.kind].title if version.kind in KINDS else version.kind
    return _("%(title)s, version %(n)s") % {"title": title, "n": version.number}


def _changes(version: RuleVersion) -> str:
    if version.kind not in KINDS:
        return ""
    versions = RuleVersion.objects.of_kind(version.kind)
    before = reading.standing_before(versions, version)
    return reading.summary(KINDS[version.kind], before, version)


def _row(draft: RuleVersion) -> Row:
    facts = {"version": _words(draft), "day": written(draft.valid_from), "changes": _changes(draft)}
    return Row(draft.pk, _("%(version)s, from %(day)s: %(changes)s") % facts)
