"""The ledger's pages: its list, an item, its files, the overview, the queue, the paper."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau.models import Act, ProblemCategory, Section
from bureau.rules import Role, SectionCode
from rectification import selectors, services
from rectification.models import Item
from rectification.rules.words import Method, Severity, SourceKind, Tab
from rectification.selectors.evidence import pairs_of
from rectification.views import overview
from tests.factories import UserFactory
from tests.rectification.conftest import moment
from tests.rectification.pages import photo, said, step

TODAY = moment("2026-09-24")


@pytest.fixture(autouse=True)
def _today(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(TODAY, tick=False):
        yield


LIST = "/ledger/"


# --- The list --------------------------------------------------------------------------------


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


# --- One item --------------------------------------------------------------------------------


def test_an_item_tells_its_story_and_offers_what_this_person_may_do(sign_in, ledger):
    item = ledger.applied()

    page = sign_in(ledger.verifier).get(item.get_absolute_url())

    assert page.context["main"].step == "accept"
    assert {verb.step for verb in page.context["verbs"]} == {"begin", "return"}
    assert {verb.step for verb in page.context["rare"]} == {"change"}
    assert [entry.label for entry in page.context["timeline"]][-1] == "Strike-off applied for"


def test_the_steps_stand_together_and_what_is_rare_or_long_past_is_folded(sign_in, ledger):
    item = ledger.applied()
    for n in range(3):
        services.change_item(item=item, changes={"remark": f"更正{n}"}, by=ledger.clerk, at=TODAY)

    page = said(sign_in(ledger.verifier).get(item.get_absolute_url()))

    row = page.partition('<div class="actions">')[2].partition("<details")[0]
    assert [f"/{name}/" in row for name in ("accept", "return", "change")] == [True, True, False]
    folded = page.partition("<summary>Put something right")[2].partition("</details>")[0]
    assert "/change/" in folded
    assert "<summary>2 earlier steps" in page


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [("b", "a", ["ba"]), ("b", "acd", ["ba", "cd"]), ("", "ac", ["ac"]), ("b", "", ["b"])],
)
def test_pictures_leave_no_half_of_the_card_empty_but_an_odd_one(before, after, pairs):
    assert ["".join(pair) for pair in pairs_of(before, after)] == pairs


def test_the_unit_is_never_offered_to_verify(sign_in, ledger):
    item = ledger.applied()

    page = sign_in(ledger.officer).get(item.get_absolute_url())

    assert page.context["main"] is None
    assert page.context["verbs"] == []


def test_what_turned_out_severe_on_the_notice_is_offered_to_be_returned_and_says_why(
    sign_in, ledger
):
    item = ledger.accept(ledger.applied(), method=Method.DOCUMENTS, in_public=True, on="2026-09-10")
    client = sign_in(ledger.verifier)
    assert client.get(item.get_absolute_url()).context["main"].step == "strike-off"
    services.change_item(item=item, changes={"severity": Severity.HIGH}, by=ledger.clerk, at=TODAY)

    page = client.get(item.get_absolute_url())

    assert page.context["main"] is None
    assert {verb.step for verb in page.context["verbs"]} == {"return"}
    assert "nobody looked at it on site" in said(page)


def test_a_severe_problem_is_offered_to_be_verified_on_site_only(sign_in, ledger):
    item = ledger.applied(severity=Severity.HIGH)
    client = sign_in(ledger.verifier)

    form = client.get(step(item, "accept")).context["form"]
    assert [value for value, _label in form.fields["method"].choices] == ["on_site"]
    client.post(step(item, "accept"), {"method": "documents"})

    item.refresh_from_db()
    assert item.state == "closure_requested"


def test_who_had_a_hand_in_the_work_reads_why_they_may_not_verify(sign_in, ledger):
    item = ledger.issued()
    ledger.show(item, on="2026-09-20", by=ledger.verifier)
    ledger.apply(item)

    page = sign_in(ledger.verifier).get(item.get_absolute_url())

    assert "had a hand in this" in said(page)
    assert page.context["verbs"] == []


def test_similar_problems_of_the_house_are_shown_and_linked(sign_in, ledger):
    category = ProblemCategory.objects.filter(parent=None).first()
    earlier = ledger.issued(on="2026-08-01", category=category)
    item = ledger.issued(category=category)

    page = sign_in(ledger.clerk).get(item.get_absolute_url())

    assert list(page.context["similar"]) == [earlier]
    assert earlier.get_absolute_url() in said(page)


def test_a_page_of_an_item_with_everything_on_it_opens(sign_in, ledger):
    item = ledger.closed(severity=Severity.HIGH)
    services.reopen_item(
        item=item, found_on=date(2026, 9, 23), note="导医台又无人", by=ledger.verifier, at=TODAY
    )

    page = sign_in(ledger.officer).get(item.get_absolute_url())

    assert page.status_code == 200
    assert page.context["main"].step == "done"


# --- Evidence --------------------------------------------------------------------------------


def test_a_unit_sees_its_own_files_and_what_the_bureau_shows_it(sign_in, ledger):
    item = ledger.issued()
    client = sign_in(ledger.clerk)
    for shown in ("on", ""):
        data = {"stage": "before", "files": [photo(f"{shown or 'off'}.png")], "shown": shown}
        data |= {"caption": shown or "off"}
        client.post(step(item, "evidence"), data)

    page = sign_in(ledger.officer).get(item.get_absolute_url())

    assert len(page.context["rounds"][0].pairs) == 1


def test_a_file_is_handed_over_with_its_item_and_not_to_another_house(sign_in, ledger, township):
    item = ledger.applied()
    file = item.evidence.get().attachment_id
    url = reverse("rectification:evidence_file", args=[item.no, file])
    other = UserFactory(institution=township, roles=[Role.HOSPITAL_OFFICER])

    answer = sign_in(ledger.verifier).get(url)

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert sign_in(other).get(url).status_code == 404


# --- Overview, queue, paper --------------------------------------------------------------------


def test_every_number_of_the_overview_opens_as_many_rows(sign_in, ledger):
    ledger.issued(due_on=date(2026, 9, 20))
    ledger.applied()
    ledger.closed()
    client = sign_in(ledger.clerk)

    context = client.get("/ledger/overview/").context

    [leader], [section] = context["leaders"], context["sections"]
    assert leader[2:] == section[2:] == (2, 1, 1, 1, 0)
    for by, one in (("leader", leader), ("section", section)):
        for only in ("open", "overdue", "on_time"):
            rows = client.get(LIST, {by: one.key, "only": only}).context["lines"]
            assert len(rows) == getattr(one, only), (by, only)


def test_the_queue_shows_what_waits_for_the_bureau(sign_in, ledger):
    item = ledger.applied()
    ledger.accept(ledger.applied(), in_public=True, on="2026-09-01")
    ledger.closed(severity=Severity.HIGH, on="2026-08-01")

    page = sign_in(ledger.verifier).get("/ledger/verification/")

    assert [closure.item for closure, _due in page.context["to_verify"]] == [item]
    assert len(page.context["off_notice"].rows) == len(page.context["look_backs"].rows) == 1
    assert "more wait" not in said(page)


def test_a_queue_longer_than_its_page_says_so_and_goes_on(sign_in, ledger, monkeypatch):
    monkeypatch.setattr(overview, "SHOWN_AT_ONCE", 2)
    waiting = [ledger.applied() for _ in range(3)]
    client = sign_in(ledger.verifier)

    first = client.get("/ledger/verification/")
    second = client.get("/ledger/verification/", {"closures": "2"})

    assert "1 to 2; more wait" in said(first)
    shown = [one for page in (first, second) for one, _due in page.context["to_verify"]]
    assert [closure.item for closure in shown] == waiting
    assert "more wait" not in said(second)
    assert client.get("/ledger/verification/", {"closures": "²x"}).status_code == 200


def test_the_printed_sheet_has_the_seven_columns(sign_in, ledger):
    ledger.closed()

    page = said(sign_in(ledger.clerk).get("/ledger/print/"))

    assert all(f">{heading}</th>" in page for heading in ("序号", "问题", "措施", "时限", "销号"))
    assert "2026-09-22" in page


def test_before_there_is_a_plan_nobody_stands_in_for_the_responsible_person(sign_in, ledger):
    ledger.issued()
    client = sign_in(ledger.clerk)

    for address in (LIST, "/ledger/print/"):
        rows = said(client.get(address)).split("<tbody>")[1]
        assert ledger.leader.name not in rows


def test_the_application_is_a_form_on_paper_once_there_is_one(sign_in, ledger):
    client = sign_in(ledger.officer)
    applied, issued = ledger.applied(), ledger.issued()

    form = client.get(reverse("rectification:application", args=[applied.no]))

    assert form.content.startswith(b"%PDF")
    none = client.get(reverse("rectification:application", args=[issued.no]))
    assert none.status_code == 404
    [taken] = Act.objects.filter(verb="download_paper")
    assert (taken.object_no, taken.actor_id) == (applied.no, str(ledger.officer.pk))
