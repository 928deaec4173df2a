"""What is sent and what is answered about complaints, as the reference describes it."""

import base64
import binascii
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from bureau.api.pages import PageQuery
from bureau.api.serializers import Strict
from complaints.rules.words import (
    CaseState,
    CaseType,
    Channel,
    Confidentiality,
    Finding,
    PublicState,
)

GIVEN_STATES = sorted(
    set(CaseState) - {CaseState.REGISTERED, CaseState.ACCEPTED, CaseState.NOT_HANDLED}
)
AT_THE_HOUSE = (
    Channel.HOUSE_PHONE, Channel.RECEPTION, Channel.OPINION_BOX, Channel.WECHAT, Channel.EMAIL,
    Channel.FOLLOWUP, Channel.SURVEY,
)  # fmt: skip
"""The ways by which an institution itself is told."""
LONGEST_NUMBER = 30
LONG_AGO = datetime(2000, 1, 2, tzinfo=UTC)


def _words(kind: Any) -> list[str]:
    return [str(word) for word in kind]


class CaseQuery(PageQuery):
    state = serializers.ChoiceField(
        _words(GIVEN_STATES), required=False, help_text="只要这一状态 · Only those in this state."
    )
    type = serializers.ChoiceField(
        _words(CaseType), required=False, help_text="只要这一类 · Only those of this type."
    )
    safety_urgent = serializers.BooleanField(
        required=False,
        allow_null=True,
        default=None,
        help_text="只要(或不要)涉及安全的急件 · Only what is urgent for safety, or none of it.",
    )
    given_on__gte = serializers.DateField(
        required=False, help_text="这一天起交办的 · Given on this day or later."
    )
    given_on__lte = serializers.DateField(
        required=False, help_text="到这一天止交办的 · Given up to this day."
    )


class ComplainantIn(Strict):
    name = serializers.CharField(required=False, allow_blank=True, default="", max_length=60)
    phone = serializers.CharField(required=False, allow_blank=True, default="", max_length=30)
    relation = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=20,
        help_text="与患者关系 · Relation to the patient.",
    )
    patient = serializers.CharField(required=False, allow_blank=True, default="", max_length=60)
    wants_reply = serializers.BooleanField(required=False, default=True)


class CaseIn(Strict):
    words = serializers.CharField(
        max_length=10_000,
        help_text="投诉人原话，录入后不再改动 · What was said, as it was said; never edited.",
    )
    received_at = serializers.DateTimeField(help_text="接到的时间 · When it was received.")
    channel = serializers.ChoiceField(
        _words(AT_THE_HOUSE),
        required=False,
        default=Channel.HOUSE_PHONE.value,
        help_text="本机构从哪里接到的 · By which way the institution was told.",
    )
    type = serializers.ChoiceField(
        _words(CaseType), required=False, default=CaseType.COMPLAINT.value
    )
    demand = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=2_000,
        help_text="诉求 · What is asked for.",
    )
    occurred_on = serializers.DateField(required=False, allow_null=True, default=None)
    department = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=100,
        help_text="本机构的科室名称 · A department of the institution, by its name.",
    )
    category = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=20,
        help_text="问题分类的代码 · The code of a problem category.",
    )
    named = serializers.ListField(
        child=serializers.CharField(max_length=60),
        required=False,
        default=list,
        max_length=20,
        help_text="被投诉人员，按投诉人的说法 · Staff named, as they were named.",
    )
    confidentiality = serializers.ChoiceField(
        _words(Confidentiality),
        required=False,
        default=Confidentiality.FROM_UNIT.value,
        help_text="匿名的不保存投诉人 · Of an anonymous one no complainant is kept.",
    )
    complainant = ComplainantIn(
        required=False, default=dict, help_text="投诉人，接口不回显 · Never shown by the API."
    )
    safety_urgent = serializers.BooleanField(required=False, default=False)
    source_no = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=LONGEST_NUMBER,
        help_text="贵方系统中的编号，同一编号只登记一次"
        " · Your own number; one number is registered once.",
    )

    def validate_received_at(self, at: datetime) -> datetime:
        if at < LONG_AGO:
            raise serializers.ValidationError(_("No rules held then."), "too_early")
        return at


class RegisteredOut(serializers.Serializer):
    """What the institution handed in, told as the public is told it."""

    no = serializers.CharField()
    state = serializers.ChoiceField(_words(PublicState))
    state_display = serializers.CharField()
    source_no = serializers.CharField()
    url = serializers.CharField()


