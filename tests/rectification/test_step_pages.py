"""The pages of the ledger's steps: what each asks for, does, refuses and keeps."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bureau.models import LeaderPost, Notice, Section
from bureau.rules import LeaderKind, Role, SectionCode
from rectification import services, source_houses
from rectification.models import Item
from rectification.rules.words import ItemState, SourceKind, Stage
from rectification.verbs import offered
from rectification.views.steps import GIVEN
from tests.factories import UserFactory
from tests.rectification.conftest import ANOTHER, moment
from tests.rectification.pages import photo, said, step

TODAY = moment("2026-09-24")


@pytest.fixture(autouse=True)
def _today(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.mark.long
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


@pytest.mark.long
def test_a_photo_is_not_called_optional_until_one_hangs_there(sign_in, ledger):
    item, client = ledger.issued(), sign_in(ledger.officer)

    assert client.get(step(item, "done")).context["form"].fields["files"].required
    ledger.show(item, on="2026-09-20")
    assert not client.get(step(item, "done")).context["form"].fields["files"].required


def test_done_without_a_photo_is_refused_and_no_word_is_lost(sign_in, ledger):
    item = ledger.issued()

    page = sign_in(ledger.officer).post(step(item, "done"), {"done": "已增派导医两名"})

    assert "Nothing shows yet" in said(page)
    assert "已增派导医两名" in said(page)
    assert not item.closures.exists()


@pytest.mark.long
def test_a_photo_that_is_not_taken_leaves_the_others_and_the_words(sign_in, ledger):
    item = ledger.issued()
    wrong = SimpleUploadedFile("a.exe", b"MZ\x90\x00")

    page = sign_in(ledger.officer).post(
        step(item, "done"), {"files": [photo(), wrong], "done": "已增派导医两名"}
    )

    assert "a.exe" in said(page)
    assert "The other file is kept; what you wrote is below." in said(page)
    assert "已增派导医两名" in said(page)
    assert item.evidence.count() == 1
    assert not item.closures.exists()


@pytest.mark.long
def test_of_the_only_file_nothing_is_said_of_others(sign_in, ledger):
    wrong = SimpleUploadedFile("a.exe", b"MZ\x90\x00")

    page = sign_in(ledger.officer).post(
        step(ledger.issued(), "done"), {"files": [wrong], "done": "已增派导医两名"}
    )

    assert "a.exe" in said(page)
    assert "other" not in said(page).partition("a.exe")[2].partition("What you wrote")[0]


@pytest.mark.long
def test_reporting_done_twice_is_reporting_it_once(sign_in, ledger):
    item, client = ledger.issued(), sign_in(ledger.officer)

    answers = [
        client.post(step(item, "done"), {"files": [photo()], "done": "已增派导医两名"})
        for _ in range(2)
    ]

    assert answers[0].status_code == 302
    assert item.closures.count() == item.evidence.count() == 1


@pytest.mark.long
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


@pytest.mark.long
def test_applied_for_anew_the_reason_of_the_return_stands_on_top_no_more(sign_in, ledger):
    item = ledger.applied()
    sign_in(ledger.verifier).post(step(item, "return"), {"reason": "导医台仍无人值守"})
    ledger.show(item, on="2026-09-25", content=ANOTHER)
    ledger.apply(item, on="2026-09-25")

    page = sign_in(ledger.officer).get(item.get_absolute_url())

    assert page.context["returned"] is None


@pytest.mark.long
def test_a_step_whose_time_has_passed_leads_back_and_says_so(sign_in, ledger):
    item = ledger.closed()

    answer = sign_in(ledger.officer).get(step(item, "plan"), follow=True)

    assert answer.redirect_chain[0][0] == item.get_absolute_url()
    assert "cannot be done now" in said(answer)


def test_a_step_that_is_none_is_not_found(sign_in, ledger):
    assert sign_in(ledger.clerk).get(step(ledger.draft(), "fly")).status_code == 404


@pytest.mark.long
def test_more_time_is_asked_for_and_decided_by_another(sign_in, ledger):
    item = ledger.issued()
    sign_in(ledger.officer).post(
        step(item, "extend"), {"due_on": "2026-10-10", "reason": "设备采购中"}
    )

    sign_in(ledger.clerk).post(step(item, "decide"), {"decision": "granted"})

    item.refresh_from_db()
    assert item.due_on == date(2026, 10, 10)


@pytest.mark.long
def test_whoever_decides_reads_what_is_asked_for_and_why(sign_in, ledger):
    item = ledger.issued()
    services.ask_extension(
        item=item, due_on=date(2026, 10, 15), reason="设备到货延迟一周", by=ledger.officer, at=TODAY
    )

    page = said(sign_in(ledger.clerk).get(step(item, "decide")))

    assert "设备到货延迟一周" in page
    assert "asks for" in page


@pytest.mark.long
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


@pytest.mark.long
def test_a_clerk_of_another_section_neither_reads_nor_reopens_what_was_struck_off(
    sign_in, ledger, hospital
):
    old = ledger.closed(problem="导医台脱岗记录")
    personnel = Section.objects.get(code=SectionCode.PERSONNEL)
    other = UserFactory(section=personnel, roles=[Role.BUREAU_STAFF], is_staff=True)
    draft = services.open_item(
        institution=hospital, problem="值班电话无人接听", found_on=date(2026, 9, 24),
        source=SourceKind.SELF_CHECK, by=other, at=TODAY,
    )  # fmt: skip
    client, given = sign_in(other), {"same_as": old.pk, "note": "又无人"}
    in_admin = {"action": "step_same", "_selected_action": draft.pk}

    pages = [
        client.get(draft.get_absolute_url()), client.get(step(draft, "same"), follow=True),
        client.post(step(draft, "same"), given, follow=True),
        client.post("/admin/rectification/item/", in_admin, follow=True),
        client.post("/admin/rectification/item/", {**in_admin, **given, "post": "yes"}),
    ]  # fmt: skip

    assert all(old.no not in page.content.decode() for page in pages)
    assert all("导医台脱岗记录" not in page.content.decode() for page in pages)
    assert "same" not in [verb.step for verb in offered(other, draft, TODAY.date()).verbs]
    old.refresh_from_db()
    assert (old.state, old.round) == (ItemState.CLOSED, 1)


def test_another_page_fills_in_what_it_knows(sign_in, ledger):
    given = {"source": "complaint", "source_no": "TS-1", "problem": "态度生硬"}

    page = sign_in(ledger.clerk).get("/ledger/new/", given)

    assert set(given) <= set(GIVEN)
    assert "TS-1" in said(page)
    assert "态度生硬" in said(page)


@pytest.mark.long
def test_a_leader_is_offered_with_the_house_they_lead(sign_in, ledger, leader):
    of_bureau = LeaderPost.objects.create(
        kind=LeaderKind.DEPUTY, name="周分管", from_on=date(2026, 1, 1)
    )
    client = sign_in(ledger.clerk)
    item = ledger.draft()

    offered = dict(client.get(step(item, "issue")).context["form"]["leader"].field.choices)

    words = {str(key): label for key, label in offered.items()}
    assert words[str(leader.pk)] == f"{ledger.hospital.name} · {leader}"
    assert words[str(of_bureau.pk)] == f"the bureau · {of_bureau}"
    ledger.order(item)
    narrowed = dict(client.get("/ledger/").context["filter"].fields["leader"].choices)
    assert narrowed[str(leader.pk)] == words[str(leader.pk)]


def test_the_proposed_days_are_explained_before_an_order(sign_in, ledger):
    page = sign_in(ledger.clerk).get(step(ledger.draft(), "issue"))

    assert "at once: by 1 Oct, 7 days from today" in said(page)


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


@pytest.mark.long
def test_the_number_of_another_house_is_no_source(sign_in, ledger, township, monkeypatch):
    known = {"TS-9": township, "TS-8": ledger.hospital}
    monkeypatch.setattr(source_houses, "_asked", [lambda kind, no, *, user: known.get(no)])
    client = sign_in(ledger.clerk)
    typed = {
        "institution": ledger.hospital.pk, "problem": "收费窗口排队两小时",
        "found_on": "2026-09-20", "source": "complaint", "severity": "ordinary",
    }  # fmt: skip

    page = said(client.post(reverse("rectification:new"), typed | {"source_no": "TS-9"}))

    assert f"TS-9 is of {township.name}" in page
    assert not Item.objects.exists()
    for no in ("TS-8", "TS-7", ""):
        client.post(reverse("rectification:new"), typed | {"source_no": no})
    assert Item.objects.count() == 3


def test_of_an_entry_that_somebody_may_not_see_no_word_is_said(sign_in, ledger):
    standing = ledger.draft(source=SourceKind.COMPLAINT, source_no="TS-9")
    other = Section.objects.get(code=SectionCode.PERSONNEL)
    client = sign_in(UserFactory(section=other, roles=[Role.BUREAU_STAFF]))
    typed = {
        "institution": ledger.hospital.pk, "problem": "收费窗口排队两小时",
        "found_on": "2026-09-20", "source": "complaint", "source_no": "TS-9",
        "severity": "ordinary",
    }  # fmt: skip

    page = said(client.post(reverse("rectification:new"), typed))

    assert "kept by another section" in page
    assert standing.no not in page
    assert standing.problem not in page
    assert 'name="is_another"' in page
