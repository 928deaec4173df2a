"""What counts against whom: derived from the bureau's findings, written once, voided at most."""

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accountability import choices
from accountability.models.scope import EventQuerySet
from accountability.rules.counting import WHOLE
from accountability.rules.words import EventState, LadderCode
from bureau.models import Institution, Staff
from complaints.models import Case, Matter, NamedPerson
from followups.models import DoubtedFollowUp

OF_PEOPLE = Q(ladder__in=[one.value for one in LadderCode if one.is_of_people])
OF_CASES = Q(ladder__in=[one.value for one in LadderCode if one.counts_cases])
ACTIVE = Q(state=EventState.ACTIVE.value)
STANDS = (
    "ladder", "staff", "institution", "matter", "case", "doubt", "person", "received_on",
    "occurred_on", "verified_on", "counted_on", "window_from", "weight", "rolls", "for_staff",
    "made_at",
)  # fmt: skip
"""What an event says for good: another day or weight is another event."""


COUNTS_ONCE = """
    IF EXISTS (
        SELECT 1 FROM followups_doubtedfollowup d
        JOIN followups_spotcheckitem i ON i.id = d.item_id
        JOIN followups_followuprecord r ON r.id = i.record_id
        JOIN followups_followuprecord s ON s.institution_id = r.institution_id
         AND s.inpatient_no = r.inpatient_no AND s.discharged_on = r.discharged_on
         AND s.seq = r.seq
        JOIN followups_spotcheckitem j ON j.record_id = s.id
        JOIN followups_doubtedfollowup o ON o.item_id = j.id AND o.id <> d.id
        JOIN accountability_countableevent e ON e.doubt_id = o.id
        WHERE d.id = NEW.doubt_id AND e.state = 'active' AND e.institution_id = NEW.institution_id
    ) THEN
        RAISE EXCEPTION 'a made-up follow-up counts once, however often it was drawn';
    END IF;
    RETURN NEW;
"""


class CountableEvent(models.Model):
    """One matter as it counts for one person or one institution, once.

    A count is always a query over the active ones. What counts no more is voided and stays.
    """

    ladder = models.CharField(_("ladder"), max_length=16, choices=choices.LADDERS)
    staff = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="countable_events",
        verbose_name=_("staff member"),
    )  # fmt: skip
    # Where it happened: of the institution ladder that is whom it counts against.
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="countable_events", verbose_name=_("institution")
    )
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, related_name="+", verbose_name=_("matter")
    )
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="+", verbose_name=_("case")
    )
    # In place of a case: a follow-up that was found to be made up.
    doubt = models.ForeignKey(
        DoubtedFollowUp, models.PROTECT, null=True, related_name="+",
        verbose_name=_("follow-up in doubt"),
    )  # fmt: skip
    person = models.ForeignKey(
        NamedPerson, models.PROTECT, null=True, related_name="+", verbose_name=_("person named")
    )
    # By the rules a house may count once for each of its people: then for whom.
    for_staff = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", verbose_name=_("counted for")
    )
    received_on = models.DateField(_("received on"))
    occurred_on = models.DateField(_("happened on"), null=True)
    verified_on = models.DateField(_("findings made on"))
    counted_on = models.DateField(_("counted on"))
    window_from = models.DateField(_("year from"))
    # Twelve months that end on its day, and no year of counting.
    rolls = models.BooleanField(_("rolling twelve months"), default=False)
    weight = models.PositiveSmallIntegerField(_("weight in hundredths"), default=WHOLE)
    state = models.CharField(
        _("state"), max_length=8, choices=choices.EVENT_STATES, default=EventState.ACTIVE.value
    )
    why_void = models.CharField(
        _("why it is void"), max_length=16, choices=choices.WHY_VOID, blank=True, default=""
    )
    made_at = models.DateTimeField(_("counted since"))
    voided_at = models.DateTimeField(_("voided at"), null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("countable event")
        verbose_name_plural = _("countable events")
        ordering = ["-counted_on", "-pk"]
        default_permissions = ["view"]
        permissions = [("reconcile_counts", _("Can have the counts looked over now"))]
        constraints = [
            models.UniqueConstraint(
                "ladder", "staff", "matter", name="event_once_a_person",
                condition=ACTIVE & OF_PEOPLE,
            ),
            models.UniqueConstraint(
                "ladder", "institution", "matter", "for_staff", name="event_once_a_house",
                condition=ACTIVE & ~OF_PEOPLE & OF_CASES, nulls_distinct=False,
            ),
            models.UniqueConstraint("doubt", name="event_once_a_doubt", condition=ACTIVE),
            models.CheckConstraint(
                name="event_has_one_source",
                condition=OF_CASES & Q(case__isnull=False, matter__isnull=False, doubt=None)
                | ~OF_CASES & Q(case=None, matter=None, person=None, doubt__isnull=False),
            ),
            models.CheckConstraint(
                name="event_has_its_subject",
                condition=OF_PEOPLE & Q(staff__isnull=False, person__isnull=False, for_staff=None)
                | ~OF_PEOPLE & Q(staff=None),
            ),
            models.CheckConstraint(
                name="event_void_says_why",
                condition=ACTIVE & Q(why_void="", voided_at=None)
                | Q(state=EventState.VOID.value, voided_at__isnull=False) & ~Q(why_void=""),
            ),
            models.CheckConstraint(
                name="event_weighs_at_most_one", condition=Q(weight__gte=1, weight__lte=WHOLE)
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["staff", "window_from"], name="event_of_person", condition=ACTIVE),
            models.Index(
                fields=["institution", "window_from"], name="event_of_house",
                condition=ACTIVE & ~OF_PEOPLE,
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Trigger(
                name="event_once_a_followup",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.doubt_id IS NOT NULL"),
                func=COUNTS_ONCE,
            ),
            pgtrigger.Protect(name="event_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="event_says_what_it_said",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(*STANDS),
            ),
            pgtrigger.Protect(
                name="event_void_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.state = 'void'"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_ladder_display()} · {self.subject} · {self.counted_on}"

    @property
    def is_of_accusation(self) -> bool:
        return self.case is not None and self.case.is_accusation

    @property
    def source_no(self) -> str:
        """Name the case that counts, or the follow-up that was found to be made up."""
        if self.case is not None:
            return self.case.no
        return self.doubt.no if self.doubt else ""

    @property
    def subject(self) -> Any:
        return self.staff or self.institution