class CaseLine(serializers.Serializer):
    no = serializers.CharField()
    state = serializers.ChoiceField(_words(GIVEN_STATES))
    state_display = serializers.CharField()
    type = serializers.ChoiceField(_words(CaseType))
    type_display = serializers.CharField()
    channel = serializers.ChoiceField(_words(Channel))
    channel_display = serializers.CharField()
    category = serializers.CharField(allow_null=True)
    category_display = serializers.CharField(allow_null=True)
    department = serializers.CharField(allow_null=True)
    safety_urgent = serializers.BooleanField()
    is_lead = serializers.BooleanField()
    given_at = serializers.DateTimeField()
    report_due_on = serializers.DateField(allow_null=True)
    is_overdue = serializers.BooleanField()
    url = serializers.CharField()


class CasePage(serializers.Serializer):
    results = CaseLine(many=True)
    next = serializers.CharField(allow_null=True)


class AllegationOut(serializers.Serializer):
    text = serializers.CharField()
    finding = serializers.ChoiceField(_words(Finding), allow_null=True)
    finding_display = serializers.CharField(allow_null=True)
    basis = serializers.CharField(allow_null=True)


class ReportOut(serializers.Serializer):
    text = serializers.CharField()
    opinion = serializers.ChoiceField(_words(Finding), allow_null=True)
    at = serializers.DateTimeField()


class NoteOut(serializers.Serializer):
    text = serializers.CharField()
    at = serializers.DateTimeField()


class FileOut(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField()
    is_own = serializers.BooleanField()
    at = serializers.DateTimeField()
    url = serializers.CharField()


class PersonOut(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()


class StatementOut(serializers.Serializer):
    person = serializers.IntegerField(allow_null=True)
    is_waived = serializers.BooleanField()
    text = serializers.CharField()
    at = serializers.DateTimeField()


class CaseOut(CaseLine):
    text = serializers.CharField()
    received_at = serializers.DateTimeField()
    occurred_on = serializers.DateField(allow_null=True)
    finding = serializers.ChoiceField(_words(Finding), allow_null=True)
    finding_display = serializers.CharField(allow_null=True)
    is_fabricated = serializers.BooleanField(
        help_text="局里两人确认系捏造事实；不得据此追查投诉人"
        " · Two people of the bureau confirmed that it was made up; nobody goes after whoever"
        " complained."
    )
    allegations = AllegationOut(many=True)
    people = PersonOut(many=True)
    reports = ReportOut(many=True)
    statements = StatementOut(many=True)
    notes = NoteOut(many=True)
    attachments = FileOut(many=True)


class ReportIn(Strict):
    text = serializers.CharField(
        max_length=10_000,
        help_text="查明了什么、做了什么 · What was found, and what was done.",
    )
    opinion = serializers.ChoiceField(
        _words(Finding),
        required=False,
        allow_null=True,
        default=None,
        help_text="本机构的意见；认定由局里作出"
        " · The institution's own opinion; the finding is the bureau's.",
    )


class StatementIn(Strict):
    text = serializers.CharField(
        max_length=10_000,
        help_text="情况说明原文；本人放弃说明的，写明何时告知"
        " · What was said; of who does not want to be heard, when they were told.",
    )
    person = serializers.IntegerField(
        required=False,
        allow_null=True,
        default=None,
        min_value=1,
        max_value=2**63 - 1,
        help_text="`people` 中的编号；不填即本机构自己的说明"
        " · An id out of `people`; without it the institution speaks for itself.",
    )
    is_waived = serializers.BooleanField(
        required=False,
        default=False,
        help_text="本人已被告知且不愿说明 · This person was told and does not want to be heard.",
    )


class ReturnIn(Strict):
    reason = serializers.CharField(
        max_length=500, help_text="为什么不属于本机构 · Why it is not the institution's."
    )


class MovedOut(serializers.Serializer):
    no = serializers.CharField()
    state = serializers.ChoiceField(_words(GIVEN_STATES))
    state_display = serializers.CharField()


@extend_schema_field({"type": "string", "contentEncoding": "base64"})
class Base64Field(serializers.CharField):
    def to_internal_value(self, data: Any) -> Any:
        try:
            return base64.b64decode(super().to_internal_value(data), validate=True)
        except (ValueError, binascii.Error) as error:
            raise serializers.ValidationError(_("This is not base64."), "format") from error


class FileIn(Strict):
    name = serializers.CharField(max_length=200, help_text="文件名 · What the file is called.")
    content = Base64Field(
        help_text="文件内容，base64；图片、PDF、Office，不超过 10 MB"
        " · The file in base64: pictures, PDF, office files, at most 10 MB."
    )
