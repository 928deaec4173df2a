"""What was looked at once shows nothing new: after a return, for a phase, in another round."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rectification import services
from rectification.rules.words import RectKind, Stage
from rectification.runs import hang
from rectification.services import LedgerError
from rectification.services.errors import SeenBefore
from tests.factories import UserFactory
from tests.rectification.conftest import ANOTHER, PDF, moment


def sent_back(ledger):
    item = ledger.applied()
    services.return_item(
        item=item, reason="导医台无人值守", by=ledger.verifier, at=moment("2026-09-22")
    )
    return item


def phased(ledger):
    return ledger.closed(kind=RectKind.STANDING)


def came_back(ledger):
    item = ledger.closed()
    return services.reopen_item(
        item=item, found_on=date(2026, 9, 22), note="又无人导医", by=ledger.clerk,
        at=moment("2026-09-22", 16),
    )  # fmt: skip


@pytest.fixture(params=[sent_back, phased, came_back])
def item(request, ledger):
    return request.param(ledger)


def test_what_was_shown_before_is_not_enough(ledger, item):
    with pytest.raises(LedgerError, match=r"seen before|Nothing shows yet"):
        ledger.apply(item, on="2026-09-24")

    ledger.show(item, on="2026-09-24", content=ANOTHER)
    assert ledger.apply(item, on="2026-09-24").verdict == ""


@pytest.mark.parametrize("sent_by", ["the same", "another"])
def test_the_same_file_again_is_refused_and_not_swallowed(ledger, item, sent_by):
    by = ledger.officer if sent_by == "the same" else UserFactory(institution=ledger.hospital)

    with pytest.raises(SeenBefore, match="shows nothing new"):
        ledger.show(item, on="2026-09-24", by=by)
    assert item.evidence.count() == 1


def test_within_a_round_the_same_file_hangs_once(ledger):
    item = ledger.issued()

    first = ledger.show(item, on="2026-09-10")

    assert ledger.show(item, on="2026-09-11") == first
    assert ledger.apply(item, on="2026-09-11")


def test_a_file_does_not_show_the_problem_and_its_end(ledger):
    item = ledger.issued()
    services.add_evidence(
        item=item, stage=Stage.BEFORE, name="a.pdf", content=PDF, by=ledger.officer,
        at=moment("2026-09-02"),
    )  # fmt: skip

    with pytest.raises(SeenBefore, match="cannot show both"):
        ledger.show(item, on="2026-09-10")


def test_of_two_files_the_new_one_is_kept_and_the_old_one_named(ledger):
    item = sent_back(ledger)
    files = [SimpleUploadedFile("旧.pdf", PDF), SimpleUploadedFile("新.pdf", ANOTHER)]
    with pytest.raises(LedgerError, match=r"旧\.pdf"):
        hang(item, files, stage=Stage.AFTER, by=ledger.officer, at=moment("2026-09-24"))

    assert item.evidence.count() == 2
