"""Checks of eligibility from the page to the paper and the public page that confirms it."""

from datetime import date

import pytest
import time_machine
from django.db import InternalError, transaction
from django.urls import reverse

from accountability.check_wording import basis, left_out
from accountability.models import EligibilityCheck, SanctionProposal
from accountability.papers import eligibility as papers
from accountability.rules.effects import Purpose
from accountability.rules.eligibility import Wanted
from accountability.rules.words import Document, LadderCode, MeasureCode, Organ, Outcome
from accountability.selectors.effects import award_types
from accountability.services import EligibilityError, check_eligibility
from accountability.services.eligibility import Asked, is_untouched
from bureau.access_keys import Scope
from bureau.models import Act
from bureau.rules import Role
from tests.accountability.conftest import employed, ruled, settle
from tests.accountability.road import Road
from tests.accountability.test_redress import answer
from tests.accountability.test_redress import ask as asked_again
from tests.callers import Caller
from tests.complaints.conftest import moment
from tests.factories import UserFactory

TITLE = Purpose.TITLE
NOW = moment("2026-12-10", 10)


def ask(by, *names, on="2026-12-10", purpose=TITLE, at=NOW, award="", year=None, **said):
    wanted = [Wanted(n, name, **said) for n, name in enumerate(names, 2)]
    asked = Asked(purpose=purpose, on=date.fromisoformat(on), award=award, year=year)
    return check_eligibility(asked=asked, wanted=wanted, by=by, at=at)


def results(check) -> list[str]:
    return [one["result"] for one in check.lines()]


@pytest.fixture
def checked(hospital, township, personnel):
    """Two people of one name, and one alone; nobody is under a measure."""
    people = [employed(hospital, name="张伟"), employed(township, name="张伟")]
    employed(hospital, name="李霞", phone="13800000003")
    return people


def test_a_list_is_answered_line_by_line_and_kept_for_good(checked, personnel):
    check = ask(personnel, "张伟", "李 霞", "无此人")

    assert results(check) == ["unclear", "eligible", "unclear"]
    assert [one.get("why") for one in check.lines()] == ["several", None, "not_known"]
    assert (check.count, check.not_eligible, check.unclear) == (3, 0, 2)
    act = Act.objects.get(verb="check_eligibility")
    assert (act.object_no, act.facts["names"]) == (check.no, 3)
    assert "李霞" not in str(act.facts) + bytes(check.sealed_lines.token).decode(errors="ignore")
    assert results(ask(personnel, "张伟", staff_no=checked[0].staff_no)) == ["eligible"]
    with pytest.raises(InternalError), transaction.atomic():
        EligibilityCheck.objects.update(count=9)


def test_only_personnel_asks_of_everybody_and_a_house_of_its_own(checked, hospital, clerk):
    officer = UserFactory(institution=hospital, roles=[Role.HOSPITAL_OFFICER])
    check = ask(officer, "张伟")
    assert (results(check), check.institution) == (["eligible"], hospital)
    for by in (clerk, UserFactory(roles=[Role.LEADER])):
        with pytest.raises(EligibilityError):
            ask(by, "张伟")


@pytest.mark.parametrize("said", [{"on": "2026-12-11"}, {"names": []}])
def test_a_day_to_come_and_a_list_of_nobody_are_refused(personnel, said):
    names = said.pop("names", ["张伟"])
    with pytest.raises(EligibilityError):
        ask(personnel, *names, **said)


@pytest.mark.long
def test_the_page_takes_one_person_and_says_what_is_wrong(checked, personnel, client, request):
    request.getfixturevalue("time_machine").move_to(NOW)
    client.force_login(personnel)
    address = reverse("accountability:checks")
    given = {"purpose": "title", "on": "2026-12-10", "year": "", "name": "李霞", "award": ""}

    said = client.post(address, given, follow=True).content.decode()
    neither = client.post(address, {**given, "name": ""}).content.decode()
    ahead = client.post(address, {**given, "on": "2026-12-11"}).content.decode()

    check = EligibilityCheck.objects.get()
    assert check.no == "HC-2026-0001"
    assert ">Eligible<" in said
    assert "李霞" in said
    assert "one of the two" in neither
    assert "Of a day to come nothing is known." in ahead
    taken = client.get(reverse("accountability:check_file", args=[check.no, "xlsx"]))
    assert taken.content.startswith(b"PK")
    assert Act.objects.filter(verb="download_paper", object_no=check.no).exists()


