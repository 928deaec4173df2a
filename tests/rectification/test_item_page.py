"""The page of an item: its story, its files, and the steps it offers to whom."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from bureau.models import ProblemCategory
from bureau.rules import Role
from rectification import services
from rectification.rules.steps import Step
from rectification.rules.words import Method, Severity
from rectification.selectors.evidence import pairs_of
from tests.factories import UserFactory
from tests.rectification.conftest import moment
from tests.rectification.pages import photo, said, step

TODAY = moment("2026-09-24")


@pytest.fixture(autouse=True)
def _today(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.mark.long
def test_an_item_tells_its_story_and_offers_what_this_person_may_do(sign_in, ledger):
    item = ledger.applied()

    page = sign_in(ledger.verifier).get(item.get_absolute_url())

    assert page.context["main"].step == "accept"
    assert {verb.step for verb in page.context["verbs"]} == {"begin", "return"}
    assert {verb.step for verb in page.context["rare"]} == {"change"}
    assert [entry.label for entry in page.context["timeline"]][-1] == "Strike-off applied for"


@pytest.mark.long
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


@pytest.mark.long
def test_the_unit_may_take_its_application_back_until_somebody_begins_and_never_verify(
    sign_in, ledger
):
    item = ledger.applied()
    client = sign_in(ledger.officer)

    before = client.get(item.get_absolute_url())
    services.begin_verification(item=item, by=ledger.verifier, at=moment("2026-09-21"))
    after = client.get(item.get_absolute_url())

    assert b"Take it back, as long as nobody has begun" in before.content
    assert [verb.step for verb in before.context["verbs"]] == [Step.TAKE_BACK]
    assert b"Ask the bureau to return it" in after.content
    for page in (before, after):
        assert page.context["main"] is None
    assert after.context["verbs"] == []


@pytest.mark.long
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


@pytest.mark.long
def test_a_severe_problem_is_offered_to_be_verified_on_site_only(sign_in, ledger):
    item = ledger.applied(severity=Severity.HIGH)
    client = sign_in(ledger.verifier)

    form = client.get(step(item, "accept")).context["form"]
    assert [value for value, _label in form.fields["method"].choices] == ["on_site"]
    client.post(step(item, "accept"), {"method": "documents"})

    item.refresh_from_db()
    assert item.state == "closure_requested"


@pytest.mark.long
def test_who_had_a_hand_in_the_work_reads_why_they_may_not_verify(sign_in, ledger):
    item = ledger.issued()
    ledger.show(item, on="2026-09-20", by=ledger.verifier)
    ledger.apply(item)

    page = sign_in(ledger.verifier).get(item.get_absolute_url())

    assert "had a hand in this" in said(page)
    assert page.context["verbs"] == []


@pytest.mark.long
def test_similar_problems_of_the_house_are_shown_and_linked(sign_in, ledger):
    category = ProblemCategory.objects.filter(parent=None).first()
    earlier = ledger.issued(on="2026-08-01", category=category)
    item = ledger.issued(category=category)

    page = sign_in(ledger.clerk).get(item.get_absolute_url())

    assert list(page.context["similar"]) == [earlier]
    assert earlier.get_absolute_url() in said(page)


@pytest.mark.long
def test_a_page_of_an_item_with_everything_on_it_opens(sign_in, ledger):
    item = ledger.closed(severity=Severity.HIGH)
    services.reopen_item(
        item=item, found_on=date(2026, 9, 23), note="导医台又无人", by=ledger.verifier, at=TODAY
    )

    page = sign_in(ledger.officer).get(item.get_absolute_url())

    assert page.status_code == 200
    assert page.context["main"].step == "done"


# --- Evidence --------------------------------------------------------------------------------


@pytest.mark.long
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
