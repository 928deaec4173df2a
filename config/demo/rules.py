"""What the demo county's bureau changed in its rules: one change announced, one in question."""

from dataclasses import asdict, replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from bureau.models import User
from bureau.rule_tables import Draft
from bureau.services import approve_rule_version, draft_rule_version
from followups.rule_kinds import REGISTER
from followups.rules import register as rules
from followups.rules.table import RegisterTable
from followups.selectors import table_of

DRAFTER, APPROVER = "admin", "kezhang"


def tell_rules(*, day: date) -> None:
    """From next month on more people are checked where few were discharged; more may follow."""
    following = rules.month_after(rules.first_of_month(day))
    morning = timezone.make_aware(datetime.combine(day, time(9, 20)))
    drafter, approver = (User.objects.get(username=name) for name in (DRAFTER, APPROVER))
    raised = replace(table_of(following), min_checks=5)
    announced = draft_rule_version(
        kind=REGISTER,
        draft=_draft(
            raised, following, f"安卫发〔{day.year}〕31号", "出院人次少的机构，抽3人说明不了问题"
        ),
        by=drafter,
        at=morning - timedelta(days=1),
    )
    approve_rule_version(kind=REGISTER, version=announced, by=approver, at=morning)
    draft_rule_version(
        kind=REGISTER,
        draft=_draft(
            replace(raised, township_rate_percent=15),
            rules.month_after(following),
            f"安卫发〔{day.year}〕35号（征求意见稿）",
            "乡镇卫生院真实率连续两月偏低",
        ),
        by=drafter,
        at=morning + timedelta(hours=1),
    )


def _draft(table: RegisterTable, valid_from: date, document_no: str, note: str) -> Draft:
    title = "关于调整出院患者随访抽查数量的通知"
    return Draft(asdict(table), valid_from, document_no, title, note)
