"""The demo county's ledger: some five problems a month, each as far as its days have come."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone
from PIL import Image, ImageDraw

from bureau.models import Institution, LeaderPost, ProblemCategory, Section, User
from bureau.rules import Audience, Role, SectionCode
from bureau.selectors import work_calendar
from bureau.services import change_audience
from config.demo.county import NEWCOMER
from followups.services import open_clusters
from rectification import services
from rectification.models import Item, LookBack, Theme
from rectification.rules.words import (
    Decision,
    ItemState,
    LookBackResult,
    Method,
    RectKind,
    Severity,
    SourceKind,
    Stage,
)

A_MONTH = 5
PROBLEMS = [
    ("缴费窗口高峰期只开一个，排队超过30分钟", "queue", "WAIT", "增开缴费窗口；引导自助缴费"),
    ("住院病区护士站对患者询问态度生硬", "attitude", "ATT", "开展服务用语培训；护士长每日巡查"),
    ("卫生间异味重，地面湿滑，无防滑标识", "environment", "ENV", "增加保洁频次；加装防滑垫和标识"),
    ("检查预约需往返三个窗口", "process", "WAIT", "检查预约集中到一个窗口；公示流程图"),
    ("出院患者反映用药交代不清", "communication", "COMM", "出院时发放用药清单；随访时逐项核对"),
    ("收费清单未主动提供，患者对收费有疑问", "cost", "FEE", "每日打印一日清单；设收费咨询岗"),
    ("急诊夜间无人值守导诊台", "queue", "DISC", "夜间安排护士兼任导诊"),
    ("投诉电话公示栏内容过期", "publicity", "INFO", "更新公示栏；每月检查一次"),
    ("病房热水供应不足", "environment", "ENV", "更换热水器；公示供水时间"),
]  # fmt: skip
SOURCES = list(SourceKind)
KINDS = [RectKind.LIMITED] * 4 + [RectKind.IMMEDIATE] * 2 + [RectKind.STANDING]
SEVERITIES = [Severity.ORDINARY] * 4 + [Severity.SERIOUS] * 2 + [Severity.HIGH]
RELAPSED_AFTER = 20


@dataclass(frozen=True, slots=True)
class People:
    clerk: User
    head: User
    section: Section


def tell_ledger(*, until: date, first: date, months: int) -> None:
    """Tell the ledger up to `until`: struck off, overdue, returned, on notice, back again."""
    clerk, head = (
        User.objects.filter(groups__name=role.value).order_by("pk").first()
        for role in (Role.BUREAU_STAFF, Role.SECTION_HEAD)
    )
    people = People(clerk, head, Section.objects.get(code=SectionCode.MEDICAL_ADMIN))
    houses = list(Institution.objects.exclude(code=NEWCOMER).order_by("code"))
    count = A_MONTH * months
    span = (until - first).days - 1
    for n in range(count):
        chance = Random(f"ledger-{n}")
        # Every third problem is the county hospital's, so that its officer has some to do.
        house = houses[0] if n % 3 == 0 else houses[n % len(houses)]
        opened_on = first + timedelta(days=1 + span * n // count)
        # The newest wait to be taken up.
        _tell_one(n, house, opened_on, until if n < count - 2 else opened_on, people, chance)
    open_clusters(at=_at(until, 6))
    services.draw_look_backs(at=_at(until, 6))
    _look_back(until, people)
    _come_back(until, people)


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()) + timedelta(hours=hour))


def _tell_one(
    n: int, house: Institution, opened_on: date, until: date, people: People, chance: Random
) -> None:
    """Take one problem as far as its days have come by `until`; some are left where they are."""
    item = _opened(n, house, opened_on, people, chance)
    steps = _steps(n, item, people, chance)
    for after, step in steps:
        day = opened_on + timedelta(days=after)
        if day > until:
            return
        item.refresh_from_db()
        step(day)


def _opened(n: int, house: Institution, day: date, people: People, chance: Random) -> Item:
    words, theme, category, _measures = PROBLEMS[n % len(PROBLEMS)]
    item = services.open_item(
        institution=house, problem=words, found_on=day, source=SOURCES[n % len(SOURCES)],
        category=ProblemCategory.objects.get(code=category), severity=chance.choice(SEVERITIES),
        by=people.clerk, at=_at(day, 9),
    )  # fmt: skip
    services.change_item(
        item=item, changes={"theme": Theme.objects.get(code=theme)},
        by=people.clerk, at=_at(day, 9),
    )  # fmt: skip
    shown = services.add_evidence(
        item=item, stage=Stage.BEFORE, name="整改前.jpg",
        content=photograph("整改前", n, "#C9B8A8"),
        by=people.clerk, at=_at(day, 9),
    )  # fmt: skip
    change_audience(
        attachment=shown.attachment, audience=Audience.INSTITUTION,
        by=people.clerk, at=_at(day, 9),
    )  # fmt: skip
    return item


def _steps(n: int, item: Item, people: People, chance: Random) -> list:
    """List what happens with a problem, with the days after it was entered."""
    told = Told(n, item, people, chance)
    if n % 17 == 11:
        return [(1, told.dismissed)]
    done = 16 if n % 4 else 38
    steps = [(1, told.issued), (4, told.planned), (7, told.progressed), (12, told.progressed)]
    if n % 11 == 5:
        return [*steps, (14, told.extension_asked), (16, told.extension_decided)]
    if n % 13 == 7:
        return steps[: n % 3 + 1]
    steps += [(done, told.done), (done + 2, told.begun)]
    if n % 6 == 2:
        steps += [(done + 3, told.returned), (done + 8, told.done), (done + 10, told.begun)]
    return [*steps, (done + 12, told.accepted), (done + 22, told.struck_off)]


class Told:
    """The steps of one problem, each on a day."""

    def __init__(self, n: int, item: Item, people: People, chance: Random) -> None:
        self.n, self.item, self.people, self.chance = n, item, people, chance
        self.officer = User.objects.get(institution=item.institution)
        self.measures = PROBLEMS[n % len(PROBLEMS)][3].split("；")

    def dismissed(self, day: date) -> None:
        why = "与已立项问题重复，合并处理"
        services.dismiss_item(item=self.item, reason=why, by=self.people.clerk, at=_at(day, 10))

    def issued(self, day: date) -> None:
        posts = LeaderPost.objects.on(day).filter(institution=self.item.institution_id)
        leader = posts.order_by("kind", "pk")[0]  # the roster names one for each house
        services.issue_item(
            item=self.item, kind=KINDS[self.n % len(KINDS)], leader=leader,
            sections=[self.people.section], by=self.people.clerk, at=_at(day, 10),
            calendar=work_calendar(),
        )  # fmt: skip

    def planned(self, day: date) -> None:
        services.submit_plan(
            item=self.item, cause="人员安排和日常检查不到位", goal="问题消除，群众满意",
            measures=self.measures, responsible=f"{self.officer.name}", by=self.officer,
            at=_at(day, 11),
        )  # fmt: skip

    def progressed(self, day: date) -> None:
        done = self.measures[day.day % len(self.measures)]
        services.report_progress(
            item=self.item, text=f"已落实：{done}", on=day, by=self.officer, at=_at(day, 15)
        )

    def extension_asked(self, day: date) -> None:
        services.ask_extension(
            item=self.item, due_on=self.item.term_ends_on + timedelta(days=14),
            reason="设备采购尚在公示期", by=self.officer, at=_at(day, 9),
        )  # fmt: skip

    def extension_decided(self, day: date) -> None:
        extension = self.item.extensions.get()
        services.decide_extension(
            extension=extension, decision=Decision.GRANTED, by=self.people.head, at=_at(day, 16)
        )

    def done(self, day: date) -> None:
        files = [("整改后.jpg", photograph("整改后", self.n + day.day, "#A8C9B0"))]
        if self.n % 5 == 0:
            files.append(("培训签到表.pdf", PDF + f"%{self.n}-{day}\n%%EOF\n".encode()))
        for name, content in files:
            services.add_evidence(
                item=self.item, stage=Stage.AFTER, name=name, content=content,
                by=self.officer, at=_at(day, 16),
            )  # fmt: skip
        services.request_closure(
            item=self.item, done=f"{'；'.join(self.measures)}，均已完成", self_check="自查合格",
            by=self.officer, at=_at(day, 16), calendar=work_calendar(),
        )  # fmt: skip

    def begun(self, day: date) -> None:
        services.begin_verification(item=self.item, by=self.people.head, at=_at(day, 9))

    def returned(self, day: date) -> None:
        services.return_item(
            item=self.item, reason="现场查看仍有同类情况，请继续整改",
            by=self.people.head, at=_at(day, 16),
        )  # fmt: skip

    def accepted(self, day: date) -> None:
        is_high = self.item.severity == Severity.HIGH
        services.accept_closure(
            item=self.item, method=Method.ON_SITE if is_high else self.chance.choice(list(Method)),
            opinion="整改属实，同意销号", in_public=self.n % 9 == 4,
            by=self.people.head, at=_at(day, 16),
        )  # fmt: skip

    def struck_off(self, day: date) -> None:
        if self.item.state == ItemState.PUBLICITY:
            services.strike_off(item=self.item, by=self.people.head, at=_at(day, 9))


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n"
)


def photograph(said: str, number: int, colour: str) -> bytes:
    """Draw what a photo would be: a wall, a floor, a sign."""
    page = Image.new("RGB", (480, 320), colour)
    pen = ImageDraw.Draw(page)
    pen.rectangle((0, 220, 480, 320), fill="#8A8F98")
    left = 40 + number * 37 % 260
    pen.rectangle((left, 80, left + 120, 220), fill="#F4F1E8", outline="#1F2733", width=3)
    if said == "整改后":
        pen.line((left + 30, 150, left + 55, 180, left + 95, 110), fill="#0B6E4F", width=10)
    buffer = io.BytesIO()
    page.save(buffer, format="JPEG", quality=70)
    return buffer.getvalue()


def _due(until: date) -> Iterator[LookBack]:
    planned = LookBack.objects.filter(result="", due_on__lt=until - timedelta(days=5))
    return planned.select_related("item").order_by("due_on", "pk").iterator()


def _look_back(until: date, people: People) -> None:
    """Record the look-backs whose day is past, but for the newest, which wait."""
    for look_back in list(_due(until)):
        services.record_look_back(
            look_back=look_back, result=LookBackResult.HOLDS, note="现场查看，未反弹",
            by=people.clerk, at=_at(look_back.due_on, 10),
        )  # fmt: skip


def _come_back(until: date, people: People) -> None:
    """Let the problem struck off longest ago within its days come back."""
    since = until - timedelta(days=80)
    closed = Item.objects.filter(state=ItemState.CLOSED, closed_on__range=(since, until))
    item = closed.order_by("closed_on", "pk").first()
    if item is not None:
        day = min(item.struck_off_on + timedelta(days=RELAPSED_AFTER), until)
        services.reopen_item(
            item=item, found_on=day, note="回访时发现同样问题又出现",
            by=people.clerk, at=_at(max(day, until - timedelta(days=20)), 10),
        )  # fmt: skip
