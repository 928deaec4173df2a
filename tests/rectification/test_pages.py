"""The ledger's pages: who sees what, what a step does, what is refused and kept."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from bureau.models import Notice, ProblemCategory, Section
from bureau.rules import Role, SectionCode
from rectification import selectors, services
from rectification.models import Item
from rectification.rules.words import ItemState, Severity, SourceKind, Stage, Tab
from rectification.views.steps import GIVEN
from tests.factories import UserFactory
from tests.rectification.conftest import ANOTHER, moment

TODAY = moment("2026-09-24")


@pytest.fixture(autouse=True)
def _today(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def sign_in(client):
    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in


def photo(name="a.png", colour="#0B6E4F"):
    picture = BytesIO()
    Image.new("RGB", (9, 9), colour).save(picture, format="PNG")
    return SimpleUploadedFile(name, picture.getvalue(), content_type="image/png")


def step(item, name):
    return reverse("rectification:step", args=[item.no, name])


def said(response) -> str:
    return response.content.decode()


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

    assert shown[Tab.TO_RECTIFY] == [issued.no, Item.objects.get(state="draft").no]
    assert shown[Tab.TO_VERIFY] == [applied.no]
    assert shown[Tab.CLOSED] == shown[Tab.LOOK_BACK] == [closed.no]
    assert [count.items for count, _label in client.get(LIST).context["tabs"]] == [2, 0, 1, 1, 1]


@pytest.mark.parametrize("tab", list(Tab))
def test_an_empty_tab_says_what_comes_there(sign_in, ledger, tab):
    page = sign_in(ledger.clerk).get(LIST, {"tab": tab})

    assert 'class="empty' in said(page)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"of": "371323A01"}, 2),
        ({"of": "nowhere"}, 2),
        ({"source": "petition"}, 1),
        ({"severity": "high"}, 1),
        ({"section": SectionCode.MEDICAL_ADMIN}, 1),
        ({"section": SectionCode.PERSONNEL}, 0),
        ({"q": "导医"}, 1),
        ({"q": "\x00"}, 2),
        ({"only": "overdue"}, 0),
        ({"only": "open"}, 1),
        ({"after": "nonsense"}, 2),
    ],
)
def test_the_address_narrows_the_list(sign_in, ledger, query, found):
    ledger.issued()
    ledger.draft(source=SourceKind.PETITION, problem="收费不明", severity=Severity.HIGH)

    page = sign_in(ledger.clerk).get(LIST, query)

    assert len(page.context["lines"]) == found


def test_words_are_looked_for_along_an_index(ledger):
    ledger.issued()
    rows = Item.objects.filter(Q(problem__contains="无人导医") | Q(no__contains="无人导医"))

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    assert "item_words" in rows.order_by().explain()


def test_page_after_page_shows_every_item_once_and_drafts_last(sign_in, ledger, monkeypatch):
    numbers = {ledger.issued(on=f"2026-09-{day:02}").no for day in (5, 1, 3, 1)}
    numbers |= {ledger.draft().no for _ in range(3)}
    monkeypatch.setitem(selectors.page_of.__kwdefaults__, "size", 2)
    client = sign_in(ledger.clerk)

    found, after = [], ""
    for _ in range(4):
        context = client.get(LIST, {"after": after}).context
        found += [line.item for line in context["lines"]]
        after = context["after"]

    assert after == ""
    assert {item.no for item in found} == numbers
    assert len(found) == 7
    assert [item.due_on is None for item in found] == [False] * 4 + [True] * 3


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
    assert {verb.step for verb in page.context["verbs"]} == {"begin", "return", "change"}
    assert [entry.label for entry in page.context["timeline"]][-1] == "Strike-off applied for"


def test_the_unit_is_never_offered_to_verify(sign_in, ledger):
    item = ledger.applied()

    page = sign_in(ledger.officer).get(item.get_absolute_url())

    assert page.context["main"] is None
    assert page.context["verbs"] == []


def test_who_had_a_hand_in_the_work_reads_why_they_may_not_verify(sign_in, ledger):
    item = ledger.issued()
    ledger.show(item, on="2026-09-20", by=ledger.verifier)
    ledger.apply(item)

    page = sign_in(ledger.verifier).get(item.get_absolute_url())

    assert "had a hand in this" in said(page)
    assert {verb.step for verb in page.context["verbs"]} == {"change"}


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


# --- Steps -----------------------------------------------------------------------------------


def test_a_problem_goes_through_the_pages_from_entry_to_strike_off(sign_in, ledger):
    client = sign_in(ledger.clerk)
    given = {
        "institution": ledger.hospital.pk, "problem": "卫生间异味", "found_on": "2026-09-20",
        "source": "inspection", "severity": "high", "before": [photo("前.png")],
    }  # fmt: skip
    client.post("/ledger/new/", given)
    item = Item.objects.get()
    section = Section.objects.get(code=SectionCode.MEDICAL_ADMIN)
    order = {"kind": "immediate", "leader": ledger.leader.pk, "section": section.pk}
    client.post(step(item, "issue"), order)
    item.refresh_from_db()
    assert (item.state, item.due_on) == (ItemState.ISSUED, date(2026, 10, 1))

    client = sign_in(ledger.officer)
    plan = {"cause": "无人保洁", "measures": "排班\n每日检查", "responsible": "王主任"}
    client.post(step(item, "plan"), plan)
    client.post(step(item, "progress"), {"on": "2026-09-24", "text": "已排班"})
    client.post(step(item, "done"), {"files": [photo("后.png", "#D8E2DC")], "done": "已完成"})
    item.refresh_from_db()
    assert item.state == ItemState.CLOSURE_REQUESTED

    client = sign_in(ledger.verifier)
    client.post(step(item, "begin"))
    client.post(step(item, "accept"), {"method": "on_site", "opinion": "属实"})
    item.refresh_from_db()
    assert (item.state, item.closed_on) == (ItemState.CLOSED, date(2026, 9, 24))
    stages = list(item.evidence.order_by("pk").values_list("stage", flat=True))
    assert stages == [Stage.BEFORE, Stage.AFTER]


def test_done_without_a_photo_is_refused_and_no_word_is_lost(sign_in, ledger):
    item = ledger.issued()

    page = sign_in(ledger.officer).post(step(item, "done"), {"done": "已增派导医两名"})

    assert "Nothing shows yet" in said(page)
    assert "已增派导医两名" in said(page)
    assert not item.closures.exists()


def test_a_photo_that_is_not_taken_leaves_the_others_and_the_words(sign_in, ledger):
    item = ledger.issued()
    wrong = SimpleUploadedFile("a.exe", b"MZ\x90\x00")

    page = sign_in(ledger.officer).post(
        step(item, "done"), {"files": [photo(), wrong], "done": "已增派导医两名"}
    )

    assert "a.exe" in said(page)
    assert "已增派导医两名" in said(page)
    assert item.evidence.count() == 1
    assert not item.closures.exists()


def test_reporting_done_twice_is_reporting_it_once(sign_in, ledger):
    item, client = ledger.issued(), sign_in(ledger.officer)

    answers = [
        client.post(step(item, "done"), {"files": [photo()], "done": "已增派导医两名"})
        for _ in range(2)
    ]

    assert answers[0].status_code == 302
    assert item.closures.count() == item.evidence.count() == 1


def test_returned_needs_a_reason_and_comes_back_with_it(sign_in, ledger):
    item, client = ledger.applied(), sign_in(ledger.verifier)

    refused = client.post(step(item, "return"), {"reason": "不行"})
    client.post(step(item, "return"), {"reason": "导医台仍无人值守"})

    assert "still missing" in said(refused)
    item.refresh_from_db()
    assert item.state == ItemState.RETURNED
    client = sign_in(ledger.officer)
    page = client.get(item.get_absolute_url())
    before_the_problem = said(page).partition("The problem")[0]
    assert "导医台仍无人值守" in before_the_problem
    notice = Notice.objects.get(recipient=ledger.officer, cause__startswith="returned")
    assert notice.text.endswith("Still missing: 导医台仍无人值守")


def test_applied_for_anew_the_reason_of_the_return_stands_on_top_no_more(sign_in, ledger):
    item = ledger.applied()
    sign_in(ledger.verifier).post(step(item, "return"), {"reason": "导医台仍无人值守"})
    ledger.show(item, on="2026-09-25", content=ANOTHER)
    ledger.apply(item, on="2026-09-25")

    page = sign_in(ledger.officer).get(item.get_absolute_url())

    assert page.context["returned"] is None


def test_a_step_whose_time_has_passed_leads_back_and_says_so(sign_in, ledger):
    item = ledger.closed()

    answer = sign_in(ledger.officer).get(step(item, "plan"), follow=True)

    assert answer.redirect_chain[0][0] == item.get_absolute_url()
    assert "cannot be done now" in said(answer)


def test_a_step_that_is_none_is_not_found(sign_in, ledger):
    assert sign_in(ledger.clerk).get(step(ledger.draft(), "fly")).status_code == 404


def test_more_time_is_asked_for_and_decided_by_another(sign_in, ledger):
    item = ledger.issued()
    sign_in(ledger.officer).post(
        step(item, "extend"), {"due_on": "2026-10-10", "reason": "设备采购中"}
    )

    sign_in(ledger.clerk).post(step(item, "decide"), {"decision": "granted"})

    item.refresh_from_db()
    assert item.due_on == date(2026, 10, 10)


def test_whoever_decides_reads_what_is_asked_for_and_why(sign_in, ledger):
    item = ledger.issued()
    services.ask_extension(
        item=item, due_on=date(2026, 10, 15), reason="设备到货延迟一周", by=ledger.officer, at=TODAY
    )

    page = said(sign_in(ledger.clerk).get(step(item, "decide")))

    assert "设备到货延迟一周" in page
    assert "asks for" in page


def test_a_draft_of_an_old_problem_reopens_it_under_its_number(sign_in, ledger):
    old = ledger.closed()
    draft = ledger.draft(on="2026-09-24", problem="导医台又无人")
    client = sign_in(ledger.clerk)
    page = client.get(step(draft, "same"))

    client.post(step(draft, "same"), {"same_as": old.pk, "note": "导医台又无人"})

    assert old.no in said(page)
    old.refresh_from_db()
    draft.refresh_from_db()
    assert (old.state, old.round, draft.state) == (ItemState.RECTIFYING, 2, ItemState.DISMISSED)
    assert old.no in said(client.get(draft.get_absolute_url()))


def test_another_page_fills_in_what_it_knows(sign_in, ledger):
    given = {"source": "complaint", "source_no": "TS-1", "problem": "态度生硬"}

    page = sign_in(ledger.clerk).get("/ledger/new/", given)

    assert set(given) <= set(GIVEN)
    assert "TS-1" in said(page)
    assert "态度生硬" in said(page)


def test_the_proposed_days_are_explained_before_an_order(sign_in, ledger):
    page = sign_in(ledger.clerk).get(step(ledger.draft(), "issue"))

    assert "at once: by 1 Oct, 7 days from today" in said(page)


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

    assert [closure.item for closure, _due in page.context["closures"]] == [item]
    assert len(page.context["off_notice"]) == len(page.context["look_backs"]) == 1


def test_the_printed_sheet_has_the_seven_columns(sign_in, ledger):
    ledger.closed()

    page = said(sign_in(ledger.clerk).get("/ledger/print/"))

    assert all(f">{heading}</th>" in page for heading in ("序号", "问题", "措施", "时限", "销号"))
    assert "2026-09-22" in page


def test_the_application_is_a_form_on_paper_once_there_is_one(sign_in, ledger):
    client = sign_in(ledger.officer)
    applied, issued = ledger.applied(), ledger.issued()

    form = client.get(reverse("rectification:application", args=[applied.no]))

    assert form.content.startswith(b"%PDF")
    none = client.get(reverse("rectification:application", args=[issued.no]))
    assert none.status_code == 404


def test_a_source_that_is_entered_already_keeps_the_words_and_asks(sign_in, ledger):
    standing = ledger.draft(source=SourceKind.COMPLAINT, source_no="TS-9")
    client = sign_in(ledger.clerk)
    typed = {
        "institution": ledger.hospital.pk, "problem": "收费窗口排队两小时",
        "found_on": "2026-09-20", "source": "complaint", "source_no": "TS-9",
        "severity": "ordinary",
    }  # fmt: skip

    page = client.post(reverse("rectification:new"), typed)

    assert f'<a href="{standing.get_absolute_url()}">{standing.no}</a>' in said(page)
    assert typed["problem"] in said(page)
    assert 'name="is_another"' in said(page)
    assert Item.objects.count() == 1
    answer = client.post(reverse("rectification:new"), typed | {"is_another": "on"})
    assert answer.status_code == 302
    assert Item.objects.latest("pk").problem == typed["problem"]
