"""Accounts. A person belongs to an institution or to a section of the bureau, never to both."""

from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bureau.history import tracked
from bureau.models.directory import Institution, OfficerAssignment, Section, Staff
from bureau.rules import Actor, ActorKind, Role, SectionCode


@tracked()
class User(AbstractUser):
    first_name = None  # type: ignore[assignment]  # a Chinese name is one word
    last_name = None  # type: ignore[assignment]
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, verbose_name=_("institution")
    )
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, verbose_name=_("bureau section")
    )
    # Whose account it is, where the person is on a roster: nobody handles a case about themselves.
    staff = models.OneToOneField(
        Staff,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="account",
        verbose_name=_("staff member"),
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        choices={"zh-hans": "中文", "en": "English"},
    )
    large_text = models.BooleanField(_("large text"), default=False)
    # Kinds of notice that go to this person's bell alone, not into the day's letter.
    unmailed_kinds = ArrayField(
        models.CharField(max_length=20), verbose_name=_("not by e-mail"), default=list, blank=True
    )

    REQUIRED_FIELDS = ["name"]

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"
        constraints = [
            models.CheckConstraint(
                name="user_of_institution_or_section",
                condition=Q(institution__isnull=True) | Q(section__isnull=True),
                violation_error_message=_(
                    "An account belongs to an institution or to a bureau section, not to both."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @cached_property
    def roles(self) -> frozenset[Role]:
        known = set(Role)
        # All of them, so that those read beforehand for many people are not asked for again.
        names = [group.name for group in self.groups.all()]
        return frozenset(Role(name) for name in names if name in known)

    @cached_property
    def section_code(self) -> SectionCode | None:
        return self.section.known_code if self.section else None

    @cached_property
    def assigned_institution_ids(self) -> list[int]:
        """The institutions this officer looks after at this moment.

        The only clock below the interfaces: a right that ended yesterday must be gone today,
        whatever day the page asks about.
        """
        today = timezone.localdate()
        assigned = OfficerAssignment.objects.on(today).filter(officer=self)
        return list(assigned.values_list("institution_id", flat=True))

    @property
    def belongs_to(self) -> Institution | Section | None:
        return self.institution or self.section

    @property
    def actor(self) -> Actor:
        roles = ",".join(sorted(role.value for role in self.roles))
        return Actor(ActorKind.USER, str(self.pk), self.name or self.username, roles)
