"""What goes back to the hotline of one order (回复包): a form to type from, a paper, the files.

It is written in Chinese whoever takes it out. Who called stands in none of it: the hotline knows.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.utils import timezone, translation

from bureau.models import Attachment, User
from bureau.papers import Paper, PaperTable, write_docx, written_day
from bureau.services import open_file
from bureau.tables import Table, write_workbook
from complaints import choices
from complaints.models import Case, HotlineOrder
from complaints.rules.words import Audience, ClockCode
from complaints.selectors.files import KIND

HEADINGS = (
    "工单编号", "承办单位", "派单时间", "签收时间", "联系来电人时间", "办理时限", "是否延期",
    "答复时间", "答复方式", "答复内容", "认定结果", "来电人评价", "是否解决",
)  # fmt: skip
CHINESE = "zh-hans"
YES, NO = "是", "否"
MOST_FILES = 20
MOST_BYTES = 100_000_000
NOT_IN_NAMES = re.compile(r"[^\w-]")


def name_of(case: Case) -> str:
    return f"12345回复包-{case.external_no or case.no}.zip"


def name_of_several(at: datetime) -> str:
    return f"12345回复包-{timezone.localtime(at):%Y%m%d-%H%M}.zip"


class Folder(NamedTuple):
    """An order in a package: where its things lie, and the files that the public may see."""

    case: Case
    name: str
    files: list[tuple[str, Attachment]]


def package(case: Case, *, by: User, at: datetime) -> bytes:
    """Pack a case's answer for the hotline; of its files those that the public may see."""
    return packages([Folder(case, "", _files(case))], by=by, at=at)


def gathered(cases: Iterable[Case]) -> list[Folder]:
    """Put several orders beside each other, each in a folder of its own."""
    return [
        Folder(case, f"{NOT_IN_NAMES.sub('_', case.external_no)}_{case.no}/", _files(case))
        for case in cases
    ]


def is_too_much(folders: Iterable[Folder]) -> bool:
    """Test if the files of several orders are too many bytes to be handed over at once."""
    return sum(one.file.size for folder in folders for _name, one in folder.files) > MOST_BYTES


def packages(folders: Sequence[Folder], *, by: User, at: datetime) -> bytes:
    """Pack the answers of orders: one form with a line each, and what belongs to each."""
    content, mark = BytesIO(), f"{by.name} {_minute(at)}"
    with translation.override(CHINESE), ZipFile(content, "w", ZIP_DEFLATED) as packed:
        lines = [line_of(folder.case) for folder in folders]
        table = Table("回复表", HEADINGS, lines)
        packed.writestr("回复表.xlsx", write_workbook([table], mark=mark).content)
        for (case, folder, files), line in zip(folders, lines, strict=True):
            packed.writestr(f"{folder}办理结果.docx", write_docx(paper_of(case, line, at=at)))
            for name, one in files:
                packed.writestr(f"{folder}附件/{name}", open_file(one.file))
    return content.getvalue()


def _files(case: Case) -> list[tuple[str, Attachment]]:
    hanging = Attachment.objects.of(KIND, case.no).filter(
        audience=Audience.PUBLIC.value, withdrawn_at=None
    )
    listed = hanging.select_related("file").order_by("at")[:MOST_FILES]
    return [(f"{n:02}-{one.file.name}", one) for n, one in enumerate(listed, start=1)]


def line_of(case: Case) -> list[str]:
    """Say of an order what the hotline's own form asks."""
    order = HotlineOrder.objects.filter(case=case).first()
    due = case.clocks.filter(code=ClockCode.HOTLINE_ANSWER).order_by("-pk").first()
    reply = case.replies.order_by("-at").first()
    call = case.callbacks.order_by("-at").first()
    return [
        case.external_no,
        case.institution.name if case.institution else settings.BUREAU_NAME,
        _minute(case.received_at),
        _minute(order.signed_at if order else None),
        _minute(order.contacted_at if order else None),
        due.due_on.isoformat() if due else "",
        YES if due and due.extension else NO,
        _minute(reply.at if reply else None),
        str(choices.REPLY_WAYS[reply.way]) if reply else "",
        reply.text if reply else "",
        str(choices.FINDINGS[case.finding]) if case.finding else "",
        str(choices.GRADES[call.grade]) if call else "",
        "" if call is None or call.is_solved is None else YES if call.is_solved else NO,
    ]


def _minute(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def paper_of(case: Case, line: list[str], *, at: datetime) -> Paper:
    """Lay out the result as a slip that can be printed and stamped."""
    said = dict(zip(HEADINGS, line, strict=True))
    opening = f"贵中心交办的第{case.external_no}号工单已办理完毕，现将办理结果反馈如下。"
    shown = [name for name in HEADINGS if name not in {"工单编号", "答复内容"} and said[name]]
    rows = tuple((name, said[name]) for name in shown)
    return Paper(
        title="12345热线工单办理结果反馈",
        body=(opening, *filter(None, [said["答复内容"]])),
        issuer=settings.BUREAU_NAME,
        dated=written_day(timezone.localdate(at)),
        addressees="县12345政务服务便民热线",
        tables=(PaperTable((), rows, (28, 72)),),
    )
