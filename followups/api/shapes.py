"""What is sent and what is answered, as the reference describes it."""

from typing import Any

from rest_framework import serializers

from bureau.api.pages import PageQuery
from bureau.api.serializers import Strict
from followups.api.rows import Rows
from followups.rules.problems import ProblemCode
from followups.rules.register import RegisterState
from followups.rules.words import RowState, Severity, UploadState

NOTHING_KEPT = "`dry_run` 时为空 · null after a `dry_run`, which keeps nothing."
MONTH = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"


def _words(kind: Any) -> list[str]:
    return [str(word) for word in kind]


class RegisterQuery(PageQuery):
    month__gte = serializers.RegexField(
        MONTH,
        required=False,
        help_text="从这个月起，如 2026-01 · From this month on.",
    )
    month__lte = serializers.RegexField(
        MONTH,
        required=False,
        help_text="到这个月止，如 2026-10 · Up to and with this month.",
    )
    is_nil = serializers.BooleanField(
        required=False,
        help_text="true 只要零报告，false 不要零报告"
        " · true: nil reports only; false: all but nil reports.",
    )


class ProblemQuery(PageQuery):
    state = serializers.ChoiceField(
        ["refused", "warning"],
        required=False,
        help_text="只要被拒的行，或只要带提醒的行 · Only refused rows, or rows with a warning.",
    )


class SubmissionIn(Strict):
    rows = Rows(help_text="登记表的行 · The rows of the register.")
    dry_run = serializers.BooleanField(
        required=False,
        default=False,
        help_text="只检查，不入库 · Only check the rows; nothing is kept.",
    )
    all_or_nothing = serializers.BooleanField(
        required=False,
        default=False,
        help_text="有一行被拒就全部不收 · If one row is refused, take none of them.",
    )
    reason = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=500,
        help_text="月份封账后报送或更正的原因"
        " · Why rows are handed in or corrected after the month was closed.",
    )


class NilIn(Strict):
    reason = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=500,
        help_text="月份封账后零报告的原因"
        " · Why the nil report is filed after the month was closed.",
    )


class RegisterLine(serializers.Serializer):
    month = serializers.CharField()
    due_on = serializers.DateField()
    arrived_on = serializers.DateField(allow_null=True)
    completed_on = serializers.DateField(allow_null=True)
    is_nil = serializers.BooleanField()
    returned_at = serializers.DateTimeField(
        allow_null=True,
        help_text="被局里退回的时间；再次报送后为 null"
        " · When the bureau sent it back; null once something new has come in.",
    )
    state = serializers.ChoiceField(_words(RegisterState))
    state_display = serializers.CharField()
    late_days = serializers.IntegerField()
    url = serializers.CharField()


class RegisterPage(serializers.Serializer):
    results = RegisterLine(many=True)
    next = serializers.CharField(allow_null=True)


class InstitutionOut(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()


class CountsOut(serializers.Serializer):
    new = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    refused = serializers.IntegerField()


class VersionOut(serializers.Serializer):
    number = serializers.IntegerField()
    receipt_no = serializers.CharField()
    arrived_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField()
    after_closing = serializers.BooleanField()
    reason = serializers.CharField()
    counts = CountsOut()
    submission_url = serializers.CharField(allow_null=True)


class SpotCheckOut(serializers.Serializer):
    number = serializers.IntegerField()
    drawn_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField()
    required = serializers.IntegerField()
    done = serializers.IntegerField()
    answered = serializers.IntegerField()
    genuine = serializers.IntegerField()
    corrected = serializers.IntegerField()


class RemovalOut(serializers.Serializer):
    inpatient_no = serializers.CharField()
    discharged_on = serializers.DateField()
    seq = serializers.IntegerField()
    at = serializers.DateTimeField()
    reason = serializers.CharField()


class RegisterOut(RegisterLine):
    institution = InstitutionOut()
    return_reason = serializers.CharField(
        help_text="退回原因；未退回时为空 · Why it was sent back; empty where it was not."
    )
    is_closed = serializers.BooleanField()
    rows = serializers.IntegerField()
    rows_taken_out = RemovalOut(
        many=True,
        help_text="局里移出的行；再次报送会重新计入"
        " · Rows that the bureau took out; sent once more they stand again.",
    )
    versions = VersionOut(many=True)
    spot_checks = SpotCheckOut(many=True)


class RowProblemOut(serializers.Serializer):
    field = serializers.CharField()  # type: ignore[assignment]
    column = serializers.CharField()
    pointer = serializers.CharField(allow_null=True)
    code = serializers.ChoiceField(_words(ProblemCode))
    severity = serializers.ChoiceField(_words(Severity))
    severity_display = serializers.CharField()
    message = serializers.CharField()
    remedy = serializers.CharField()


class ProblemRowOut(serializers.Serializer):
    row = serializers.IntegerField()
    state = serializers.ChoiceField(_words(RowState))
    state_display = serializers.CharField()
    problems = RowProblemOut(many=True)


class ProblemPage(serializers.Serializer):
    results = ProblemRowOut(many=True)
    next = serializers.CharField(allow_null=True)


class SubmissionOut(serializers.Serializer):
    id = serializers.UUIDField()
    url = serializers.CharField()
    month = serializers.CharField()
    state = serializers.ChoiceField(_words(UploadState))
    state_display = serializers.CharField()
    arrived_at = serializers.DateTimeField()
    rows = serializers.IntegerField()
    counts = CountsOut()
    warnings = serializers.IntegerField()
    version = serializers.IntegerField(allow_null=True)
    receipt_no = serializers.CharField(allow_null=True)
    problems_url = serializers.CharField()


class HandedIn(SubmissionOut):
    id = serializers.UUIDField(allow_null=True, help_text=NOTHING_KEPT)
    url = serializers.CharField(allow_null=True, help_text=NOTHING_KEPT)
    receipt_no = serializers.CharField(allow_null=True, help_text=NOTHING_KEPT)
    problems_url = serializers.CharField(allow_null=True, help_text=NOTHING_KEPT)
    dry_run = serializers.BooleanField()
    brings_nothing_new = serializers.BooleanField()
    register_state = serializers.ChoiceField(_words(RegisterState))
    register_state_display = serializers.CharField()
    refused_rows = ProblemRowOut(many=True)


class Receipt(serializers.Serializer):
    month = serializers.CharField()
    version = serializers.IntegerField()
    receipt_no = serializers.CharField()
    register_state = serializers.ChoiceField(_words(RegisterState))
    register_state_display = serializers.CharField()
