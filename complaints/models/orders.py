"""An order of the 12345 hotline beside its case: signed in, caller rung, what was asked of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bureau.history import tracked
from complaints import choices
from complaints.models.cases import Case
from complaints.models.scope import OfTheBureau


@tracked()
class HotlineOrder(models.Model):
    """What the hotline counts of a case: when it was signed in, when its caller was rung."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="order", verbose_name=_("case"))
    signed_at = models.DateTimeField(_("signed in at"))
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("signed in by")
    )
    contacted_at = models.DateTimeField(_("caller rung at"), null=True)
    contacted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("caller rung by"),
    )

    objects = OfTheBureau.as_manager()

    class Meta:
        verbose_name = _("hotline order")
        verbose_name_plural = _("hotline orders")
        ordering = ["-signed_at"]
        constraints = [
            models.CheckConstraint(
                name="order_rung_by_somebody",
                condition=Q(contacted_at=None, contacted_by=None)
                | Q(contacted_at__isnull=False, contacted_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.case.external_no}"


@tracked()
class OrderRequest(models.Model):
    """What is asked about an order, to be decided by another: to return it, not to count it."""

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="order_requests", verbose_name=_("case")
    )
    kind = models.CharField(_("asked for"), max_length=10, choices=choices.ORDER_REQUESTS)
    ground = models.CharField(
        _("ground"), max_length=16, choices=choices.RETURN_GROUNDS, blank=True, default=""
    )
    basis = models.CharField(_("legal basis and reason"), max_length=500)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked for at"))
    is_granted = models.BooleanField(_("granted"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    answer = models.CharField(_("reason of the decision"), max_length=500, blank=True)

    objects = OfTheBureau.as_manager()

    class Meta:
        verbose_name = _("request about an order")
        verbose_name_plural = _("requests about orders")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                "case",
                "kind",
                name="order_request_waits_once",
                condition=Q(is_granted__isnull=True),
            ),
            models.CheckConstraint(
                name="order_request_decided_by_another",
                condition=Q(is_granted__isnull=True, decided_by=None, decided_at=None)
                | Q(is_granted__isnull=False, decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(decided_by=F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_kind_display()}"
