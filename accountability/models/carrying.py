"""How measures are carried out: a talk with its summons, record and demands; a bulletin."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accountability import carrying_choices
from accountability.models import carrying_guards as guards
from accountability.models.proposals import SanctionProposal
from accountability.models.road import Measure, OfProposal, person
from bureau.history import tracked
from bureau.models import LeaderPost, OfficialPaper
from rectification.models import Item

UNHELD = Q(held_on=None, kind="", recorder="", record="", case_nos="", position="", signed="",
           recorded_by=None, recorded_at=None)  # fmt: skip
HELD = Q(held_on__isnull=False, recorded_by__isnull=False, recorded_at__isnull=False) & ~(
    Q(kind="") | Q(recorder="") | Q(record="") | Q(position="") | Q(signed="")
)


@tracked()
class Interview(models.Model):
    """A talk (约谈) with a unit's leader, or with the person: summoned, then held and recorded.

    `measure` is the one that calls for it; a talk with the person no measure calls for.
    """

    no = models.CharField(_("interview no."), max_length=24, unique=True)
    proposal = models.ForeignKey(
        SanctionProposal, models.PROTECT, related_name="interviews", verbose_name=_("proposal")
    )
    measure = models.OneToOneField(
        Measure, models.PROTECT, null=True, related_name="interview", verbose_name=_("measure")
    )
    whom = models.CharField(
        _("who is interviewed"), max_length=10, choices=carrying_choices.INTERVIEWED
    )
    # Of a leader; their name stands beside it as it was on the day.
    post = models.ForeignKey(
        LeaderPost, models.PROTECT, null=True, related_name="+", verbose_name=_("leader's post")
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    post_why = models.CharField(_("why another leader"), max_length=200, blank=True, default="")
    reason = models.TextField(_("reason of the interview"), max_length=1_000)
    meets_at = models.DateTimeField(_("takes place at"))
    place = models.CharField(_("place of the interview"), max_length=120)
    interviewer = person(_("interviewer"))
    others = models.CharField(_("others who interview"), max_length=120, blank=True, default="")
    purpose = models.TextField(_("purpose of the interview"), max_length=500)
    bring = models.TextField(_("materials to bring"), max_length=500, blank=True, default="")
    contact = models.CharField(_("contact"), max_length=120)
    enclosed = models.TextField(
        _("attachments of the summons"), max_length=500, blank=True, default=""
    )
    arranged_by = person(_("arranged by"))
    arranged_at = models.DateTimeField(_("arranged at"))
    held_on = models.DateField(_("held on"), null=True)
    kind = models.CharField(
        _("kind of interview"), max_length=10, choices=carrying_choices.TALK_KINDS, blank=True,
        default="",
    )  # fmt: skip
    recorder = models.CharField(_("recorder"), max_length=60, blank=True, default="")
    record = models.TextField(_("facts put to them"), max_length=3_000, blank=True, default="")
    case_nos = models.CharField(_("complaint numbers"), max_length=300, blank=True, default="")
    position = models.TextField(_("position taken"), max_length=2_000, blank=True, default="")
    signed = models.CharField(_("signed by"), max_length=200, blank=True, default="")
    recorded_by = person(_("recorded by"), null=True)
    recorded_at = models.DateTimeField(_("recorded at"), null=True)

    objects = OfProposal.as_manager()

    class Meta:
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        ordering = ["pk"]
        default_permissions = ["view"]
        constraints = [
            models.UniqueConstraint("proposal", "whom", name="interview_once_with_each"),
            models.CheckConstraint(name="interview_recorded_whole_or_not", condition=UNHELD | HELD),
        ]
        triggers = [
            pgtrigger.Protect(name="interview_stays", operation=pgtrigger.Delete),
            guards.AFTER_SERVICE,
            guards.OF_THE_TIER,
            guards.RECORD_STANDS,
            guards.HELD_AS_SUMMONED,
        ]

    def __str__(self) -> str:
        return self.no


class OfInterview(models.QuerySet):
    def visible_to(self, user) -> "OfInterview":
        """Who sees an interview sees what was demanded at it."""
        return self.filter(interview__in=Interview.objects.visible_to(user).values("pk"))


class Demand(models.Model):
    """What was demanded at an interview, with its item in the ledger. Written once."""

    interview = models.ForeignKey(
        Interview, models.PROTECT, related_name="demands", verbose_name=_("interview")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.TextField(_("demand"), max_length=1_000)
    due_on = models.DateField(_("due on"))
    item = models.OneToOneField(
        Item, models.PROTECT, related_name="+", verbose_name=_("ledger item")
    )

    objects = OfInterview.as_manager()

    class Meta:
        verbose_name = _("demand of an interview")
        verbose_name_plural = _("demands of interviews")
        ordering = ["interview", "position"]
        default_permissions = ["view"]
        constraints = [
            models.UniqueConstraint("interview", "position", name="demand_in_order"),
            models.CheckConstraint(name="demand_says_something", condition=~Q(text="")),
        ]
        triggers = [
            pgtrigger.Protect(name="demand_stands", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.interview} · {self.position}"


@tracked()
class Bulletin(models.Model):
    """What a bulletin of criticism (通报) says beside the decision, and to whom it goes."""

    proposal = models.OneToOneField(
        SanctionProposal, models.PROTECT, related_name="bulletin", verbose_name=_("proposal")
    )
    scope = models.CharField(
        pgettext_lazy("bulletin", "scope"), max_length=10, choices=carrying_choices.SCOPES
    )
    facts = models.TextField(_("facts, patients masked"), max_length=3_000)
    demands = models.TextField(_("demands to the readers"), max_length=2_000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written at"))

    objects = OfProposal.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("paper", "bulletin")
        verbose_name_plural = pgettext_lazy("paper", "bulletins")
        ordering = ["pk"]
        default_permissions = ["view"]
        constraints = [
            models.CheckConstraint(
                name="bulletin_says_facts_and_demands", condition=~Q(facts="") & ~Q(demands="")
            )
        ]
        triggers = [
            pgtrigger.Protect(name="bulletin_stays", operation=pgtrigger.Delete),
            guards.AFTER_SERVICE,
        ]

    def __str__(self) -> str:
        return str(self.proposal)


class BulletinPaper(OfficialPaper):
    """The papers, as this app guards them: a bulletin is signed after the decision was served."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [guards.SIGNED_AFTER_SERVICE]
