"""The 10th itself: sixty files of 3,000 rows handed in together, with one and with two workers.

Real workers, a real broker; the files wait in the queue and everything is committed in the end.
Needs a broker (`python3 run.py bench` brings one).
"""

import contextlib
import io
import os
import signal
import subprocess
import sys
import time
from datetime import date

import xlsxwriter
from django.core.management import call_command

from benchmarks import goals

FILES = 60
ROWS = 3_000
MONTH = date(2026, 10, 1)
PATIENCE = 900
READY_WITHIN = 60
HEADINGS = [
    "出院科室",
    "姓名",
    "性别",
    "年龄",
    "住院号",
    "入院日期",
    "出院日期",
    "出院诊断",
    "主管医师",
    "联系电话",
    "随访时间",
    "随访方式",
    "随访内容",
    "随访结果",
    "满意度",
    "意见建议",
    "随访人",
]


def run() -> None:
    print(f"\nthe 10th: {FILES} files × {ROWS} rows handed in together")
    content = _workbook()
    for workers in (1, 2):
        seconds, rows = _hand_in_with(workers, content)
        assert rows == FILES * ROWS, f"{workers} worker(s) committed {rows} rows"
        goals.tell(
            f"the 10th with {workers} worker(s)", wanted=f"{FILES * ROWS:,} rows, each once",
            measured=f"{rows:,} in {seconds:.0f} s", is_met=True,
        )  # fmt: skip


def _workbook() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("随访登记")
        sheet.write_row(0, 0, HEADINGS)
        for n in range(1, ROWS + 1):
            sheet.write_row(n, 0, [
                "内一科", f"病人{n}", "男", 20 + n % 60, f"ZY2610{n:05}", "2026-10-01",
                f"2026-10-{2 + n % 25:02}", "肺炎", "医生甲", f"138{n:08}",
                f"2026-10-{5 + n % 25:02}", "电话", "恢复可,按时服药", "已随访", "满意", "",
                "医生甲",
            ])  # fmt: skip
    return buffer.getvalue()


def _hand_in_with(workers: int, content: bytes) -> tuple[float, int]:
    from bureau.models import Institution
    from config.first_rows import put_back_first_rows
    from followups import tasks
    from followups.models import FollowUpRecord

    call_command("flush", verbosity=0, interactive=False)
    put_back_first_rows()
    houses = Institution.objects.bulk_create(
        Institution(code=f"H{n:02}", name=f"卫生院{n}", kind="township_center")
        for n in range(FILES)
    )
    with _workers(workers):
        started = time.perf_counter()
        uploads = []
        for house in houses:
            uploads.append(hand_in(house, content))
            tasks.check_upload.delay(str(uploads[-1]))
        submit_as_they_are_checked(uploads)
        seconds = time.perf_counter() - started
    return seconds, FollowUpRecord.objects.count()


def hand_in(house, content: bytes):
    """Hand the file in on a day on which its month could be, whatever today is."""
    from benchmarks.ways import AT
    from followups import services

    upload = services.receive_upload(
        institution=house, month=MONTH, name="a.xlsx", content=content, by=None, at=AT
    )
    return upload.pk


def submit_as_they_are_checked(waiting: list) -> None:
    from benchmarks.ways import AT
    from followups import services
    from followups.models import Upload
    from followups.rules.words import UploadState

    until = time.monotonic() + PATIENCE
    while waiting and time.monotonic() < until:
        for upload in Upload.objects.filter(pk__in=waiting).exclude(
            state__in=[UploadState.WAITING, UploadState.READING]
        ):
            services.submit_upload(upload=upload, by=None, at=AT)
            waiting.remove(upload.pk)
        time.sleep(0.2)


class _workers:  # noqa: N801 - reads as what it is at the `with`
    """Celery workers with one process each, ended with the block."""

    def __init__(self, count: int):
        self.count = count

    def __enter__(self) -> None:
        argv = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "config",
            "worker",
            "--concurrency=1",
            "--loglevel=ERROR",
        ]
        self.started = [
            subprocess.Popen(
                [*argv, f"--hostname=bench{n}@%h"],
                start_new_session=True,
                stdout=subprocess.DEVNULL,
            )
            for n in range(self.count)
        ]
        try:
            self._wait_until_they_answer()
        except BaseException:
            self.__exit__()
            raise

    def _wait_until_they_answer(self) -> None:
        from config.celery import app

        until = time.monotonic() + READY_WITHIN
        while any(worker.poll() is None for worker in self.started):
            if len(app.control.ping(timeout=1)) >= self.count:
                return
            if time.monotonic() > until:
                break
            time.sleep(0.5)
        raise RuntimeError(f"{self.count} worker(s) did not answer within {READY_WITHIN} s")

    def __exit__(self, *exc: object) -> None:
        for worker in self.started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(worker.pid, signal.SIGTERM)
        for worker in self.started:
            try:
                worker.wait(timeout=60)
            except subprocess.TimeoutExpired:
                os.killpg(worker.pid, signal.SIGKILL)
                worker.wait()
