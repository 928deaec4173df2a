"""What waits in the demo county for somebody else's word, and one thing that has had it."""

from dataclasses import asdict, replace
from datetime import date, timedelta
from itertools import combinations

from accountability.rule_kinds import JOINT
from accountability.rules.table import JointTable
from accountability.services import join_records
from bureau.calendar import WorkCalendar
from bureau.models import RuleVersion, Staff, User
from bureau.paper_kinds import paper_kind
from bureau.rule_tables import Draft, read
from bureau.selectors import work_calendar
from bureau.services import (
    draft_paper,
    draft_rule_version,
    review_paper,
    send_paper,
    sign_paper,
)
from complaints import services as complaints
from complaints.models import Case, Recheck
from complaints.rules import rechecks
from complaints.rules.words import PETITIONS, Finding
from complaints.selectors.clarifying import about, letter_kind
from config.demo.accountability import OF_TALES
from config.demo.complaint_steps import at
from config.demo.visits import INSPECTORS
from followups import services as followups
from followups.models import DoubtedFollowUp, SpotCheckItem
from followups.rules import register as months
from followups.rules.doubts import BORNE_OUT

MADE_UP = "监控和排班表显示当日该医师在外院会诊，来电号码为空号，所述就诊无挂号、收费记录"
KNOWN = "身份证号码一致，人事档案载明由原单位调入，旧记录未停用"
EXPLAINED = "经查，责任护士当日拨打的是登记的家属电话，通话记录附后，家属未转告患者本人"


def tell_second_words(*, day: date) -> None:
    """Tell it as of the days before `day`, so that it is still to be decided on that day."""
    calendar = work_calendar()
    people = {one.username: one for one in User.objects.filter(institution=None)}
    _made_up(people, day)
    _rechecks(people, day, calendar)
    _denied(day, calendar)
    _one_person(people["renshi"], day)
    _joint_ladder(people["renshi"], day)


def _made_up(people: dict[str, User], day: date) -> None:
    """Clear somebody of what was made up: marked, confirmed, with a signed letter about it."""
    came_to_nothing = Case.objects.filter(
        finding=Finding.UNSUBSTANTIATED, verified_at__isnull=False, is_accusation=False,
        people__staff__isnull=False, closed_at__isnull=False,
    ).exclude(channel__in=PETITIONS)  # fmt: skip
    told_of = came_to_nothing.filter(people__staff__staff_no__in=OF_TALES)
    case = came_to_nothing.exclude(pk__in=told_of).order_by("-verified_at", "pk").first()
    if case is None:
        return
    clerk, head, leader = people["limin"], people["kezhang"], people["juzhang"]
    mark = complaints.mark_fabricated(
        case=case, basis=MADE_UP, by=clerk, at=at(day - timedelta(days=6), 9)
    )
    then = day - timedelta(days=5)
    complaints.confirm_fabricated(mark=mark, is_granted=True, by=head, at=at(then, 10))
    person = case.people.filter(staff__isnull=False).earliest("pk")
    paper = draft_paper(
        kind=paper_kind(letter_kind(case)), about=about(person), by=clerk, at=at(then, 14)
    )
    send_paper(paper=paper, by=clerk, at=at(then, 15))
    review_paper(paper=paper, by=head, at=at(then, 16))
    sign_paper(paper=paper, by=leader, at=at(then, 17))


def _rechecks(people: dict[str, User], day: date, calendar: WorkCalendar) -> None:
    """Draw from every month that is over; the newest draw waits, the others were looked into."""
    complaints.draw_rechecks(at=at(day.replace(day=1), 6))
    newest = Recheck.objects.order_by("-draw__month").first()
    done = Recheck.objects.exclude(draw=newest.draw) if newest else Recheck.objects.none()
    for recheck in done.select_related("case").order_by("pk"):
        complaints.record_recheck(
            recheck=recheck, result=rechecks.Recheck.UPHELD, by=people["juzhang"],
            note="调阅原始材料并电话询问投诉人，认定与核查报告一致", at=at(day.replace(day=1), 9),
            calendar=calendar,
        )  # fmt: skip


def _denied(day: date, calendar: WorkCalendar) -> None:
    """Ring a second time who denied a follow-up: one house has explained, one still has to."""
    denied = SpotCheckItem.objects.in_force().filter(
        verdict=BORNE_OUT, spot_check__finished_at__isnull=False
    )
    yesterday, begun = day - timedelta(days=1), []
    for item in denied.order_by("-spot_check__finished_at", "pk")[:2]:
        if item.spot_check.finished_at.date() >= yesterday:
            continue
        others = User.objects.exclude(pk__in=item.calls.values("by"))
        by = others.filter(username__in=INSPECTORS).earliest("username")
        followups.reveal_for_second_call(item=item, by=by, at=at(yesterday, 9))
        doubt = followups.record_second_call(
            item=item, verdict=BORNE_OUT, by=by, at=at(yesterday, 9, 10), calendar=calendar
        )
        begun.append(doubt)
    for doubt in begun[1:]:
        _explained(doubt, day)


def _explained(doubt: DoubtedFollowUp, day: date) -> None:
    house = doubt.item.spot_check.register.institution
    followups.explain_doubt(
        doubt=doubt, text=EXPLAINED, by=User.objects.filter(institution=house).earliest("pk"),
        at=at(day - timedelta(days=1), 16),
    )  # fmt: skip


def _one_person(clerk: User, day: date) -> None:
    """Propose two records of one name as one person; it waits for the second word."""
    rows = Staff.objects.exclude(staff_no__in=OF_TALES).order_by("name", "pk")
    by_name: dict[str, list[Staff]] = {}
    for one in rows.select_related("institution"):
        by_name.setdefault(one.name, []).append(one)
    pairs = (pair for some in by_name.values() for pair in combinations(some, 2))
    found = next((pair for pair in pairs if _may_be_one(*pair)), None)
    if found:
        older, newer = found
        join_records(
            record=older, counts_as=newer, reason=KNOWN, by=clerk,
            at=at(day - timedelta(days=1), 11),
        )  # fmt: skip


def _may_be_one(one: Staff, other: Staff) -> bool:
    return one.institution_id != other.institution_id and one.position == other.position


def _joint_ladder(drafter: User, day: date) -> None:
    """Draft that heads answer for their house, which is off: it waits for the second word."""
    now = RuleVersion.objects.approved().filter(kind=JOINT.code).latest("valid_from")
    on = replace(read(JointTable, now.values), is_on=1)
    draft = Draft(
        asdict(on), months.month_after(months.month_after(months.first_of_month(day))),
        f"安卫发〔{day.year}〕36号（征求意见稿）", "关于机构负责人连带问责的规定",
        "班子会议研究后再定，暂不生效",
    )  # fmt: skip
    draft_rule_version(kind=JOINT, draft=draft, by=drafter, at=at(day - timedelta(days=1), 15))
