"""A file and what tells of it stand together: what fails once it is stored leaves neither."""

from collections.abc import Callable, Iterator

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction

from bureau import paper_kinds
from bureau import services as bureau
from bureau.models import NumberSeries, OfficialPaper, StoredFile
from bureau.paper_kinds import PaperKind
from bureau.papers import Paper
from bureau.rules import PaperState, Role, SectionCode
from bureau.services import files
from followups import services
from followups.rules.words import ReportKind
from followups.services import closing
from rectification import services as ledger
from rectification.rules.words import Stage
from tests.bureau.test_exports import asked
from tests.factories import (
    AFTER_CLOSING,
    IN_TIME,
    OCTOBER,
    UserFactory,
    ordered_item_of,
    rows,
    submitted,
)
from tests.rectification.pictures import photograph

KIND = PaperKind("tests.notice", "通报", "notice", SectionCode.MEDICAL_ADMIN, lambda *_about: None)


@pytest.fixture(autouse=True)
def _known(monkeypatch):
    monkeypatch.setitem(paper_kinds._kinds, KIND.name, KIND)


class Broken(Exception):
    pass


def names(folder: str = "") -> Iterator[str]:
    folders, found = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in found)
    for inner in folders:
        yield from names(f"{folder}/{inner}".lstrip("/"))


def reviewed_paper() -> OfficialPaper:
    said = Paper(
        title="关于随访的通报", body=("应报21家。",), issuer="卫健局", office="办公室",
        masthead="卫健局文件",
    )  # fmt: skip
    return OfficialPaper.objects.create(
        kind=KIND.name, about="10月", section_code=SectionCode.MEDICAL_ADMIN, title=said.title,
        series=NumberSeries.objects.first(), content=said.as_values(), drafted_at=IN_TIME,
        automatic=said.as_values(), drafted_by=UserFactory(), state=PaperState.REVIEWED.value,
        reviewed_by=UserFactory(), reviewed_at=IN_TIME,
    )  # fmt: skip


def signing(house, officer) -> Callable[[], object]:
    paper, leader = reviewed_paper(), UserFactory(roles=[Role.LEADER])
    return lambda: bureau.sign_paper(paper=paper, by=leader, at=IN_TIME)


def exporting(house, officer) -> Callable[[], object]:
    request = asked(officer)
    return lambda: bureau.build_export(request, at=IN_TIME, clock=lambda: IN_TIME)


def reporting(house, officer) -> Callable[[], object]:
    return lambda: closing.build_report(month=OCTOBER, kind=ReportKind.FINAL, at=AFTER_CLOSING)


def closing_late(house, officer) -> Callable[[], object]:
    return lambda: call_command("close_register_month", "2026-10")


def proving(house, officer) -> Callable[[], object]:
    version = house.registers.get().versions.get()
    told = {"content": photograph(), "by": officer, "at": IN_TIME}
    return lambda: services.add_proof(version=version, name="a.jpg", **told)


def showing(house, officer) -> Callable[[], object]:
    item = ordered_item_of(house, at=IN_TIME)
    told = {"content": photograph(), "by": officer, "at": IN_TIME}
    return lambda: ledger.add_evidence(item=item, stage=Stage.AFTER, name="a.jpg", **told)


BREAKS = [
    (signing, "bureau.services.papers.act_on_paper"),
    (exporting, "bureau.services.export_files.act_on"),
    (reporting, "followups.services.closing.record_act"),
    (closing_late, "followups.services.closing.draw_spot_check"),
    (proving, "bureau.services.attachments._act"),
    (showing, "rectification.services.doing.record_item_act"),
]


@pytest.mark.parametrize(("deed", "where"), BREAKS, ids=lambda one: getattr(one, "__name__", ""))
def test_what_fails_once_a_file_is_stored_leaves_neither_row_nor_file(
    hospital, officer, monkeypatch, deed, where
):
    submitted(hospital, rows(3))
    do = deed(hospital, officer)
    stood = set(names()), StoredFile.objects.count()
    stores: list[bytes] = []

    def noted(sealed: bytes) -> ContentFile:
        stores.append(sealed)
        return ContentFile(sealed)

    monkeypatch.setattr(files, "ContentFile", noted)
    monkeypatch.setattr(where, fails)

    with pytest.raises(Broken):
        do()

    assert stores
    assert (set(names()), StoredFile.objects.count()) == stood


def fails(*args: object, **kwargs: object) -> None:
    raise Broken


def test_a_marked_copy_that_fails_once_it_is_stored_leaves_no_file(hospital, sample, monkeypatch):
    upload = services.receive_upload(
        institution=hospital, month=OCTOBER, name="十月.xlsx", by=None, at=IN_TIME,
        content=sample("04-一行一个问题-补空"),
    )  # fmt: skip
    upload = services.check_upload(upload, at=IN_TIME)
    services.order_marked_copy(upload=upload, by=None, at=IN_TIME)
    upload.refresh_from_db()
    stood = set(names())
    monkeypatch.setattr("followups.services.marking.finish_job", fails)

    with pytest.raises(Broken):
        services.mark_problems(upload, at=IN_TIME)

    assert set(names()) == stood


def test_a_row_that_cannot_be_written_leaves_no_file(db, monkeypatch):
    stood = set(names())
    monkeypatch.setattr(StoredFile, "save", fails)

    with pytest.raises(Broken):
        bureau.keep_file(name="a.xlsx", content=b"a", by=None, at=IN_TIME)

    assert set(names()) == stood


@pytest.mark.django_db(transaction=True)
def test_the_guard_of_all_tests_finds_a_file_kept_in_a_plain_transaction():
    with pytest.raises(AssertionError, match="leave this file behind"), transaction.atomic():
        bureau.keep_file(name="a.xlsx", content=b"a", by=None, at=IN_TIME)
