"""Files that hang on a record of any app."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _

from bureau import choices
from bureau.models.api import ApiClient
from bureau.models.directory import Institution
from bureau.models.work import StoredFile
from bureau.rules import Audience, Role
from bureau.seen_records import hangs_on_seen


def _open_to(user) -> Q:
    """What of the files on its records a person's own institution sees."""
    house = user.institution_id
    own = Q(by__institution=house) | Q(client__institution=house)
    return ~Q(audience=Audience.INTERNAL.value) | own


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """What a person may know of: of a record that they see, what is for their section or house.

        An institution sees what it handed in, and of the rest what was released to it.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        hanging = self.filter(hangs_on_seen(user, OuterRef("object_no"), kind="object_kind"))
        if user.roles & {Role.LEADER, Role.AUDITOR}:
            return hanging
        seen = Q(pk=None)
        if user.roles & {Role.BUREAU_STAFF, Role.SECTION_HEAD} and user.section_id:
            seen |= Q(section_code=user.section.code)
        if Role.LIAISON in user.roles:
            seen |= Q(institution__in=user.assigned_institution_ids)
        if Role.HOSPITAL_OFFICER in user.roles and user.institution_id:
            seen |= Q(institution=user.institution_id) & _open_to(user)
        return hanging.filter(seen)

    def hanging_on_seen(self, user) -> Self:
        """What a person may know of on a record of which its app says that they see it.

        Within the bureau the record decides, whatever section handed a file in; an institution
        goes by what was released, or by what it handed in itself.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.institution_id is None:
            return self
        return self.filter(_open_to(user)) if Role.HOSPITAL_OFFICER in user.roles else self.none()

    def of(self, kind: str, no: object) -> Self:
        """Those of one record that were not withdrawn, oldest first."""
        hanging = self.filter(object_kind=kind, object_no=str(no), withdrawn_at=None)
        return hanging.order_by("at")

    def of_each(self, kind: str, nos: Iterable[object]) -> dict[str, list["Attachment"]]:
        """Those of several records by their numbers, in one query; oldest first."""
        found: dict[str, list[Attachment]] = defaultdict(list)
        names = [str(no) for no in nos]
        if not names:
            return found
        hanging: Any = self.filter(object_kind=kind, object_no__in=names, withdrawn_at=None)
        for one in hanging.select_related("file").order_by("at"):
            found[one.object_no].append(one)
        return found


class Attachment(models.Model):
    """A file on a record. What was withdrawn keeps its row; its content is never served again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    object_kind = models.CharField(_("kind of record"), max_length=40)
    object_no = models.CharField(_("record"), max_length=80)
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, related_name="+", verbose_name=_("institution")
    )
    section_code = models.CharField(_("section"), max_length=32)
    audience = models.CharField(
        _("seen by"),
        max_length=12,
        choices=choices.AUDIENCES,
        default=Audience.INTERNAL.value,
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("file"))
    media_type = models.CharField(_("type, by its content"), max_length=100)
    # Neither a person nor a system where the public sent it.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("handed in by"),
    )
    client = models.ForeignKey(
        ApiClient,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("handed in by the system"),
    )
    at = models.DateTimeField(_("handed in at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawal_reason = models.CharField(_("why it was withdrawn"), max_length=500, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["-at"]
        permissions = [
            ("release_attachment", _("Can say who sees an attachment")),
            ("view_attachment_content", _("Can open what is attached")),
        ]
        indexes = [models.Index(fields=["object_kind", "object_no"], name="attachment_of_record")]
        constraints = [
            models.CheckConstraint(
                name="attachment_of_one_sender", condition=Q(by=None) | Q(client=None)
            ),
            models.CheckConstraint(
                name="attachment_withdrawn_with_reason",
                condition=Q(withdrawn_at=None, withdrawal_reason="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.file.name

    @property
    def sender(self) -> Any:
        """Whoever handed it in: a person, a hospital's system, None for the public."""
        return self.by or self.client

    @property
    def is_from_the_public(self) -> bool:
        return self.by_id is None and self.client_id is None
