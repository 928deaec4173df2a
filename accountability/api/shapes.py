"""What is sent and what is answered about eligibility, as the reference describes it."""

from rest_framework import serializers

from accountability.rules.effects import Purpose
from accountability.rules.eligibility import MOST_NAMES, Result, Unclear
from accountability.rules.words import MeasureCode
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


class CheckOut(serializers.Serializer):
    no = serializers.CharField()
    code = serializers.CharField()
    purpose = serializers.ChoiceField([str(one) for one in Purpose])
    year = serializers.IntegerField(allow_null=True)
    on = serializers.DateField()
    results = AnswerOut(many=True)
