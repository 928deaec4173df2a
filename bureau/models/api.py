"""Hospital systems, the keys by which they are known, and what they were answered."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bureau import access_keys, choices
from bureau.access_keys import KeyState
from bureau.fields import SealedModel, SealedTextField
from bureau.models.directory import Institution
from bureau.models.scope import ScopedQuerySet
from bureau.rules import Actor, ActorKind, Role, SectionCode


class ApiQuerySet(ScopedQuerySet):
    """Keys are the system administrator's affair; auditors read along."""

    whole_county_roles = frozenset({Role.SYS_ADMIN, Role.AUDITOR})


class ApiClient(models.Model):
    """A system of an institution that works through the API in its name.

    It sees what the institution's own officer sees, and does what its key's scopes allow.
    """

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="api_clients", verbose_name=_("institution")
    )
    name = models.CharField(_("system"), max_length=60)
    per_minute = models.PositiveIntegerField(
        _("requests per minute"), default=access_keys.PER_MINUTE
    )
    created_at = models.DateTimeField(_("known since"))

    objects = ApiQuerySet.as_manager()

    # What `visible_to` and the middleware ask of whoever stands behind a request.
    is_authenticated = True
    is_active = True
    is_anonymous = False
    roles = frozenset({Role.HOSPITAL_OFFICER})
    section_code: SectionCode | None = None
    staff_id: int | None = None
    language = ""

    class Meta:
        verbose_name = _("hospital system")
        verbose_name_plural = _("hospital systems")
        ordering = ["institution", "name"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("institution", "name", name="api_client_once_per_institution")
        ]

    def __str__(self) -> str:
        return f"{self.institution} {self.name}"

    def has_perm(self, permission: str) -> bool:
        """A system has no verbs of the pages; its key's scopes say what it may do."""
        return False

    @property
    def actor(self) -> Actor:
        return Actor(ActorKind.API, str(self.pk), self.name, "")


class OfClient(ApiQuerySet):
    institution_field = "client__institution"


class ApiKey(models.Model):
    """One key of a system. Only a keyed hash of its secret is kept."""

    client = models.ForeignKey(
        ApiClient, models.PROTECT, related_name="keys", verbose_name=_("hospital system")
    )
    prefix = models.CharField(_("key"), max_length=access_keys.PREFIX_LENGTH, unique=True)
    secret_hash = models.BinaryField(max_length=16)
    scopes = ArrayField(
        models.CharField(max_length=40, choices=choices.API_SCOPES), verbose_name=_("rights")
    )
    addresses = ArrayField(
        models.CharField(max_length=43), blank=True, default=list, verbose_name=_("only from")
    )
    expires_on = models.DateField(_("valid until"))
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("issued by")
    )
    last_used_on = models.DateField(_("last used on"), null=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    rotated_at = models.DateTimeField(_("replaced at"), null=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    objects = OfClient.as_manager()

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ["client__institution", "client", "-issued_at"]
        default_permissions = ("view",)
        permissions = [("issue_apikey", _("Can issue, rotate and revoke keys of hospital systems"))]
        constraints = [
            models.UniqueConstraint(
                "client",
                condition=Q(rotated_at__isnull=True, revoked_at__isnull=True),
                name="api_key_one_current_per_client",
            )
        ]

    def __str__(self) -> str:
        return f"{self.client} {self.prefix}"

    def state(self, day: date) -> KeyState:
        return access_keys.key_state(
            expires_on=self.expires_on,
            is_rotated=self.rotated_at is not None,
            is_revoked=self.revoked_at is not None,
            day=day,
        )


class OfKey(ApiQuerySet):
    institution_field = "key__client__institution"


class ApiUse(models.Model):
    """How often a key was used in its newest minute. One row, counted up in one statement."""

    key = models.OneToOneField(ApiKey, models.CASCADE, primary_key=True, related_name="use")
    minute = models.DateTimeField(_("minute"))
    requests = models.PositiveIntegerField(_("requests"))

    objects = OfKey.as_manager()

    class Meta:
        verbose_name = _("use of an API key")
        verbose_name_plural = _("use of API keys")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.key} {self.requests}"


class IdempotencyRecord(SealedModel):
    """What a creating request was answered, kept so that its repetition gets the same.

    A row that stands has its answer: it is written in the transaction of what it tells of.
    """

    client = models.ForeignKey(ApiClient, models.CASCADE, verbose_name=_("hospital system"))
    key = models.CharField(_("idempotency key"), max_length=255)
    fingerprint = models.BinaryField(max_length=16)
    at = models.DateTimeField(_("at"), db_index=True)
    status = models.PositiveSmallIntegerField(_("status"), default=0)
    headers = models.JSONField(_("headers"), default=dict)
    body = SealedTextField(_("answer"))

    objects = OfClient.as_manager()

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("client", "key", name="idempotency_key_once_per_client")
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.key}"
