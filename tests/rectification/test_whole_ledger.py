"""The list and what leaves the house: the same rows, the tabs' counts, and nobody left out."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from rectification import selectors
from rectification.exports.ledger import asked_for
from rectification.models import Item
from rectification.rules.words import Tab
from rectification.selectors.pages import mark_of, page_of
from tests.rectification.conftest import moment
from tests.rectification.pages import said

LIST = reverse("rectification:items")


@pytest.fixture(autouse=True)
def _today(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(moment("2026-11-22"), tick=False):
        yield


@pytest.mark.long
@pytest.mark.parametrize(("address", "n"), [("", 1), ("?tab=all", 3), ("?only=open", 1)])
def test_print_and_export_take_what_the_page_lists_and_the_page_says_so(
    sign_in, ledger, address, n
):
    ledger.draft(), ledger.issued(), ledger.closed()
    client = sign_in(ledger.clerk)

    page = client.get(LIST + address)

    assert len(page.context["lines"]) == n
    assert f"Print and export: the {n} item" in said(page)
    tab = page.context["tab"]
    asked = {"tab": tab or "", **page.context["asked"]}
    assert asked_for(ledger.clerk, asked, date(2026, 11, 22)).count() == n
    paper = reverse("rectification:printed") + (f"?tab={tab}" if tab else address)
    assert f'href="{paper}"' in said(page)
    assert len(client.get(paper).context["rows"]) == n


@pytest.mark.long
def test_what_nobody_is_named_for_has_a_row_that_opens_it(sign_in, ledger):
    named, nobodys = ledger.issued(), ledger.issued()
    Item.objects.filter(pk=nobodys.pk).update(leader=None)
    nobodys.itemsection_set.all().delete()
    client = sign_in(ledger.clerk)

    page = client.get(reverse("rectification:overview"))

    for rows in ("leaders", "sections"):
        found = {one.key: one.open for one in page.context[rows]}
        assert found["none"] == 1
        assert sum(found.values()) == page.context["total"].open
    for by in ("leader", "section"):
        listed = client.get(LIST, {by: "none", "only": "open"}).context["lines"]
        assert [line.item for line in listed] == [nobodys]
    Item.objects.filter(pk=nobodys.pk).delete()
    tallies = selectors.tally_by_leader(Item.objects.all(), date(2026, 11, 22))
    assert "none" not in {one.key for one in tallies}
    assert named.leader


@pytest.mark.long
def test_the_tabs_count_what_is_asked_for_whichever_number_is_opened(sign_in, ledger, township):
    ledger.issued(), ledger.issued(institution=township)
    client = sign_in(ledger.clerk)

    for asked in ({"tab": "to_rectify"}, {"only": "open"}):
        counts = client.get(LIST, {"of": township.code, **asked}).context["tabs"]
        assert {one.tab: one.items for one, _label in counts}[Tab.TO_RECTIFY] == 1


@pytest.mark.long
def test_a_number_that_is_asked_for_in_full_opens_its_item_whatever_the_tab(sign_in, ledger):
    item = ledger.closed()

    assert sign_in(ledger.clerk).get(LIST, {"q": item.no.lower()}).url == item.get_absolute_url()


def test_drafts_stand_in_the_order_in_which_they_were_entered(ledger):
    late, early = ledger.draft(), ledger.draft()
    Item.objects.filter(pk=early.pk).update(opened_at=moment("2025-12-05"))

    first = page_of(Item.objects.all(), Tab.TO_TAKE_UP, reader=ledger.clerk, size=1)
    rest = page_of(
        Item.objects.all(), Tab.TO_TAKE_UP, reader=ledger.clerk, size=1, after=first.after
    )

    assert (first.items, rest.items, rest.after) == ([early], [late], "")
    of_another_tab = mark_of(Item(pk=late.pk), Tab.RECTIFYING)
    for tab, n in ((Tab.TO_TAKE_UP, 2), (Tab.CLOSED, 0), (Tab.LOOK_BACK, 0)):
        page = page_of(Item.objects.all(), tab, reader=ledger.clerk, after=of_another_tab)
        assert len(page.items) == n


@pytest.mark.long
def test_the_story_says_what_was_written_with_a_verdict_and_when_that_was_long_ago_the_year(
    sign_in, ledger
):
    item = ledger.accept(ledger.applied(), opinion="现场查看均已铺设")
    with time_machine.travel(moment("2027-01-04"), tick=False):
        page = said(sign_in(ledger.clerk).get(item.get_absolute_url()))

    assert "Opinion on verifying: 现场查看均已铺设" in page
    assert "2026-09-22 " in page
    assert "Struck off on 22 Sep 2026" in page
