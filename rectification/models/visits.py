"""Checklists by version, visits that freeze one, and what was found item by item."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bureau.history import tracked
from bureau.models import Attachment, Institution, ProblemCategory, ScopedQuerySet
from bureau.rules import Role, SectionCode
from rectification.choices import ledger as ledger_words
from rectification.choices import visits as words
from rectification.models.items import Item
from rectification.models.themes import Theme
from rectification.rules import inspections
from rectification.rules.inspections import ChecklistState, Finding, Group, VisitKind, VisitState
from rectification.rules.words import Severity

FINDING, VISIT = "visit_finding", "visit"
SECTION_ROLES = frozenset({Role.BUREAU_STAFF, Role.SECTION_HEAD})


class ChecklistQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """What is approved whoever has a duty here may read; a draft is the bureau's."""
        if not user.is_authenticated or not user.is_active or not user.roles:
            return self.none()
        return self.filter(state=ChecklistState.APPROVED) if user.institution_id else self

    def in_force(self, group: Group, day: date) -> Self:
        """The approved versions of a group that have begun by a day, the one in force first."""
        begun = self.filter(group=group, state=ChecklistState.APPROVED, valid_from__lte=day)
        return begun.order_by("-valid_from", "-version")


@tracked()
class Checklist(models.Model):
    """One version of what is looked at in one kind of institution."""

    group = models.CharField(_("kind of institution"), max_length=16, choices=words.GROUPS)
    version = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=80)
    valid_from = models.DateField(_("valid from"))
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=words.CHECKLIST_STATES,
        default=ChecklistState.DRAFT.value,
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("drafted by"),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        ordering = ["group", "-version"]
        permissions = [
            ("draft_checklist", _("Can draft checklists")),
            ("approve_checklist", _("Can approve checklists")),
        ]
        constraints = [
            models.UniqueConstraint("group", "version", name="checklist_version_once"),
            models.CheckConstraint(
                name="checklist_approved_at_some_time",
                condition=~Q(state=ChecklistState.APPROVED.value) | Q(approved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"

    @property
    def is_draft(self) -> bool:
        return self.state == ChecklistState.DRAFT


class ChecklistItemQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        return self.filter(checklist__in=Checklist.objects.visible_to(user))


@tracked()
class ChecklistItem(models.Model):
    """One thing to look at: in our words, with the words it goes back to and where they stand."""

    checklist = models.ForeignKey(
        Checklist, models.CASCADE, related_name="items", verbose_name=_("checklist")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.SlugField(_("code"), max_length=20)
    text = models.CharField(_("what to look at"), max_length=200)
    quote = models.CharField(_("words of the source"), max_length=120, blank=True)
    clause = models.CharField(_("source and clause"), max_length=80)
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, verbose_name=_("theme of rectification")
    )
    category = models.ForeignKey(
        ProblemCategory, models.PROTECT, null=True, blank=True, verbose_name=_("category")
    )

    objects = ChecklistItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("checklist item")
        verbose_name_plural = _("checklist items")
        ordering = ["checklist", "position"]
        constraints = [
            models.UniqueConstraint("checklist", "code", name="checklist_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class VisitQuerySet(ScopedQuerySet):
    """Visits and what was found at them, to the bureau and, once done, to whom they went.

    The medical administration section keeps them; who inspects sees their own. An unannounced
    visit is not there for its institution before it is done, nor are anybody's findings.
    """

    whole_county_sections = frozenset({SectionCode.MEDICAL_ADMIN})
    # Where the visit itself is, seen from the model: "" or "visit__".
    to_visit = ""
    unit_sees = Q(state=VisitState.DONE.value) | ~Q(kind=VisitKind.UNANNOUNCED.value)

    def visible_to(self, user) -> Self:
        rows = super().visible_to(user)
        if not user.is_authenticated or not user.is_active or self.sees_whole_county(user):
            return rows
        if user.institution_id:
            return rows.filter(self.unit_sees)
        if user.roles & (SECTION_ROLES | {Role.LIAISON}):
            mine = Visit.inspectors.through.objects.filter(user=user).values("visit")
            return rows | self.filter(**{f"{self.to_visit}pk__in": mine})
        return rows

    def open(self) -> Self:
        return self.filter(**{f"{self.to_visit}state__in": sorted(inspections.OPEN)})


@tracked()
class Visit(models.Model):
    """One visit to an institution with the checklist as it was on the day it was planned."""

    no = models.CharField(_("visit no."), max_length=20, unique=True)
    kind = models.CharField(_("kind of visit"), max_length=12, choices=words.VISIT_KINDS)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=words.VISIT_STATES,
        default=VisitState.PLANNED.value,
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="visits", verbose_name=_("institution")
    )
    checklist = models.ForeignKey(
        Checklist, models.PROTECT, related_name="visits", verbose_name=_("checklist")
    )
    planned_on = models.DateField(_("planned for"))
    inspectors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("inspectors")
    )
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("planned by")
    )
    planned_at = models.DateTimeField(_("planned at"))
    begun_at = models.DateTimeField(_("begun at"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-planned_on", "-pk"]
        permissions = [
            ("plan_visit", _("Can plan and cancel visits")),
            ("inspect_visit", _("Can record what was found at a visit")),
        ]
        constraints = [
            models.CheckConstraint(
                name="visit_done_has_its_instant",
                condition=Q(state=VisitState.DONE.value, done_at__isnull=False)
                | ~Q(state=VisitState.DONE.value) & Q(done_at=None),
            )
        ]
        indexes = [
            models.Index(fields=["institution", "state"], name="visit_of_house"),
            models.Index(fields=["done_at"], name="visit_by_time"),
        ]

    def __str__(self) -> str:
        return self.no

    @property
    def is_open(self) -> bool:
        return self.state in inspections.OPEN

    @property
    def is_hidden_from_units(self) -> bool:
        return inspections.is_hidden_from_units(VisitKind(self.kind), VisitState(self.state))

    def may_become(self, state: VisitState) -> bool:
        return inspections.can_move(VisitState(self.state), state)


class FindingQuerySet(VisitQuerySet):
    institution_field = "visit__institution"
    to_visit = "visit__"
    unit_sees = Q(visit__state=VisitState.DONE.value)


@tracked()
class VisitResult(models.Model):
    """What was found about one item at one visit."""

    visit = models.ForeignKey(
        Visit, models.PROTECT, related_name="results", verbose_name=_("visit")
    )
    item = models.ForeignKey(
        ChecklistItem, models.PROTECT, related_name="results", verbose_name=_("checklist item")
    )
    finding = models.CharField(_("found"), max_length=16, choices=words.FINDINGS)
    note = models.TextField(_("note"), max_length=1_000, blank=True)
    # What the ledger takes over when it becomes an entry there.
    severity = models.CharField(
        _("severity"),
        max_length=10,
        choices=ledger_words.SEVERITIES,
        default=Severity.ORDINARY.value,
    )
    ledger_item = models.OneToOneField(
        Item,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visit_result",
        verbose_name=_("ledger item"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding of a visit")
        verbose_name_plural = _("findings of visits")
        ordering = ["visit", "item__position"]
        default_permissions = ["view"]
        constraints = [
            models.UniqueConstraint("visit", "item", name="visit_result_once"),
        ]
        indexes = [models.Index(fields=["item", "finding"], name="visit_result_compliance")]

    def __str__(self) -> str:
        return f"{self.visit} {self.item.code}"

    @property
    def key(self) -> str:
        """Name the finding to attachments and to the ledger."""
        return f"{self.visit.no}/{self.item.code}"

    @property
    def is_fault(self) -> bool:
        return self.finding in inspections.FAULTS

    @property
    def may_be_drafted(self) -> bool:
        return self.is_fault and self.ledger_item_id is None

    @property
    def is_unmet(self) -> bool:
        return self.finding == Finding.UNMET

    @property
    def photos(self) -> models.QuerySet[Attachment]:
        return Attachment.objects.of(FINDING, self.key).select_related("file", "by")
