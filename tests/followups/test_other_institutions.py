"""A workbook that names another institution is asked about before a row of it is read."""

import pytest

from bureau.workbooks import Sheet, Workbook
from followups import services
from followups.models import Upload
from followups.rules.words import UploadState
from followups.sheets import find_table, institution_question
from followups.wording import question_sentence, refusal_sentence
from tests.factories import IN_TIME
from tests.followups.pages import url
from tests.followups.registers import HEADINGS, MONTH, SAMPLES, person
from tests.followups.uploads import OUTCOME, checked, counts

KEY = "other_institution:institution"
OWN, OTHERS = "县人民医院", ("城关镇卫生院", "县中医院", "城关镇卫生院南关分院")


def asked(*titles, sheet="随访登记", file_name="", cell=""):
    rows = [*([one] for one in titles), [*HEADINGS, "医疗机构"], [*person(1), cell]]
    table = find_table(Workbook([Sheet(sheet, True, rows)]), month=MONTH)
    found = institution_question(table, own=OWN, others=OTHERS, file_name=file_name)
    return [one.facts["named"] for one in found]


@pytest.mark.parametrize(
    ("place", "named"),
    [
        ({"sheet": "城关镇卫生院10月"}, "城关镇卫生院"),
        ({"file_name": "县中医院-2026年10月.xlsx"}, "县中医院"),
        ({"cell": "县中医院"}, "县中医院"),
        ({"sheet": "城关镇卫生院南关分院"}, "城关镇卫生院南关分院"),
        ({"sheet": "县人民医院（含城关镇卫生院）"}, None),
        ({"sheet": "城关镇卫生院", "cell": "县人民医院"}, None),
        ({"cell": "371323A02"}, None),
        ({}, None),
    ],
)
def test_a_name_in_sheet_file_or_column_is_heard_unless_the_own_one_stands_too(place, named):
    assert asked(**place) == ([named] if named else [])


@pytest.mark.parametrize("title", ["填报单位:城关镇卫生院", "城 关 镇 卫 生 院 随访登记表"])
def test_a_name_in_the_lines_above_the_headings_is_heard(title):
    assert asked("出院患者随访登记表", title) == ["城关镇卫生院"]


@pytest.fixture
def foreign(hospital, township):
    [path] = SAMPLES.glob("02*")
    return checked(hospital, path.read_bytes())


def test_another_hospitals_workbook_waits_for_an_answer_and_nothing_of_it_is_staged(foreign):
    assert foreign.state == UploadState.ASKING
    assert counts(foreign) == (0, 0, 0, 0, 0)
    question = foreign.questions[0]
    assert question["key"] == KEY
    said = question_sentence(question, foreign.layout)
    assert "城关镇卫生院" in said
    assert "县人民医院" in said


@pytest.mark.parametrize(("answer", "state"), [("no", "refused"), ("yes", "checked")])
def test_it_goes_on_only_if_its_person_says_that_it_is_their_own(foreign, answer, state):
    answers = {KEY: answer, OUTCOME: "by_content"}
    services.answer_questions(upload=foreign, by=None, answers=answers, at=IN_TIME)

    upload = services.check_upload(Upload.objects.get(pk=foreign.pk), at=IN_TIME)

    assert upload.state == state
    assert bool(upload.rows.count()) is (answer == "yes")
    if answer == "no":
        assert "城关镇卫生院" in refusal_sentence(upload.refusal)


def test_without_this_answer_it_does_not_go_on(foreign):
    with pytest.raises(services.RegisterError):
        services.answer_questions(
            upload=foreign, by=None, answers={OUTCOME: "by_content"}, at=IN_TIME
        )


def test_the_hospital_the_workbook_names_is_asked_nothing_about_it(hospital, township):
    [path] = SAMPLES.glob("02*")

    upload = checked(township, path.read_bytes())

    assert KEY not in [one["key"] for one in upload.questions]


def test_the_page_asks_the_question(sign_in, officer, foreign):
    page = sign_in(officer).get(url("upload_detail", foreign.pk))

    assert "城关镇卫生院" in page.content.decode()
