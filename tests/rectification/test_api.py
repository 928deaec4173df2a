"""The ledger by program: a draft once, one's own items, nothing of another's."""

import pytest
import time_machine

from rectification import services
from rectification.models import Item
from rectification.rules.words import ItemState
from tests.callers import Caller
from tests.rectification.conftest import moment

LIST = "/api/v1/ledger-items/"
PROBLEM = {"problem": "候诊区座椅不足", "found_on": "2026-09-20", "source_no": "QC-1"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(moment("2026-09-24"), tick=False):
        yield


@pytest.fixture
def his(hospital):
    return Caller(hospital, at=moment("2026-09-01"))


def test_a_problem_is_named_as_a_draft_and_once(his):
    answers = [his.post(LIST, PROBLEM, key="a") for _ in range(2)]

    assert {one.status_code for one in answers} == {201}
    assert {one.json()["no"] for one in answers} == {Item.objects.get().no}
    assert Item.objects.get().state == ItemState.DRAFT


def test_a_number_that_is_entered_already_is_refused_with_what_stands(his):
    first = his.post(LIST, PROBLEM).json()

    answer = his.post(LIST, PROBLEM | {"problem": "卫生间无扶手"})

    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert answer.json()["standing"] == first
    assert first["no"] in answer.json()["detail"]
    assert Item.objects.get().problem == PROBLEM["problem"]


def test_all_that_is_wrong_is_said_at_once(his):
    answer = his.post(LIST, PROBLEM | {"problem": "", "found_on": "2026-09-25"})

    assert answer.status_code == 400
    assert {one["pointer"] for one in answer.json()["errors"]} == {"/problem", "/found_on"}


def test_a_second_problem_of_the_same_number_is_entered_as_such(his):
    numbers = {his.post(LIST, PROBLEM | {"part": part}).json()["no"] for part in (1, 2)}

    assert len(numbers) == 2
    assert his.post(LIST, PROBLEM | {"part": 2}).status_code == 409


def test_the_same_key_with_another_body_is_refused(his):
    his.post(LIST, PROBLEM, key="a")

    assert his.post(LIST, PROBLEM | {"problem": "别的"}, key="a").status_code == 422


def test_what_two_houses_number_alike_are_two_problems(his, township):
    his.post(LIST, PROBLEM)
    Caller(township, at=moment("2026-09-01")).post(LIST, PROBLEM)

    assert Item.objects.count() == 2


@pytest.mark.long
def test_what_was_named_is_read_where_the_answer_points(his, ledger, township):
    sent = his.post(LIST, PROBLEM)
    url = sent["Location"]

    read = his.get(url)

    assert (read.status_code, read.json()["state"]) == (200, "draft")
    assert read.json()["problem"] == PROBLEM["problem"]
    assert "cause" not in read.json()
    assert his.get(url, If_None_Match=read["ETag"]).status_code == 304
    assert Caller(township, at=moment("2026-09-01")).get(url).status_code == 404


def test_the_state_of_what_was_named_is_read_to_its_end(his, ledger):
    url = his.post(LIST, PROBLEM)["Location"]
    item = Item.objects.get()
    services.dismiss_item(
        item=item, reason="与在办事项重复", by=ledger.clerk, at=moment("2026-09-24")
    )

    read = his.get(url)

    assert read.json()["state"] == "dismissed"
    assert "与在办事项重复" not in read.content.decode()


def test_what_the_bureau_is_about_to_take_up_is_no_draft_of_the_house(his, ledger):
    item = ledger.draft()

    assert his.get(f"{LIST}{item.no}/").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"found_on": "2026-02-30"}, {"problem": ""}, {"severity": "awful"}, {"state": "closed"}],
)
def test_a_body_that_is_wrong_is_refused_with_its_place(his, wrong):
    answer = his.post(LIST, PROBLEM | wrong)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == f"/{next(iter(wrong))}"
    assert not Item.objects.exists()


@pytest.mark.long
def test_own_items_are_listed_page_by_page_and_drafts_are_not(his, ledger):
    numbers = [ledger.issued().no for _ in range(3)]
    ledger.draft()

    first = his.get(LIST, {"limit": 2}).json()
    rest = his.get(first["next"].partition("testserver")[2]).json()

    found = [one["no"] for one in first["results"] + rest["results"]]
    assert found == numbers[::-1]
    assert rest["next"] is None


@pytest.mark.long
def test_an_item_is_read_with_its_tag_and_not_sent_twice(his, ledger):
    item = ledger.closed()
    url = f"{LIST}{item.no}/"

    answer = his.get(url)

    assert (answer.json()["state"], answer.json()["closed_on"]) == ("closed", "2026-09-22")
    assert his.get(url, If_None_Match=answer["ETag"]).status_code == 304


@pytest.mark.long
def test_nothing_is_struck_off_by_program(his, ledger):
    item = ledger.applied()

    answers = [his.post(f"{LIST}{item.no}/{verb}/", {}) for verb in ("accept", "strike-off")]

    assert {one.status_code for one in answers} == {404}
    assert his.post(f"{LIST}{item.no}/", {}).status_code == 405
