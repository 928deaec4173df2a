"""Official papers on their way to a signature."""

import uuid
from collections.abc import Collection
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from bureau import choices
from bureau.models.acts import Act
from bureau.models.directory import Institution
from bureau.models.numbers import NumberSeries, OfficialNumber
from bureau.models.people import User
from bureau.models.work import StoredFile
from bureau.paper_kinds import kept_from, to_be_voided
from bureau.papers import Paper
from bureau.rules import (
    PAPER_STEPS,
    ActorKind,
    PaperState,
    Role,
    figures_of_their_own,
)

OUT_OF_THE_HOUSE = (PaperState.SIGNED.value, PaperState.VOIDED.value)


def _rewordings(user) -> models.QuerySet[Act]:
    rewordings = Act.objects.filter(object_kind="paper", verb="revise_paper")
    return rewordings.filter(**user.actor.as_columns())


class PaperQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """The section that writes it sees its drafts; institutions see what was signed to them."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        rows = self.exclude(kept_from(user))
        if user.roles & {Role.LEADER, Role.AUDITOR}:
            return rows
        seen = Q(pk=None)
        if user.roles & {Role.BUREAU_STAFF, Role.SECTION_HEAD} and user.section_id:
            seen |= Q(section_code=user.section.code)
        houses = list(user.assigned_institution_ids) if Role.LIAISON in user.roles else []
        if Role.HOSPITAL_OFFICER in user.roles and user.institution_id:
            houses.append(user.institution_id)
        mine = OfficialPaper.institutions.through.objects.filter(institution__in=houses)
        out = Q(state__in=OUT_OF_THE_HOUSE, number__isnull=False)
        return rows.filter(seen | out & Q(pk__in=mine.values("officialpaper")))

    def overtaken(self) -> Self:
        """Signed papers that tell what does not hold any more: a leader has to void them."""
        return self.filter(to_be_voided(), state=PaperState.SIGNED)

    def without_reviewer(self) -> Self:
        """Drafts sent for review of which no head of their section is without a part in them."""
        worded = Act.objects.filter(
            object_kind="paper",
            verb="revise_paper",
            object_no=Cast(OuterRef(OuterRef("pk")), models.TextField()),
            actor_kind=ActorKind.USER.value,
            actor_id=Cast(OuterRef("pk"), models.TextField()),
        )
        heads = User.objects.filter(
            groups__name=Role.SECTION_HEAD, section__code=OuterRef("section_code"), is_active=True
        )
        free = heads.exclude(pk=OuterRef("drafted_by")).filter(~Exists(worded))
        return self.filter(~Exists(free), state=PaperState.DRAFT, sent_at__isnull=False)

    def waiting_for(self, user, *, standing_in: Collection["OfficialPaper"] = ()) -> Self:
        """Those whose next step is this person's: to review, to sign, or to send on their own.

        `standing_in` are drafts that a leader reviews in place of their section's head.
        """
        own, steps = Q(drafted_by=user), Q(pk=None)
        rewordings = _rewordings(user).filter(object_no=Cast(OuterRef("pk"), models.TextField()))
        worded = own | Q(Exists(rewordings))
        if user.has_perm("bureau.draft_paper"):
            steps |= Q(state=PaperState.DRAFT, sent_at=None) & own
        if user.has_perm("bureau.review_paper"):
            steps |= Q(~worded, state=PaperState.DRAFT, sent_at__isnull=False)
        if user.has_perm("bureau.sign_paper"):
            steps |= Q(~worded & ~Q(reviewed_by=user), state=PaperState.REVIEWED)
            steps |= Q(pk__in=[one.pk for one in standing_in])
        return self.visible_to(user).filter(steps)


SIGNED_STANDS = pgtrigger.Protect(
    name="signed_stands",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "OLD.state IN ('signed', 'voided') AND ("
        "to_jsonb(OLD.*) - 'state' IS DISTINCT FROM to_jsonb(NEW.*) - 'state'"
        " OR NEW.state <> OLD.state AND NEW.state <> 'voided')"
    ),
)
"""What was signed stands as it was signed, files and all: it can only be voided, and that once."""


class OfficialPaper(models.Model):
    """A paper from the first draft to the archive. `content` is what it says, and all it says."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    # What it is about, as its app names it: a month, an institution's month.
    about = models.CharField(_("about"), max_length=80)
    section_code = models.CharField(_("section"), max_length=32)
    series = models.ForeignKey(NumberSeries, models.PROTECT, verbose_name=_("number series"))
    title = models.CharField(_("title"), max_length=200)
    content = models.JSONField(_("content"))
    # The text as reckoned from the figures: to go back to, and to hold edited figures against.
    automatic = models.JSONField(_("text as reckoned"))
    state = models.CharField(
        _("state"), max_length=10, choices=choices.PAPER_STATES, default=PaperState.DRAFT.value
    )
    institutions = models.ManyToManyField(
        Institution, related_name="papers", verbose_name=_("addressed to")
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    drafted_at = models.DateTimeField(_("drafted at"))
    # Since when a draft waits for whoever reviews; a paper given back waits for its drafter.
    sent_at = models.DateTimeField(_("sent for review at"), null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("signed by"),
    )
    signed_at = models.DateTimeField(_("signed at"), null=True)
    number = models.OneToOneField(
        OfficialNumber,
        models.PROTECT,
        null=True,
        related_name="paper",
        verbose_name=_("official number"),
    )
    pdf = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("PDF")
    )
    docx = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("document")
    )

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("official paper")
        verbose_name_plural = _("official papers")
        triggers = [SIGNED_STANDS]
        ordering = ["-drafted_at"]
        permissions = [
            ("draft_paper", _("Can draft official papers")),
            ("review_paper", _("Can review official papers")),
            ("sign_paper", _("Can sign and void official papers")),
        ]
        constraints = [
            models.UniqueConstraint(
                "kind",
                "about",
                name="paper_once_in_force",
                condition=~Q(state=PaperState.VOIDED.value),
            ),
            models.CheckConstraint(
                name="paper_signed_is_numbered_and_frozen",
                condition=~Q(state=PaperState.SIGNED.value)
                | Q(
                    number__isnull=False,
                    signed_by__isnull=False,
                    pdf__isnull=False,
                    docx__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="paper_reviewed_by_another",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=models.F("drafted_by")),
            ),
            models.CheckConstraint(
                name="paper_signed_by_another",
                condition=Q(signed_by=None) | ~Q(signed_by=models.F("drafted_by")),
            ),
            # Of what is signed: a paper from before this rule can still be voided.
            models.CheckConstraint(
                name="paper_signed_by_no_reviewer",
                condition=~Q(state=PaperState.SIGNED.value)
                | Q(reviewed_by=None)
                | ~Q(signed_by=models.F("reviewed_by")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_worded_by(self, user) -> bool:
        """Tell whether the words are a person's own: drafted, or reworded at any time."""
        if self.drafted_by_id == user.pk:
            return True
        return _rewordings(user).filter(object_no=str(self.pk)).exists()

    @property
    def paper(self) -> Paper:
        return Paper.read(self.content)

    @property
    def is_draft(self) -> bool:
        """Tell a paper that is not signed: it carries the word on every page."""
        return self.number_id is None

    @property
    def is_sent(self) -> bool:
        """Tell a draft that waits to be reviewed."""
        return self.state == PaperState.DRAFT and self.sent_at is not None

    @property
    def own_figures(self) -> list[str]:
        """List the figures that somebody typed and nobody reckoned."""
        return figures_of_their_own(self.content["body"], self.automatic["body"])

    def may_become(self, state: PaperState) -> bool:
        return state in PAPER_STEPS[PaperState(self.state)]
