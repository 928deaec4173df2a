"""What is sent and what is answered about the ledger, as the reference describes it."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers

from bureau.api.pages import PageQuery
from bureau.api.serializers import Strict
from rectification.choices.ledger import VERDICTS
from rectification.rules import states
from rectification.rules.words import ItemState, RectKind, Severity, SourceKind

SHOWN = sorted(set(ItemState) - states.UNSEEN_BY_UNITS)


class ItemQuery(PageQuery):
    state = serializers.ChoiceField(
        [str(state) for state in SHOWN],
        required=False,
        help_text="只要这一状态 · Only items in this state.",
    )


class ItemIn(Strict):
    problem = serializers.CharField(max_length=2_000, help_text="问题描述 · What the problem is.")
    found_on = serializers.DateField(help_text="发现日期 · The day on which it was found.")
    source_no = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=60,
        help_text="贵方系统中的编号 · Its number in your own system.",
    )
    part = serializers.IntegerField(
        required=False,
        default=1,
        min_value=1,
        max_value=99,
        help_text="该编号下的第几个问题，每个只录一次"
        " · Which problem under that number it is; each is entered once.",
    )
    severity = serializers.ChoiceField(
        [str(one) for one in Severity],
        required=False,
        default=Severity.ORDINARY.value,
        help_text="严重程度 · How severe it is.",
    )

    def validate_found_on(self, found_on: date) -> date:
        """Say it with whatever else is wrong; the service refuses it too."""
        if found_on > timezone.localdate():
            raise serializers.ValidationError(
                _("A problem cannot have been found in the future."), code="in_future"
            )
        return found_on


class EnteredOut(serializers.Serializer):
    no = serializers.CharField()
    state = serializers.ChoiceField([str(state) for state in ItemState])
    state_display = serializers.CharField()
    url = serializers.CharField()


class NamedOut(EnteredOut):
    state = serializers.ChoiceField(sorted(states.UNSEEN_BY_UNITS))
    problem = serializers.CharField()
    found_on = serializers.DateField()


class ItemLine(serializers.Serializer):
    no = serializers.CharField()
    state = serializers.ChoiceField([str(state) for state in SHOWN])
    state_display = serializers.CharField()
    problem = serializers.CharField()
    source = serializers.ChoiceField([str(one) for one in SourceKind])
    severity = serializers.ChoiceField([str(one) for one in Severity])
    found_on = serializers.DateField()
    issued_on = serializers.DateField()
    plan_due_on = serializers.DateField()
    due_on = serializers.DateField()
    closed_on = serializers.DateField(allow_null=True)
    is_overdue = serializers.BooleanField()
    round = serializers.IntegerField()
    url = serializers.CharField()


class ItemPage(serializers.Serializer):
    results = ItemLine(many=True)
    next = serializers.CharField(allow_null=True)


class ItemProgressOut(serializers.Serializer):
    on = serializers.DateField()
    text = serializers.CharField()


class ItemClosureOut(serializers.Serializer):
    requested_on = serializers.DateField()
    verdict = serializers.ChoiceField(
        ["", *VERDICTS], help_text="尚未核查时为空 · Empty until it is verified."
    )
    verdict_display = serializers.CharField()
    opinion = serializers.CharField()


class ItemOut(ItemLine):
    kind = serializers.ChoiceField([str(one) for one in RectKind])
    cause = serializers.CharField()
    goal = serializers.CharField()
    responsible = serializers.CharField()
    measures = serializers.ListField(child=serializers.CharField())
    progress = ItemProgressOut(many=True)
    closures = ItemClosureOut(many=True)
