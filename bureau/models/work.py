"""Files kept as they came, and long work with its progress."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bureau import choices
from bureau.models.api import ApiClient
from bureau.models.directory import Institution
from bureau.rules import JobState


class StoredFile(models.Model):
    """A file kept encrypted in the file store. Each app guards its own URL before opening one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("file name"), max_length=255)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    at = models.DateTimeField(_("kept at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("handed in by")
    )

    class Meta:
        verbose_name = _("kept file")
        verbose_name_plural = _("kept files")

    def __str__(self) -> str:
        return self.name

    @property
    def storage_name(self) -> str:
        text = self.id.hex
        return f"{text[:2]}/{text[2:]}"


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A job is its owner's affair, a person's or a system's."""
        if isinstance(user, ApiClient):
            return self.filter(client=user)
        return self.filter(by=user) if user.is_authenticated and user.is_active else self.none()


class Job(models.Model):
    """Long work, with progress that survives a reload, a restart and a lost message."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    state = models.CharField(
        _("state"), max_length=10, choices=choices.JOB_STATES, default=JobState.QUEUED.value
    )
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)
    failure = models.CharField(_("why it failed"), max_length=500, blank=True)
    # Whoever asks may read another language than whoever began the work.
    failure_in = models.JSONField(_("why it failed, by language"), default=dict, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("started by")
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, verbose_name=_("institution")
    )
    client = models.ForeignKey(
        ApiClient, models.PROTECT, null=True, verbose_name=_("hospital system")
    )
    # Where a system reads what came of it.
    result_url = models.CharField(_("result"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="job_finished_at_iff_over",
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | Q(state__in=["queued", "running"], finished_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def said(self) -> str:
        """Why it failed, in the language that is spoken."""
        return self.failure_in.get(get_language() or "", self.failure)

    @property
    def is_over(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED}
