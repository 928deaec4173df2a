"""Phrases of a section, put into a text by a press that sends nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bureau.models import Act, Section
from bureau.rules import Role, SectionCode
from complaints.models import Phrase, Reply
from complaints.rules.phrases import PhraseUse, added, filled_in
from complaints.selectors.phrases import facts_of
from complaints.services import CaseError
from complaints.services.desks import keep_phrase
from tests.complaints.test_files import AT, take
from tests.factories import UserFactory

PAGE = "/cases/phrases/"


@pytest.fixture(autouse=True)
def on_the_day(time_machine):
    time_machine.move_to(AT, tick=False)


@pytest.fixture
def as_clerk(client, clerk):
    client.force_login(clerk)
    return client


def kept(clerk, use=PhraseUse.DISPATCH, name="限期", text="请{机构}于{期限}前报送，编号{编号}。"):
    return keep_phrase(section=clerk.section, use=use, name=name, text=text, by=clerk, at=AT)


def test_what_stands_for_the_case_is_put_in_and_what_is_not_known_stays():
    assert filled_in("{机构}：{编号}，{期限}前", {"{机构}": "县人民医院", "{编号}": "TS-1"}) == (
        "县人民医院：TS-1，{期限}前"
    )


def test_a_phrase_goes_behind_what_is_typed_and_stands_once():
    assert added("", "请核实。") == "请核实。"
    assert (
        added("如下：\n", "请核实。") == added("如下：\n请核实。", "请核实。") == "如下：\n请核实。"
    )


@pytest.mark.long
def test_pressing_a_phrase_fills_it_in_and_sends_nothing(desk, as_clerk):
    case = desk.accepted()
    phrase = kept(desk.clerk)
    typed = {"institution": desk.hospital.pk, "text": "群众反映态度生硬。", "phrase": phrase.pk}

    form = take(as_clerk, case, "dispatch", **typed).context["form"]

    assert form["text"].value() == (
        f"群众反映态度生硬。\n请县人民医院于2026年11月9日前报送，编号{case.no}。"
    )
    assert str(form["institution"].value()) == str(desk.hospital.pk)
    case.refresh_from_db()
    assert case.state == "accepted"


@pytest.mark.long
def test_what_was_answered_stays_answered_when_a_phrase_is_pressed(desk, as_clerk):
    case = desk.dispatched(on="2026-11-02")
    desk.do(
        "return_case", case, institution=desk.hospital, reason="不属于本院职责", by=desk.officer
    )
    typed = {"institution": desk.hospital.pk, "text": "请核实。", "phrase": kept(desk.clerk).pk}

    untouched = as_clerk.get(reverse("complaints:step", args=[case.no, "dispatch"]))
    silent = take(as_clerk, case, "dispatch", **typed)
    said = take(as_clerk, case, "dispatch", **typed, is_about="no")

    shown = [one.context["form"]["is_about"].value() for one in (untouched, silent, said)]
    assert shown == [None, None, "no"]


@pytest.mark.long
def test_a_phrase_is_offered_where_it_is_used_and_to_its_own_section(desk, as_clerk, client):
    case = desk.verified(on="2026-11-03")
    answer, other = kept(desk.clerk, PhraseUse.ANSWER, "致谢"), kept(desk.clerk)
    url = reverse("complaints:step", args=[case.no, "reply"])

    assert as_clerk.get(url).context["phrases"] == [answer]
    form = take(as_clerk, case, "reply", way="phone", text="已核实", phrase=other.pk).context[
        "form"
    ]
    assert form["text"].value() == "已核实"
    assert not Reply.objects.exists()
    petitions = Section.objects.get(code=SectionCode.PETITIONS)
    client.force_login(UserFactory(section=petitions, roles=[Role.BUREAU_STAFF]))
    assert list(client.get(PAGE).context["phrases"]) == []
    assert client.post(f"{PAGE}{other.pk}/drop/").status_code == 404


@pytest.mark.long
def test_a_section_keeps_and_drops_its_phrases_and_each_leaves_an_act(desk, as_clerk):
    said = {"use": "answer", "name": "致谢", "text": "感谢您的监督。"}

    for text in ("感谢您的监督。", "感谢您的监督。", "谢谢您。"):
        as_clerk.post(PAGE, said | {"text": text})
    phrase = Phrase.objects.get()
    assert phrase.text == "谢谢您。"
    for _ in range(2):
        as_clerk.post(f"{PAGE}{phrase.pk}/drop/")

    assert not Phrase.objects.exists()
    verbs = list(Act.objects.filter(object_kind="phrase").values_list("verb", flat=True))
    assert sorted(verbs) == ["drop_phrase", "keep_phrase", "keep_phrase"]


def test_a_phrase_without_words_or_one_too_many_is_refused(desk, monkeypatch):
    with pytest.raises(CaseError, match="write the phrase"):
        kept(desk.clerk, text=" ")
    monkeypatch.setattr("complaints.services.desks.MOST_PHRASES", 1)
    kept(desk.clerk)
    with pytest.raises(CaseError, match="at most 1"):
        kept(desk.clerk, name="另一条")


def test_a_day_that_is_over_is_promised_to_nobody(desk):
    case = desk.dispatched(on="2026-11-02")
    due = case.clocks.get(code="C-04").due_on

    assert facts_of(case, day=due)["{期限}"]
    assert facts_of(case, day=due + timedelta(days=1))["{期限}"] == ""
