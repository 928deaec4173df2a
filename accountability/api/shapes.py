"""What is sent and answered about eligibility and proposals, as the reference describes it."""

from rest_framework import serializers

from accountability.rules import states
from accountability.rules.bans import BanScope
from accountability.rules.effects import Purpose
from accountability.rules.eligibility import MOST_NAMES, Result, Unclear
from accountability.rules.words import (
    Lacking,
    LadderCode,
    MeasureCode,
    ProposalKind,
    ProposalState,
)
from bureau.api.pages import PageQuery
from bureau.api.serializers import Strict


class PersonIn(Strict):
    name = serializers.CharField(max_length=60, help_text="姓名 · The name.")
    staff_no = serializers.CharField(
        max_length=32, required=False, allow_blank=True, default="",
        help_text="工号，用于区分同名人员 · The staff number; it tells people of one name apart.",
    )  # fmt: skip
    phone = serializers.CharField(
        max_length=32, required=False, allow_blank=True, default="",
        help_text="联系电话，用于区分同名人员 · The phone; it tells people of one name apart.",
    )  # fmt: skip


class CheckIn(Strict):
    purpose = serializers.ChoiceField(
        [str(one) for one in Purpose], help_text="核查事项 · What they are looked up for."
    )
    on = serializers.DateField(
        help_text="核查截止日，不晚于今天 · As it stood on this day; today at the latest."
    )
    year = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=2000, max_value=2099,
        help_text="评先树优年度，不填则为截止日所在年度"
        " · The year of the awards; the year of the day if it is left out.",
    )  # fmt: skip
    award = serializers.CharField(
        max_length=60, required=False, allow_blank=True, default="",
        help_text="评先树优项目，须为规则所列，不填为任一项目"
        " · The kind of award, as the rules list it; any award if it is left out.",
    )  # fmt: skip
    people = serializers.ListField(
        child=PersonIn(), min_length=1, max_length=MOST_NAMES,
        help_text="本机构人员，最多200人 · People of your institution, at most 200.",
    )  # fmt: skip


class AnswerOut(serializers.Serializer):
    name = serializers.CharField()
    staff_no = serializers.CharField()
    result = serializers.ChoiceField([str(one) for one in Result])
    result_display = serializers.CharField()
    why = serializers.ChoiceField([str(one) for one in Unclear], allow_null=True)
    measure = serializers.ChoiceField([str(one) for one in MeasureCode], allow_null=True)
    number = serializers.CharField()
    until = serializers.DateField(allow_null=True)
    scope = serializers.ListField(child=serializers.ChoiceField([str(one) for one in BanScope]))


class CheckOut(serializers.Serializer):
    no = serializers.CharField()
    code = serializers.CharField()
    purpose = serializers.ChoiceField([str(one) for one in Purpose])
    year = serializers.IntegerField(allow_null=True)
    award = serializers.CharField()
    on = serializers.DateField()
    results = AnswerOut(many=True)


TOLD = sorted(set(ProposalState) - states.UNSEEN_BY_UNITS)


class ProposalQuery(PageQuery):
    state = serializers.ChoiceField(
        [str(one) for one in TOLD], required=False, help_text="只要这一状态 · Only in this state."
    )
    ladder = serializers.ChoiceField(
        [str(one) for one in LadderCode], required=False,
        help_text="个人、机构或负责人连带 · Of people, of the institution, or of heads.",
    )  # fmt: skip
    year = serializers.IntegerField(
        required=False, min_value=2000, max_value=2099,
        help_text="计数年度 · The year in which it was counted.",
    )  # fmt: skip


class ProposalLine(serializers.Serializer):
    no = serializers.CharField()
    ladder = serializers.ChoiceField([str(one) for one in LadderCode])
    ladder_display = serializers.CharField()
    kind = serializers.ChoiceField([str(one) for one in ProposalKind])
    kind_display = serializers.CharField()
    tier = serializers.IntegerField()
    year = serializers.IntegerField()
    state = serializers.ChoiceField([str(one) for one in TOLD])
    state_display = serializers.CharField()
    staff_no = serializers.CharField()
    name = serializers.CharField()
    notice_on = serializers.DateField(allow_null=True)
    statement_due_on = serializers.DateField(allow_null=True)
    decision_on = serializers.DateField(allow_null=True)
    decision_no = serializers.CharField()
    url = serializers.CharField()


class ProposalPage(serializers.Serializer):
    results = ProposalLine(many=True)
    next = serializers.CharField(allow_null=True)


class MeasureOut(serializers.Serializer):
    measure = serializers.ChoiceField([str(one) for one in MeasureCode])
    measure_display = serializers.CharField()
    is_decided = serializers.BooleanField(allow_null=True)
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    done_on = serializers.DateField(allow_null=True)


class ProposalOut(ProposalLine):
    missing_step = serializers.ChoiceField([str(one) for one in Lacking], allow_null=True)
    missing_step_display = serializers.CharField()
    in_effect_from = serializers.DateField(allow_null=True)
    measures = MeasureOut(many=True)