def test_the_public_page_confirms_the_paper_and_tells_no_name_unasked(checked, personnel, client):
    check, address = ask(personnel, "李霞"), reverse("accountability:verify")
    given = {"no": check.no.lower(), "code": check.code.lower(), "asked": "1"}

    seen = client.post(address, given).content.decode()
    asked = client.post(address, {**given, "name": "李霞"}).content.decode()
    other = client.post(address, {**given, "name": "张伟"}).content.decode()

    assert "match a paper that we gave out" in seen
    assert "李霞" not in seen
    assert "Of 李霞 the paper says: eligible." in asked
    assert "张伟 does not stand on this paper." in other
    assert "李霞" not in other


@pytest.mark.long
def test_wrong_codes_and_numbers_are_told_the_same_and_then_nothing(checked, personnel, client):
    check, address = ask(personnel, "李霞"), reverse("accountability:verify")
    for no in (check.no, "HC-2026-9999"):
        answers = [client.post(address, {"no": no, "code": "0" * 16}) for _n in range(6)]
        assert [one.status_code for one in answers] == [200] * 5 + [429]
        assert "belong to no paper of ours" in answers[0].content.decode()
    assert client.post(address, {"no": check.no, "code": check.code}).status_code == 429


def test_what_was_altered_behind_the_code_is_not_confirmed(checked, personnel):
    check = ask(personnel, "李霞")
    assert is_untouched(check)
    check.on = date(2026, 1, 1)
    assert not is_untouched(check)


def test_an_award_that_no_rule_lists_is_refused_and_asked_for_promotion_none_is_kept(
    checked, personnel
):
    with pytest.raises(EligibilityError, match="none of the awards"):
        ask(personnel, "李霞", purpose=Purpose.AWARD, award="最美医生")

    assert ask(personnel, "李霞", award="先进个人").award == ""


def test_the_page_asks_of_which_year_awards_are(checked, personnel, client):
    address = reverse("accountability:checks")
    given = {"purpose": "award", "on": "2026-12-10", "name": "李霞"}
    with time_machine.travel(NOW):
        client.force_login(personnel)
        refused = client.post(address, given)
        assert "for which year the awards are given" in refused.text
        assert not EligibilityCheck.objects.exists()
        client.post(address, given | {"year": "2025"})
    assert EligibilityCheck.objects.get().year == 2025


@pytest.mark.parametrize(("is_on", "kinds"), [(0, ("先进个人",)), (1, ("先进个人", "护理管理奖"))])
def test_awards_that_the_ladder_of_heads_keeps_back_may_be_asked_for_once_it_is_on(
    bureau, is_on, kinds
):
    ruled(bureau, LadderCode.STAFF, award_types=["先进个人"])
    ruled(bureau, LadderCode.JOINT, award_types=["先进个人", "护理管理奖"], is_on=is_on)

    assert award_types(date(2026, 12, 10)) == kinds


@pytest.mark.long
def test_what_was_served_and_is_not_in_effect_yet_is_certified_to_nobody(bureau, doctor, personnel):
    bureau.found(doctor, "2026-03-02")
    bureau.found(doctor, "2026-04-02")
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor, tier=2), personnel)
    road.put(MeasureCode.TITLE_PROMOTION_BAN)
    road.notice()
    road.hear()
    road.decide()
    before = ask(personnel, doctor.name, on="2026-12-01")
    road.decision("2026-12-01")
    number = road.proposal.services.get(document=Document.DECISION).paper.number.text

    served = ask(personnel, doctor.name, on="2026-12-01")
    assert (results(before), results(served)) == (["eligible"], ["unclear"])
    [line] = served.lines()
    assert (line["why"], line["number"]) == ("not_in_effect", number)
    assert number in basis(line)
    assert number in papers.rows(served.lines())[0][-1]
    of_the_day_before = ask(personnel, doctor.name, on="2026-11-30")
    of_awards = ask(personnel, doctor.name, on="2026-12-01", purpose=Purpose.APPOINTMENT)
    assert results(of_the_day_before) == results(of_awards) == ["eligible"]

    road.step("put_in_effect", "2026-12-02")
    assert results(ask(personnel, doctor.name, on="2026-12-02")) == ["not_eligible"]
    assert results(ask(personnel, doctor.name, on="2026-12-01")) == ["unclear"]  # as it was then


@pytest.mark.long
def test_a_ban_on_awards_that_waits_for_its_effect_makes_its_own_year_and_kinds_unclear_alone(
    bureau, doctor, personnel
):
    for on in ("2026-03-02", "2026-04-02"):
        bureau.found(doctor, on)
    ruled(bureau, LadderCode.JOINT, is_on=1, award_types=["护理管理奖"])
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor, tier=2), personnel)
    road.put(MeasureCode.AWARD_BAN)
    road.notice()
    road.hear()
    road.decide()
    road.decision("2026-12-01")

    def answer(**said):
        return results(ask(personnel, doctor.name, on="2026-12-01", purpose=Purpose.AWARD, **said))

    assert answer() == answer(year=2026) == answer(award="优秀医师") == ["unclear"]
    assert answer(year=2025) == answer(award="护理管理奖") == ["eligible"]


