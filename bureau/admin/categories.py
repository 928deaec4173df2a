"""The categories of problems and the lexicon: found, added, changed and retired here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bureau import services
from bureau.admin.exchange import SheetImportExport
from bureau.admin.posts import ByService, VerbForm
from bureau.category_table import KIND
from bureau.lexicon_sheet import LexiconResource
from bureau.models import LexiconEntry, ProblemCategory
from bureau.scoped_admin import ScopedAdmin

WORDING = ("name", "order")


class CategoryForm(VerbForm):
    def perform(self) -> ProblemCategory:
        said = self.cleaned_data
        wording = {name: said[name] for name in WORDING}
        if self.instance.pk is None:
            names = {"code": said["code"], "parent": said["parent"]}
            return services.add_category(**names, **wording, **self.told())
        return services.change_category(
            category=self.instance, **wording, is_active=said["is_active"], **self.told()
        )


@admin.register(ProblemCategory)
class CategoryAdmin(ByService, ScopedAdmin):
    form = CategoryForm
    list_display = ["code", "name", "parent", "order", "is_active", "counting"]
    list_filter = ["is_active"]
    list_select_related = ["parent"]
    search_fields = ["code", "name"]

    def get_fields(self, request: HttpRequest, obj: ProblemCategory | None = None) -> list[str]:
        return ["code", "parent", *WORDING, *(["is_active"] if obj else [])]

    def get_readonly_fields(
        self, request: HttpRequest, obj: ProblemCategory | None = None
    ) -> list[str]:
        # Figures, findings and versions of the rules name it by its code.
        return ["code", "parent"] if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "parent":
            kwargs["queryset"] = ProblemCategory.objects.visible_to(request.user).tops()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("counts for"))
    def counting(self, category: ProblemCategory) -> str:
        url = reverse("rules:kind", args=[KIND])
        return format_html('<a href="{}">{}</a>', url, _("What it counts for"))


class LexiconForm(VerbForm):
    def perform(self) -> LexiconEntry:
        said = self.cleaned_data
        sorting = {name: said[name] for name in ("phrase", "category", "priority")}
        if self.instance.pk is None:
            return services.add_lexicon_entry(**sorting, **self.told())
        return services.change_lexicon_entry(
            entry=LexiconEntry.objects.get(pk=self.instance.pk),
            **sorting,
            is_active=said["is_active"],
            **self.told(),
        )


class CategoryFilter(admin.SimpleListFilter):
    """Phrases of one category of the first level with those of its kinds."""

    title = _("category")
    parameter_name = "of"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        tops = ProblemCategory.objects.visible_to(request.user).tops()
        return list(tops.values_list("code", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        known = self.value() in dict(self.lookup_choices)
        return queryset.of_category(self.value()) if known else queryset


@admin.register(LexiconEntry)
class LexiconAdmin(SheetImportExport, ByService, ScopedAdmin):
    resource_classes = [LexiconResource]
    form = LexiconForm
    list_display = ["phrase", "category", "priority", "is_active"]
    list_filter = [CategoryFilter, "is_active"]
    list_select_related = ["category"]
    search_fields = ["phrase"]
    actions = ["retire"]

    def get_fields(self, request: HttpRequest, obj: LexiconEntry | None = None) -> list[str]:
        return ["phrase", "category", "priority", *(["is_active"] if obj else [])]

    @admin.action(description=_("Retire the selected phrases"), permissions=["change"])
    def retire(self, request: HttpRequest, queryset: QuerySet[LexiconEntry]) -> None:
        chosen = list(queryset.filter(is_active=True))
        for entry in chosen:
            services.change_lexicon_entry(
                entry=entry,
                phrase=entry.phrase,
                category=entry.category,
                priority=entry.priority,
                is_active=False,
                by=request.user,
                at=timezone.now(),
            )
        said = ngettext("%(n)s phrase retired.", "%(n)s phrases retired.", len(chosen))
        self.message_user(request, said % {"n": len(chosen)})
