"""Cases, and the matters that join cases about one event."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Right
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bureau import masks
from bureau.fields import SealedModel, SealedTextField
from bureau.history import tracked
from bureau.models import Department, Institution, ProblemCategory
from complaints import choices
from complaints.models.queue import CasesQuerySet
from complaints.rules import workflow
from complaints.rules.words import CaseState, CaseType, Channel, Confidentiality, Risk

ORIGINAL = ("words", "demand", "received_at")
"""What somebody said and when: written once."""
LAST_OF_NUMBER = 4
"""So many signs at the end of a number are what people say of it."""


class Matter(models.Model):
    """One event, however many complained of it by however many channels: it counts once.

    Every case has one from registration. A matter that lost all its cases stays, empty.
    """

    opened_at = models.DateTimeField(_("opened at"))

    class Meta:
        verbose_name = _("matter")
        verbose_name_plural = _("matters")

    def __str__(self) -> str:
        return f"#{self.pk}"


@tracked(leave_out=["seal_id"])
class Case(SealedModel):
    """One complaint by one person through one channel, from the first word to the archive."""

    no = models.CharField(_("case no."), max_length=24, unique=True)
    matter = models.ForeignKey(
        Matter, models.PROTECT, related_name="cases", verbose_name=_("matter")
    )
    state = models.CharField(
        _("state"), max_length=20, choices=choices.STATES, default=CaseState.REGISTERED.value
    )
    suspended_from = models.CharField(
        _("suspended from"), max_length=20, choices=choices.STATES, blank=True, default=""
    )
    type = models.CharField(
        _("type"), max_length=12, choices=choices.TYPES, default=CaseType.COMPLAINT.value
    )
    channel = models.CharField(_("channel"), max_length=16, choices=choices.CHANNELS)
    external_no = models.CharField(_("number at the channel"), max_length=40, blank=True)
    received_at = models.DateTimeField(_("received at"))
    occurred_on = models.DateField(_("happened on"), null=True, blank=True)
    first_receiver = models.CharField(_("first receiver"), max_length=60, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("registered by"),
    )
    # Who complains. Of an anonymous case all of it is empty.
    confidentiality = models.CharField(
        _("confidentiality"),
        max_length=10,
        choices=choices.CONFIDENTIALITIES,
        default=Confidentiality.OPEN.value,
    )
    complainant = SealedTextField(_("complainant"), mask=masks.name)
    phone = SealedTextField(_("phone"), mask=masks.phone)
    id_no = SealedTextField(_("ID number"), mask=masks.id_no)
    relation = models.CharField(_("relation to the patient"), max_length=20, blank=True)
    patient = SealedTextField(_("patient"), mask=masks.name)
    wants_reply = models.BooleanField(_("wants an answer"), default=True)
    phone_hash = models.BinaryField(max_length=16, default=b"")
    tail_hash = models.BinaryField(max_length=16, default=b"")
    name_hash = models.BinaryField(max_length=16, default=b"")
    initials_hash = models.BinaryField(max_length=16, default=b"")
    query_code_hash = models.BinaryField(max_length=16, default=b"")
    # What was said, as it was said; what an institution reads is `dispatch_text`.
    words = SealedTextField(_("original words"))
    demand = SealedTextField(_("what is asked for"))
    dispatch_text = models.TextField(_("text for the institution"), max_length=4_000, blank=True)
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("institution complained of"),
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, verbose_name=_("department or ward")
    )
    category = models.ForeignKey(
        ProblemCategory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("main category"),
    )
    is_accusation = models.BooleanField(_("accusation"), default=False)
    risk = models.CharField(
        _("risk"), max_length=10, choices=choices.RISKS, default=Risk.ORDINARY.value
    )
    safety_urgent = models.BooleanField(_("urgent for safety"), default=False)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases_handled",
        verbose_name=_("responsible person"),
    )
    ground = models.CharField(
        _("ground"), max_length=16, choices=choices.GROUNDS, blank=True, default=""
    )
    handed_to = models.CharField(
        _("transferred to"), max_length=14, choices=choices.RECEIVERS, blank=True, default=""
    )
    explanation = models.TextField(_("explanation"), max_length=2_000, blank=True)
    finding = models.CharField(
        _("finding"), max_length=24, choices=choices.FINDINGS, blank=True, default=""
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("findings made by"),
    )
    verified_at = models.DateTimeField(_("findings made at"), null=True)
    no_rectification = models.CharField(
        _("why nothing is to be rectified"), max_length=500, blank=True
    )
    closed_at = models.DateTimeField(_("closed at"), null=True)
    # The earliest of its running clocks, kept beside them so that the queue is one index; the
    # invariants hold it against them.
    next_due_at = models.DateTimeField(_("next due at"), null=True)

    objects = CasesQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-received_at", "-pk"]
        permissions = [
            ("register_case", _("Can register cases")),
            ("handle_case", _("Can accept, dispatch and answer cases")),
            ("report_case", _("Can report on cases of the own institution")),
            ("find_case", _("Can make findings")),
            ("merge_case", _("Can join cases in one matter")),
            ("comment_case", _("Can write notes on cases")),
            ("approve_more_time", _("Can decide on extensions of cases")),
            ("reveal_complainant", _("Can see who complained")),
            ("export_case", _("Can export cases")),
            ("export_clear_case", _("Can export cases with who complained in the clear")),
        ]
        constraints = [
            models.UniqueConstraint(
                "channel", "external_no", name="case_once_per_order", condition=~Q(external_no="")
            ),
            models.CheckConstraint(
                name="case_closed_has_its_time",
                condition=Q(
                    state__in=[CaseState.CLOSED.value, CaseState.ARCHIVED.value],
                    closed_at__isnull=False,
                )
                | ~Q(state__in=[CaseState.CLOSED.value, CaseState.ARCHIVED.value])
                & Q(closed_at=None),
            ),
            models.CheckConstraint(
                name="case_not_handled_says_why",
                condition=~Q(state=CaseState.NOT_HANDLED.value)
                | ~Q(ground="") & ~Q(explanation=""),
            ),
            models.CheckConstraint(
                name="case_transferred_says_where",
                condition=~Q(state=CaseState.TRANSFERRED.value) | ~Q(handed_to=""),
            ),
            models.CheckConstraint(
                name="case_suspended_knows_from_where",
                condition=Q(state=CaseState.SUSPENDED.value) & ~Q(suspended_from="")
                | ~Q(state=CaseState.SUSPENDED.value) & Q(suspended_from=""),
            ),
            models.CheckConstraint(
                name="case_verified_has_its_verifier",
                condition=Q(verified_by=None, verified_at=None)
                | Q(verified_by__isnull=False, verified_at__isnull=False) & ~Q(finding=""),
            ),
            models.CheckConstraint(
                name="case_anonymous_names_nobody",
                condition=~Q(confidentiality=Confidentiality.ANONYMOUS.value)
                | Q(
                    **dict.fromkeys(("complainant", "phone", "id_no", "patient"), b""),
                    **dict.fromkeys(("phone_hash", "tail_hash", "name_hash"), b""),
                    initials_hash=b"",
                    relation="",
                ),
            ),
        ]
        indexes = [
            models.Index(
                F("next_due_at").asc(nulls_last=True),
                "id",
                name="case_queue",
                condition=Q(state__in=sorted(workflow.OPEN)),
            ),
            models.Index(
                "institution",
                F("next_due_at").asc(nulls_last=True),
                "id",
                name="case_queue_of_house",
                condition=Q(state__in=sorted(workflow.OPEN)),
            ),
            models.Index(fields=["-received_at", "-id"], name="case_newest"),
            models.Index(fields=["institution", "-received_at", "-id"], name="case_of_house"),
            models.Index(fields=["phone_hash"], name="case_phone", condition=~Q(phone_hash=b"")),
            models.Index(fields=["tail_hash"], name="case_tail", condition=~Q(tail_hash=b"")),
            models.Index(fields=["name_hash"], name="case_name", condition=~Q(name_hash=b"")),
            models.Index(
                fields=["initials_hash"], name="case_initials", condition=~Q(initials_hash=b"")
            ),
            models.Index(
                fields=["external_no"], name="case_number_outside", condition=~Q(external_no="")
            ),
            models.Index(Right("no", LAST_OF_NUMBER), name="case_last_of_number"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="original_words_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(*ORIGINAL),
                func="""
                    RAISE EXCEPTION 'what was said is never edited'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'case_words_stay';
                """,
            )
        ]

    def __str__(self) -> str:
        return self.no

    def get_absolute_url(self) -> str:
        return reverse("complaints:case", args=[self.no])

    @property
    def is_petition(self) -> bool:
        return self.channel.startswith("petition_")

    @property
    def is_hotline(self) -> bool:
        return self.channel == Channel.HOTLINE

    def may_become(self, state: CaseState) -> bool:
        was = CaseState(self.suspended_from) if self.suspended_from else None
        return workflow.can_move(CaseState(self.state), state, suspended_from=was)
