"""Follow-ups that the patient denies: the second call, the explanation, the decision."""

from datetime import date
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import CharField, F, Func, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from bureau.history import tracked
from bureau.models import Staff
from followups import choices
from followups.models.calls import OfItem
from followups.models.spotchecks import SpotCheckItem
from followups.rules import doubts as rules
from followups.rules.words import DOUBT_DECISIONS, DoubtState, Verdict

DECIDED = ~Q(decision="") & ~Q(note="") & Q(decided_by__isnull=False, decided_at__isnull=False)
UNDECIDED = Q(decision="", note="", decided_by=None, decided_at=None, staff=None)
BACK = Q(taken_back_at__isnull=False, taken_back_by__isnull=False) & ~Q(why_back="")
NOT_BACK = Q(taken_back_at=None, taken_back_by=None, why_back="")
EXPLAINED = Q(explained_by__isnull=False, explained_at__isnull=False) & ~Q(explanation="")
UNEXPLAINED = Q(explained_by=None, explained_at=None, explanation="")

STANDS = (
    "OLD.taken_back_at IS NOT NULL AND OLD.* IS DISTINCT FROM NEW.*"
    " OR (OLD.item_id, OLD.number, OLD.called_by_id, OLD.called_at, OLD.verdict, OLD.explain_by)"
    " IS DISTINCT FROM"
    " (NEW.item_id, NEW.number, NEW.called_by_id, NEW.called_at, NEW.verdict, NEW.explain_by)"
    " OR OLD.explained_at IS NOT NULL AND (OLD.explained_by_id, OLD.explained_at, OLD.explanation)"
    " IS DISTINCT FROM (NEW.explained_by_id, NEW.explained_at, NEW.explanation)"
    " OR OLD.decision <> '' AND"
    " (OLD.decision, OLD.note, OLD.decided_by_id, OLD.decided_at, OLD.staff_id)"
    " IS DISTINCT FROM (NEW.decision, NEW.note, NEW.decided_by_id, NEW.decided_at, NEW.staff_id)"
)
CALLED_BY_OTHERS = """
IF EXISTS (
    SELECT 1 FROM followups_spotcall AS call
    WHERE call.item_id = NEW.item_id AND call.by_id IN (NEW.called_by_id, NEW.decided_by_id)
) THEN
    RAISE EXCEPTION 'Who made the first call makes no second one and does not decide.';
END IF;
RETURN NEW;
"""


class DoubtQuerySet(OfItem):
    def numbered(self, no: Any) -> Self:
        """Find the one named so, by a value or an expression, as `DoubtedFollowUp.no` says it."""
        check, register = "item__spot_check__", "item__spot_check__register__"
        month = Func(
            F(f"{register}month"), Value("YYYY-MM"), function="to_char", output_field=CharField()
        )
        dash, slash = Value("-"), Value("/")
        draw, position, nth = (
            Cast(one, CharField()) for one in (f"{check}number", "item__position", "number")
        )
        named = Concat(
            f"{register}institution__code", slash, month, slash, draw, dash, position, dash, nth
        )
        return self.alias(named=named).filter(named=no)

    def standing(self) -> Self:
        """Those that nobody took back."""
        return self.filter(taken_back_at=None)

    def confirmed(self) -> Self:
        """Those that stand as made up: what counts."""
        return self.standing().filter(decision=DoubtState.CONFIRMED)

    def undecided(self) -> Self:
        """Those that two callers were told of and nobody has decided."""
        return self.standing().filter(decision="", verdict=rules.BORNE_OUT)


@tracked()
class DoubtedFollowUp(models.Model):
    """That a patient denied a follow-up, from the second call on. Each step is written once.

    The second caller is not the first, and who decides made neither call. A decision stands until
    it is taken back with a reason; the next round begins with another second call.
    """

    item = models.ForeignKey(
        SpotCheckItem, models.PROTECT, related_name="doubts", verbose_name=_("drawn person")
    )
    number = models.PositiveSmallIntegerField(_("round"))
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("second caller")
    )
    called_at = models.DateTimeField(_("second call at"))
    verdict = models.CharField(_("second result"), max_length=20, choices=choices.VERDICTS)
    explain_by = models.DateField(_("to be explained by"), null=True)
    explained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("explained by"),
    )  # fmt: skip
    explained_at = models.DateTimeField(_("explained at"), null=True)
    explanation = models.TextField(_("explanation"), max_length=500, blank=True, default="")
    decision = models.CharField(
        _("decision"), max_length=20, blank=True, default="",
        choices={one: choices.DOUBT_STATES[one] for one in sorted(DOUBT_DECISIONS)},
    )  # fmt: skip
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True)
    note = models.TextField(_("reason for the decision"), max_length=500, blank=True, default="")
    # Whom the register names as having followed up, where the directory knows exactly one.
    staff = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", verbose_name=_("followed up by")
    )
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("taken back by"),
    )  # fmt: skip
    taken_back_at = models.DateTimeField(_("taken back at"), null=True)
    why_back = models.TextField(_("why taken back"), max_length=500, blank=True, default="")

    objects = DoubtQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up in doubt")
        verbose_name_plural = _("follow-ups in doubt")
        ordering = ["-called_at"]
        default_permissions = ["view"]
        permissions = [
            ("make_second_call", _("Can make the second call about a follow-up that is denied")),
            ("explain_doubt", _("Can explain a follow-up that is in doubt")),
            ("decide_doubt", _("Can decide whether a follow-up was made up")),
        ]
        constraints = [
            models.UniqueConstraint("item", "number", name="doubt_number_once"),
            models.UniqueConstraint(
                "item", name="doubt_one_stands", condition=Q(taken_back_at=None)
            ),
            models.CheckConstraint(
                name="doubt_second_call_was_answered", condition=~Q(verdict=Verdict.UNREACHABLE)
            ),
            models.CheckConstraint(
                name="doubt_borne_out_has_its_day",
                condition=Q(verdict=rules.BORNE_OUT, explain_by__isnull=False)
                | ~Q(verdict=rules.BORNE_OUT) & Q(explain_by=None, decision="") & UNEXPLAINED,
            ),
            models.CheckConstraint(name="doubt_explained_whole", condition=EXPLAINED | UNEXPLAINED),
            models.CheckConstraint(name="doubt_decided_whole", condition=DECIDED | UNDECIDED),
            models.CheckConstraint(
                name="doubt_decided_by_another",
                condition=Q(decided_by=None) | ~Q(decided_by=F("called_by")),
            ),
            models.CheckConstraint(
                name="doubt_names_staff_only_confirmed",
                condition=Q(staff=None) | Q(decision=DoubtState.CONFIRMED.value),
            ),
            models.CheckConstraint(name="doubt_back_whole", condition=BACK | NOT_BACK),
        ]
        triggers = [
            pgtrigger.Protect(name="doubt_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="doubt_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(STANDS),
            ),
            pgtrigger.Trigger(
                name="doubt_has_other_callers",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=CALLED_BY_OTHERS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} #{self.number}"

    @property
    def no(self) -> str:
        """Name it as the ledger does: the institution's month, the draw, the place, the round."""
        check = self.item.spot_check
        register = check.register
        nth = f"{check.number}-{self.item.position}-{self.number}"
        return f"{register.institution.code}/{register.month_text}/{nth}"

    def state_on(self, day: date) -> DoubtState:
        return rules.state(
            rules.Doubt(
                second=Verdict(self.verdict),
                explain_by=self.explain_by,
                is_explained=self.explained_at is not None,
                decision=self.decision,
                is_taken_back=self.taken_back_at is not None,
            ),
            day,
        )
