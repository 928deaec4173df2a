"""A paper handed over: left before two witnesses, with its receipt as it was signed."""

import pytest
from django.db import InternalError, transaction
from django.urls import reverse

from accountability.models import SanctionProposal, Service
from accountability.papers import road as papers
from accountability.rules.road import days_unserved
from accountability.rules.words import Document, MeasureCode, ServedBy
from accountability.selectors import road as road_selectors
from accountability.selectors.serving import unserved
from accountability.services import RoadError
from accountability.services.serving import Beside
from bureau.models import Attachment
from tests.accountability.conftest import settle
from tests.accountability.road import MONDAY, Road, of
from tests.complaints.conftest import moment
from tests.rectification.conftest import PDF

LEFT = {"place": "县人民医院门诊三楼", "witness": "李干事", "second_witness": "周主任"}


@pytest.fixture
def road(bureau, doctor, personnel) -> Road:
    bureau.found(doctor, "2026-03-02")
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor), personnel)
    road.put(MeasureCode.COUNTY_BULLETIN)
    road.sign(Document.NOTICE)
    return road


@pytest.mark.long
@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ({"place": " "}, "and the place"), ({"witness": ""}, "takes two witnesses"),
        ({"second_witness": ""}, "takes two witnesses"), ({"witness": "周主任"}, "stands twice"),
    ],
)  # fmt: skip
def test_what_is_left_behind_takes_two_witnesses_and_the_place(road, missing, said):
    with pytest.raises(RoadError, match=said):
        road.serve(Document.NOTICE, way=ServedBy.LEFT, beside=Beside(**LEFT | missing))

    assert not Service.objects.exists()
    assert road.serve(Document.NOTICE).place == ""


@pytest.mark.long
def test_who_saw_it_left_is_kept_with_the_receipt_as_signed_and_served_twice_once(road):
    beside = Beside(**LEFT, scans=[("回证.pdf", PDF)])
    first = road.serve(Document.NOTICE, way=ServedBy.LEFT, beside=beside)

    assert road.serve(Document.NOTICE, beside=beside) == first
    assert first.witnesses == ["李干事", "周主任"]
    [file] = Attachment.objects.of("sanction_proposal", road.proposal.no)
    assert str(file) == "送达回证-回证.pdf"


@pytest.mark.long
def test_the_database_too_wants_two_witnesses_of_what_is_left_behind(road):
    paper = road_selectors.signed_paper(road.proposal, Document.NOTICE)
    with pytest.raises(InternalError, match="takes two witnesses"), transaction.atomic():
        Service.objects.create(
            proposal=road.proposal, document=Document.NOTICE, paper=paper, served_on=of(MONDAY),
            way=ServedBy.LEFT, receiver="张医生", by=road.clerk, at=moment(MONDAY),
            **LEFT | {"second_witness": LEFT["witness"]},
        )  # fmt: skip


@pytest.mark.long
def test_the_page_takes_witnesses_and_scan_and_shows_them(road, client, time_machine):
    time_machine.move_to(moment(MONDAY, 16))
    client.force_login(road.clerk)
    address = reverse("accountability:step", args=[road.proposal.no, "serve-notice"])
    given = {"served_on": MONDAY, "way": "left", "receiver": "张医生"}

    refused = client.post(address, given).content.decode()
    done = client.post(address, given | LEFT)

    assert "two witnesses by name" in refused
    assert done.status_code == 302
    shown = client.get(road.proposal.get_absolute_url()).content.decode()
    for words in ("县人民医院门诊三楼", "李干事", "周主任"):
        assert words in shown


def test_the_receipt_writes_place_and_witnesses_or_leaves_them_to_be_filled_in():
    said = papers.Receipt(
        no="ZZ-1", document="处理决定书", number="1号", addressee="张", way=ServedBy.LEFT,
        place="门诊三楼", witnesses="李干事、周主任",
    )  # fmt: skip
    rows = dict(papers.receipt(said, bureau="局").tables[0].rows)
    assert (rows["送达方式"], rows["送达地点"], rows["见证人"]) == (
        "留置送达", "门诊三楼", "李干事、周主任",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("since", "most", "days"),
    [("2026-11-12", 10, 11), ("2026-11-13", 10, 0), ("2026-11-23", 10, 0), ("2026-01-01", 0, 0)],
)
def test_something_waits_too_long_the_day_after_the_last_one(since, most, days):
    assert days_unserved(of(since), of(MONDAY), most=most) == days


@pytest.mark.long
def test_the_board_warns_of_what_is_signed_and_not_served_until_it_is(road, client, time_machine):
    board, warned = reverse("accountability:board"), []
    for on in ("2026-12-03", "2026-12-04"):
        time_machine.move_to(moment(on, 9))
        client.force_login(road.clerk)
        warned.append("ot served for 11 days" in client.get(board).content.decode())
    road.serve(Document.NOTICE, "2026-12-04")
    warned.append("ot served for 11 days" in client.get(board).content.decode())

    assert warned == [False, True, False]
    road.hear("2026-12-05")
    road.decide("2026-12-07")
    assert unserved([road.proposal], of("2026-12-18")) == {road.proposal.pk: 11}
    road.decision("2026-12-18")
    assert not unserved([road.proposal], of("2027-01-18"))