@pytest.mark.long
def test_of_a_day_before_it_was_taken_away_it_stays_unclear_though_it_never_took_effect(
    bureau, doctor, personnel
):
    for on in ("2026-03-02", "2026-04-02"):
        bureau.found(doctor, on)
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor, tier=2), personnel)
    road.put(MeasureCode.TITLE_PROMOTION_BAN)
    road.notice()
    road.hear()
    road.decide()
    road.decision("2026-12-01")
    asked_again(road, on="2026-12-10")
    answer(road, Outcome.REVOKED, UserFactory(roles=[Role.LEADER]), on="2026-12-20")

    at = {"at": moment("2027-03-01")}
    before, after = "2026-12-10", "2026-12-20"
    assert results(ask(personnel, doctor.name, on=before, **at)) == ["unclear"]
    assert results(ask(personnel, doctor.name, on=after, **at)) == ["eligible"]


def test_rows_of_a_list_in_which_nothing_could_be_read_are_named(checked, personnel):
    wanted = [Wanted(row, "李霞") for row in (2, 3, 6)]
    asked = Asked(purpose=TITLE, on=date(2026, 12, 10))
    check = check_eligibility(asked=asked, wanted=wanted, by=personnel, at=NOW)
    assert left_out(check) == [4, 5]
    assert left_out(ask(personnel, "李霞")) == []


@pytest.mark.long
def test_what_is_in_effect_keeps_from_its_own_as_of_each_day(bureau, doctor, personnel):
    for on in ("2026-03-02", "2026-04-02"):
        bureau.found(doctor, on)
    settle(at=moment("2026-11-20"))
    road = Road.of(SanctionProposal.objects.get(staff=doctor, tier=2), personnel)
    road.to_effect(MeasureCode.AWARD_BAN, MeasureCode.TITLE_PROMOTION_BAN)
    at = {"at": moment("2027-03-01")}

    [line] = ask(personnel, doctor.name).lines()
    assert (line["result"], line["measure"], line["until"]) == (
        "not_eligible", "title_promotion_ban", "2031-11-26",
    )  # fmt: skip
    assert line["number"].startswith("安卫处〔2026〕")
    assert basis(line).endswith("in title (applying, being appointed), until 26 Nov 2031")
    assert papers.rows([line])[0][-1].endswith("不得晋升职称（申报、聘任）至2031年11月26日")
    before = ask(personnel, doctor.name, on="2026-11-30", **at)
    assert results(before) == ["eligible"]
    award = {"purpose": Purpose.AWARD, **at}
    assert results(ask(personnel, doctor.name, **award)) == ["not_eligible"]
    assert results(ask(personnel, doctor.name, on="2027-02-01", **award)) == ["eligible"]
    of_one = ask(personnel, doctor.name, award="优秀医师", **award)
    assert (results(of_one), of_one.award) == (["not_eligible"], "优秀医师")
    assert is_untouched(of_one)
    of_one.award = "优秀护士"
    assert not is_untouched(of_one)
    decided = {"organ": Organ.BUREAU_MEETING, "minutes_no": "安卫会纪〔2027〕4号"}
    road.step("lift_measures", "2027-02-10", by=road.leader, reason="经研究提前解除", **decided)
    assert results(ask(personnel, doctor.name, on="2027-02-09", **at)) == ["not_eligible"]
    assert results(ask(personnel, doctor.name, on="2027-02-10", **at)) == ["eligible"]


def test_a_system_asks_of_its_own_people_and_sent_twice_it_is_one_check(checked, hospital):
    caller = Caller(hospital, scopes=[Scope.ELIGIBILITY_CHECK])
    asked = {"purpose": "title", "on": "2026-11-01", "people": [{"name": "张伟"}, {"name": "甲"}]}

    with time_machine.travel(NOW, tick=False):
        answers = [caller.post("/api/v1/eligibility-checks/", asked, key="k") for _n in "12"]
        ahead = caller.post("/api/v1/eligibility-checks/", asked | {"on": "2027-01-01"})
        of_awards = asked | {"purpose": "award", "award": "优秀医师"}
        award = caller.post("/api/v1/eligibility-checks/", of_awards)

    assert [one.status_code for one in answers] == [201, 201]
    told = answers[0].json()
    assert [one["result"] for one in told["results"]] == ["eligible", "unclear"]
    assert EligibilityCheck.objects.earliest("pk").institution == hospital
    assert EligibilityCheck.objects.count() == 2
    assert told == answers[1].json()
    assert ahead.status_code == 409
    assert (award.status_code, award.json()["award"]) == (201, "优秀医师")
