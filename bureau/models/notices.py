"""What people are told, and the letters that carry it out of the house."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Func, OuterRef, Q, Value
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bureau import choices
from bureau.due import was_late
from bureau.models.directory import Institution
from bureau.models.scope import ScopedQuerySet
from bureau.rules import Role, SectionCode
from bureau.seen_records import hangs_on_seen
from bureau.sending import TO_SEND, UNSETTLED, DeliveryState, Urgency


def _in_the_readers_language(words: dict[str, str]) -> str:
    return words.get(get_language() or "") or words[settings.LANGUAGE_CODE]


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """A notice is its reader's affair."""
        return (
            self.filter(recipient=user) if user.is_authenticated and user.is_active else self.none()
        )

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """One thing told to one person, in the words of then. It stands exactly if what it tells does.

    The words hold no sealed value. `cause` and `level` say what brought it about: nobody is told
    one thing twice.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="notices",
        verbose_name=_("recipient"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=choices.NOTICE_KINDS)
    urgency = models.CharField(
        _("urgency"), max_length=10, choices=choices.URGENCIES, default=Urgency.NORMAL.value
    )
    cause = models.CharField(_("cause"), max_length=120)
    level = models.PositiveSmallIntegerField(_("level"), default=0)
    subject_kind = models.CharField(_("kind of record"), max_length=40)
    subject_no = models.CharField(_("record"), max_length=80)
    url = models.CharField(_("address"), max_length=200)
    # The sentence in each language of the house: whoever reads may change theirs.
    words = models.JSONField(_("text"))
    created_at = models.DateTimeField(_("told at"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint("cause", "level", "recipient", name="notice_once_per_cause"),
            models.CheckConstraint(name="notice_has_a_cause", condition=~Q(cause="")),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notice_of_reader"),
            models.Index(
                fields=["recipient"], condition=Q(read_at__isnull=True), name="notice_unread"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return _in_the_readers_language(self.words)


# It had its day and was not tried since: a person let it be sent again.
SENT_AGAIN = Q(digest_on__isnull=False, first_tried_at__isnull=True)


class DeliveryQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Letters are looked after by administrators and looked at by auditors."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self if user.roles & {Role.SYS_ADMIN, Role.AUDITOR} else self.none()

    def to_send(self) -> Self:
        return self.filter(state__in=TO_SEND)

    def digests_to_send(self) -> Self:
        """The letters of a day that wait or wait again, without those a person has sent again."""
        return self.to_send().filter(~SENT_AGAIN, urgency=Urgency.NORMAL)

    def unsettled(self) -> Self:
        """Those that a person has to decide over: dead, or perhaps arrived."""
        return self.filter(state__in=UNSETTLED)


class Delivery(models.Model):
    """One letter on one way out: a person's notices of the day, or a single pressing one."""

    channel = models.CharField(_("way"), max_length=10, choices=choices.CHANNELS)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("recipient")
    )
    urgency = models.CharField(_("urgency"), max_length=10, choices=choices.URGENCIES)
    notices = models.ManyToManyField(Notice, related_name="deliveries", verbose_name=_("notices"))
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=choices.DELIVERY_STATES,
        default=DeliveryState.WAITING.value,
    )
    created_at = models.DateTimeField(_("written at"))
    next_try_at = models.DateTimeField(_("next try at"), null=True, blank=True)
    # Whose day's letter it is: the day it was claimed on last, once for each person and way.
    digest_on = models.DateField(_("letter of the day"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    first_tried_at = models.DateTimeField(_("first tried at"), null=True, blank=True)
    claimed_at = models.DateTimeField(_("last tried at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.CharField(_("what was answered"), max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                "channel",
                "recipient",
                condition=Q(state="waiting", urgency="normal"),
                name="delivery_one_collects",
            ),
            models.UniqueConstraint(
                "channel", "recipient", "digest_on", name="delivery_one_digest_a_day"
            ),
            models.CheckConstraint(
                name="delivery_sent_has_its_time",
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="delivery_to_send_has_its_time",
                condition=~Q(state__in=["waiting", "failed"]) | Q(next_try_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(state__in=["waiting", "failed"]),
                name="delivery_to_send",
            ),
        ]
        permissions = [("resend_delivery", _("Can send a letter again or give it up"))]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.pk}"

    @property
    def is_sent_again(self) -> bool:
        """Tell what `SENT_AGAIN` picks."""
        return self.digest_on is not None and self.first_tried_at is None

    @property
    def is_unsettled(self) -> bool:
        return self.state in UNSETTLED


class DueStepQuerySet(ScopedQuerySet):
    """Steps of what is due, of the records that a person sees.

    A number begins with the record's own; after a space stands what is due of it, and when.
    """

    whole_county_sections = frozenset({SectionCode.MEDICAL_ADMIN})

    def visible_to(self, user) -> Self:
        rows = super().visible_to(user)
        if not user.is_authenticated:
            return rows
        no = Func(OuterRef("no"), Value(" "), Value(1), function="split_part")
        return rows.filter(hangs_on_seen(user, no))


class DueStep(models.Model):
    """That a level of a due thing was taken, or passed over: once, whoever came first."""

    kind = models.CharField(_("kind of record"), max_length=40)
    no = models.CharField(_("record"), max_length=80)
    words = models.JSONField(_("title"))
    level = models.PositiveSmallIntegerField(_("level"))
    level_kind = models.CharField(_("kind of level"), max_length=10, choices=choices.LEVEL_KINDS)
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, related_name="+", verbose_name=_("institution")
    )
    due_at = models.DateTimeField(_("due at"))
    at = models.DateTimeField(_("taken at"))
    is_skipped = models.BooleanField(_("passed over"), default=False)

    objects = DueStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder step")
        verbose_name_plural = _("reminder steps")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint("kind", "no", "level", name="due_step_once_per_level")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.no} {self.level}"

    @property
    def title(self) -> str:
        return _in_the_readers_language(self.words)

    @property
    def was_late(self) -> bool:
        return was_late(self.due_at, self.at)
