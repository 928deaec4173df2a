"""The ledger's list: its tabs and what narrows them, page after page."""

import pytest
import time_machine
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from bureau.models import Section
from bureau.rules import Role, SectionCode
from rectification import selectors
from rectification.models import Item
from rectification.rules.words import Severity, SourceKind, Tab
from tests.factories import UserFactory
from tests.rectification.conftest import moment
from tests.rectification.pages import said

TODAY = moment("2026-09-24")


@pytest.fixture(autouse=True)
def _today(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(TODAY, tick=False):
        yield


LIST = "/ledger/"


@pytest.mark.long
def test_each_tab_shows_its_items_and_counts_them(sign_in, ledger):
    ledger.draft()
    issued = ledger.issued()
    applied = ledger.applied()
    closed = ledger.closed(severity=Severity.HIGH)
    client = sign_in(ledger.clerk)

    shown = {
        tab: [line.item.no for line in client.get(LIST, {"tab": tab}).context["lines"]]
        for tab in Tab
    }

    assert shown[Tab.TO_TAKE_UP] == [Item.objects.get(state="draft").no]
    assert shown[Tab.TO_RECTIFY] == [issued.no]
    assert shown[Tab.TO_VERIFY] == [applied.no]
    assert shown[Tab.CLOSED] == shown[Tab.LOOK_BACK] == [closed.no]
    assert [count.items for count, _label in client.get(LIST).context["tabs"]] == [
        1,
        1,
        0,
        1,
        1,
        1,
        4,
    ]


@pytest.mark.parametrize("tab", list(Tab))
def test_an_empty_tab_says_what_comes_there(sign_in, ledger, tab):
    page = sign_in(ledger.clerk).get(LIST, {"tab": tab})

    assert 'class="empty' in said(page)


@pytest.mark.long
def test_whoever_sees_a_part_of_the_ledger_is_not_told_that_all_of_it_is_empty(sign_in, ledger):
    ledger.issued()
    section = Section.objects.get(code=SectionCode.PERSONNEL)
    stranger = UserFactory(section=section, roles=[Role.BUREAU_STAFF])

    page = said(sign_in(stranger).get(LIST))

    assert "Nothing of yours stands here" in page
    assert "No problem waits" not in page
    given = {"institution": ledger.hospital.pk, "problem": "导医未经培训", "found_on": "2026-09-23"}
    sign_in(stranger).post("/ledger/new/", {**given, "source": "self_check", "severity": "serious"})
    [line] = sign_in(stranger).get(LIST, {"tab": Tab.TO_TAKE_UP}).context["lines"]
    assert line.item.problem == "导医未经培训"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"of": "371323A01"}, 2),
        ({"of": "nowhere"}, 2),
        ({"source": "petition"}, 1),
        ({"severity": "high"}, 1),
        ({"section": SectionCode.MEDICAL_ADMIN}, 2),
        ({"section": SectionCode.PERSONNEL}, 0),
        ({"q": "导医"}, 1),
        ({"q": "\x00"}, 2),
        ({"only": "overdue"}, 0),
        ({"only": "open"}, 2),
        ({"after": "nonsense"}, 2),
    ],
)
def test_the_address_narrows_the_list(sign_in, ledger, query, found):
    ledger.issued()
    ledger.issued(source=SourceKind.PETITION, problem="收费不明", severity=Severity.HIGH)

    page = sign_in(ledger.clerk).get(LIST, query)

    assert len(page.context["lines"]) == found


def test_words_are_looked_for_along_an_index(ledger):
    ledger.issued()
    rows = Item.objects.filter(Q(problem__contains="无人导医") | Q(no__contains="无人导医"))

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    assert "item_words" in rows.order_by().explain()


def read_through(client, **asked):
    found, after = [], ""
    for _ in range(4):
        context = client.get(LIST, {**asked, "after": after}).context
        found += [line.item for line in context["lines"]]
        if not (after := context["after"]):
            return found
    raise AssertionError("the list does not end")


@pytest.mark.long
def test_page_after_page_shows_every_item_once(sign_in, ledger, monkeypatch):
    on = [f"2026-09-{day:02}" for day in (5, 1, 3, 1)]
    issued = {ledger.issued(on=day).no for day in on}
    drafts = [ledger.draft().no for _ in range(3)]
    monkeypatch.setitem(selectors.page_of.__kwdefaults__, "size", 2)
    client = sign_in(ledger.clerk)

    found = read_through(client, tab=Tab.TO_RECTIFY)
    assert {item.no for item in found} == issued
    assert [item.due_on for item in found] == sorted(item.due_on for item in found)
    assert [item.no for item in read_through(client, tab=Tab.TO_TAKE_UP)] == drafts


@pytest.mark.long
@pytest.mark.parametrize("tab", [Tab.TO_RECTIFY, Tab.CLOSED, Tab.LOOK_BACK])
def test_a_list_costs_as_many_queries_for_one_item_as_for_many(
    sign_in, ledger, tab, django_assert_num_queries
):
    client = sign_in(ledger.clerk)
    make = ledger.issued if tab is Tab.TO_RECTIFY else lambda: ledger.closed(severity=Severity.HIGH)
    make()
    client.get(LIST, {"tab": tab})
    with CaptureQueriesContext(connection) as one:
        client.get(LIST, {"tab": tab})
    for _ in range(3):
        make()

    with django_assert_num_queries(len(one)):
        client.get(LIST, {"tab": tab})
