"""Leaders' posts, placements and the section on duty: every change is one service."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau import postings, services
from bureau.models import Department, DutySection, LeaderPost, Placement, Section, User
from bureau.rules import LeaderKind
from bureau.scoped_admin import InstitutionFilter, ScopedAdmin, ShowsHistory
from bureau.sheet_days import FIRST_DAY, LAST_DAY
from bureau.templatetags.shell import MISSING, day


class VerbForm(forms.ModelForm):
    """A form that is saved by one service; what the service refuses stands above the fields.

    A form says which by its own `perform`.
    """

    why = forms.CharField(label=_("Reason"), max_length=500, required=False)
    by: User
    perform: Callable[..., models.Model]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                # Before the first of all days there is none that something else could end on.
                field.validators += [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            # A rehearsal, so that nothing typed is lost.
            with transaction.atomic():
                try:
                    self.perform()
                except (services.DirectoryError, services.BureauError) as error:
                    self.add_error(None, str(error))
                transaction.set_rollback(True)
        return cleaned

    def validate_constraints(self) -> None:
        """Leave them to the database: the service ends first what stands in the way."""

    def told(self) -> dict[str, Any]:
        return {"by": self.by, "at": timezone.now()}


class ByService:
    """For an admin whose form is a `VerbForm`: saving is the service's, and nothing is deleted."""

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type[VerbForm]:
        form = super().get_form(request, obj, **kwargs)
        form.by = request.user
        return form

    def save_form(self, request: HttpRequest, form: VerbForm, change: bool) -> models.Model:
        return form.perform()

    def save_model(self, *args: Any) -> None:
        """Nothing is left to save."""

    def save_related(self, *args: Any) -> None:
        """Nothing is left to save."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LeaderPostForm(VerbForm):
    remit = forms.CharField(label=_("in charge of"), max_length=200, required=False)
    departments = forms.ModelMultipleChoiceField(
        Department.objects.none(), label=_("departments in charge of"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    sections = forms.ModelMultipleChoiceField(
        Section.objects.all(), label=_("sections in charge of"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    in_charge_from = forms.DateField(
        label=_("in charge of it from"), required=False, widget=admin.widgets.AdminDateWidget,
        help_text=_("Empty: from today on. What was said before stands up to the day before."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            return
        own = Department.objects.filter(institution=self.instance.institution)
        self.fields["departments"].queryset = own
        remit = self.instance.remits.on(self._in_office(timezone.localdate())).first()
        if remit:
            self.initial |= {
                "remit": remit.words,
                "departments": remit.departments.all(),
                "sections": remit.sections.all(),
            }

    def _in_office(self, asked: date) -> date:
        """Return that day, or the nearest on which the leader is in office."""
        post = self.instance
        return min(max(asked, post.from_on), post.to_on or asked)

    def perform(self) -> LeaderPost:
        said = self.cleaned_data
        if self.instance.pk is None:
            return services.appoint_leader(
                institution=said["institution"],
                kind=LeaderKind(said["kind"]),
                name=said["name"],
                user=said["user"],
                remit=said["remit"],
                from_on=said["from_on"],
                **self.told(),
            )
        post = services.set_remit(
            post=self.instance,
            remit=said["remit"],
            departments=said["departments"],
            sections=said["sections"],
            from_on=said["in_charge_from"] or self._in_office(timezone.localdate()),
            **self.told(),
        )
        if said["to_on"]:
            post = services.end_post(post=post, to_on=said["to_on"], why=said["why"], **self.told())
        return post


@admin.register(LeaderPost)
class LeaderPostAdmin(ByService, ScopedAdmin):
    form = LeaderPostForm
    list_display = ["name", "kind", "institution", "in_charge_of", "from_on", "to_on"]
    list_filter = ["kind", InstitutionFilter]
    list_select_related = ["institution"]
    search_fields = ["name", "institution__name"]
    standing = ("institution", "kind", "name", "from_on", "remits_so_far")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return postings.with_remits(super().get_queryset(request))

    @admin.display(description=_("in charge of"))
    def in_charge_of(self, post: LeaderPost) -> str:
        return postings.in_charge_of(post, timezone.localdate())

    @admin.display(description=_("in charge of so far"))
    def remits_so_far(self, post: LeaderPost) -> str:
        lines = [
            (
                postings.in_words(remit) or MISSING,
                day(remit.from_on),
                day(remit.to_on) if remit.to_on else _("today"),
            )
            for remit in post.remits.all()
        ]
        return format_html_join(mark_safe("<br>"), "{} ({} – {})", lines) or MISSING

    def get_fields(self, request: HttpRequest, obj: LeaderPost | None = None) -> list[str]:
        if obj is None:
            return ["institution", "kind", "name", "user", "remit", "from_on"]
        if not self.has_change_permission(request, obj):
            return [*self.standing, "to_on"]
        in_charge = "departments" if obj.institution_id else "sections"
        return [*self.standing, "remit", in_charge, "in_charge_from", "to_on", "why"]

    def get_readonly_fields(self, request: HttpRequest, obj: LeaderPost | None = None) -> list:
        return list(self.standing) if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(institution=None, is_active=True)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "institution":
            field.empty_label = str(_("The bureau itself"))
        return field


class TransferForm(VerbForm):
    department_name = forms.CharField(
        label=_("department or ward"), max_length=60, required=False,
        help_text=_("By its name there; may be left empty."),
    )  # fmt: skip
    position = forms.CharField(
        label=pgettext_lazy("post", "position"),
        max_length=40,
        required=False,
        help_text=_("Empty: as it was."),
    )
    staff_no = forms.CharField(
        label=_("staff number"), max_length=32, required=False, help_text=_("Empty: as it was.")
    )

    def perform(self) -> Placement:
        said = self.cleaned_data
        name, department = said["department_name"], None
        if name:
            department = Department.objects.filter(
                institution=said["institution"], name=name
            ).first()
            if department is None:
                raise services.DirectoryError(_("There is no such department or ward there."))
        return services.transfer_staff(
            staff=said["staff"],
            to=said["institution"],
            department=department,
            position=said["position"],
            staff_no=said["staff_no"],
            from_on=said["from_on"],
            why=said["why"],
            **self.told(),
        )


@admin.register(Placement)
class PlacementAdmin(ByService, ScopedAdmin):
    """Where people worked. Adding one is a transfer."""

    form = TransferForm
    list_display = ["staff", "institution", "department", "position", "from_on", "to_on"]
    list_filter = [InstitutionFilter]
    list_select_related = ["staff", "institution", "department"]
    search_fields = ["staff__name", "staff_no"]
    autocomplete_fields = ["staff"]
    fields = ["staff", "institution", "department_name", "position", "staff_no", "from_on", "why"]

    def get_fields(self, request: HttpRequest, obj: Placement | None = None) -> list[str]:
        if obj is None:
            return self.fields
        return ["staff", "institution", "department", "position", "staff_no", "from_on", "to_on"]

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type[VerbForm]:
        form = super().get_form(request, obj, **kwargs)
        if "from_on" in form.base_fields:
            form.base_fields["from_on"].required = True
        return form

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class DutyForm(VerbForm):
    from_on = forms.DateField(label=_("from"), widget=admin.widgets.AdminDateWidget)

    def perform(self) -> DutySection:
        said = self.cleaned_data
        return services.assign_duty_section(
            section=said["section"], from_on=said["from_on"], why=said["why"], **self.told()
        )


@admin.register(DutySection)
class DutySectionAdmin(ByService, ShowsHistory, admin.ModelAdmin):
    """Which section takes what falls to nobody. Adding one ends the duty of the one before."""

    form = DutyForm
    list_display = ["section", "from_on", "to_on"]
    list_select_related = ["section"]

    def get_fields(self, request: HttpRequest, obj: DutySection | None = None) -> list[str]:
        return ["section", "from_on", "to_on"] if obj else ["section", "from_on", "why"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = Section.objects.all()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
