"""An anchor off paper: what the end of the chain was, as verify_audit is told it."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from bureau.selectors import end_of_chain
from bureau.services import anchor_chain, seal_acts
from bureau.trail import Anchor, as_printed, read_printed
from tests.bureau.trails import acts, behind_our_back, cut_after, faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_store")]


def verified(*printed: str) -> str:
    """Ask the command, and read what it says, faults or not."""
    out = StringIO()
    words = [word for text in printed for word in ("--printed", text)]
    try:
        call_command("verify_audit", *words, "--lang", "en", stdout=out)
    except CommandError as error:
        out.write(str(error))
    return out.getvalue()


def test_a_chain_that_went_on_leads_through_the_anchor_that_was_printed(sealed):
    printed = as_printed(*end_of_chain())
    acts(2)
    seal_acts(at=datetime.now(UTC))

    assert f"leads through the printed anchor {printed}." in verified(printed)
    assert "The trail is whole: 7 acts sealed." in verified(printed, printed.replace("-", " "))


def test_a_chain_reckoned_anew_with_every_anchor_in_the_store_is_told_by_the_paper(sealed):
    printed = as_printed(*end_of_chain())
    with behind_our_back() as cursor:
        cursor.execute("DELETE FROM bureau_actseal")
        cursor.execute("UPDATE bureau_act SET why = 'x' WHERE id = %s", [sealed[1].pk])
    for name in default_storage.listdir("anchors")[1]:
        default_storage.delete(f"anchors/{name}")
    seal_acts(at=datetime.now(UTC))
    anchor_chain()

    assert faults() == [], "whoever owns the machine and its key wrote it all anew"
    said = verified(printed)
    assert f"replaced, as the anchor says of: {printed}" in said
    assert f"does not lead through the printed anchor {printed} any more." in said
    assert "The trail has 1 faults." in said


def test_a_chain_cut_before_the_printed_anchor_is_told_by_the_paper(sealed):
    printed = as_printed(*end_of_chain())
    cut_after(3, sealed[2])
    default_storage.delete("anchors/latest.json")

    assert f"cut off, as the anchor says of: {printed}" in verified(printed)


def test_without_a_sealed_act_there_is_nothing_to_print(db):
    assert end_of_chain() is None


@pytest.mark.parametrize("text", ["", "12", "x-1", "5-3f2a9c11", "0-" + "a" * 32, "5-" + "g" * 32])
def test_what_is_no_anchor_is_refused_in_a_sentence(db, text):
    assert "is no anchor. Type it as it is printed" in verified(text)


def test_an_anchor_is_read_as_it_is_printed_and_as_people_type_it():
    digest = "3f2a9c115d0477aa90ab1234deadbeef" * 2
    printed = as_printed(12, digest)

    assert printed == "12-3f2a9c11-5d0477aa-90ab1234-deadbeef"
    for typed in (printed, f" {printed.upper()} ", printed.replace("-", " "), f"12-{digest}"):
        read = read_printed(typed)
        assert (read.day, read.position) == (printed, 12)
        assert digest.startswith(read.digest)
    assert read_printed(printed) == Anchor(printed, 12, digest[:32])
