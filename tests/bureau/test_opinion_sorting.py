"""How everyday wording is sorted: edges by name, and what holds for any lexicon."""

from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bureau.opinion_sorting import Lexicon, Phrase, sort_opinion

SHIPPED = import_module("bureau.migrations.0006_first_lexicon")
LEXICON = Lexicon(
    [
        *(Phrase(word, code) for code, words in SHIPPED.PHRASES.items() for word in words.split()),
        *(Phrase(word, "", 1) for word in SHIPPED.HARMLESS.split()),
    ]
)


def codes(text, lexicon=LEXICON):
    return " ".join(sorted(sort_opinion(text, lexicon)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("护士态度差", "ATT"),
        ("态度不太好", "ATT"),
        ("医生爱答不理的", "ATT-SHENG"),
        ("说话太冲，还骂人", "ATT-YING"),
        ("冷冰冰的", "ATT-LENG"),
        ("晚上没人管", "ATT-LAN"),
        ("问两句就不耐烦", "ATT-MAN"),
        ("几个科室踢皮球", "FIRST"),
        ("用药没讲清楚，听不懂", "COMM"),
        ("让去外面买药", "ETH"),
        ("中午窗口没人", "DISC"),
        ("没治好", "QUAL"),
        ("打针疼", "NURS"),
        ("乱收费", "FEE"),
        ("等半天", "WAIT"),
        ("厕所脏，停车难", "ENV"),
        ("有的药没有", "DRUG"),
        ("不给复印", "INFO"),
        ("签约没服务", "PH"),
        ("村里修路", "OTH"),
        ("排队太久、收费贵、态度差", "ATT FEE WAIT"),
        ("排 队　太久", "WAIT"),
    ],
)
def test_the_lexicon_shipped_knows_how_patients_speak(text, found):
    assert codes(text) == found


@pytest.mark.parametrize(
    "text",
    ["", "无", "没有", "没有意见", "满意", "态度很好", "护士不错", "都挺好的", "谢谢张医生",
     "打针不疼", "收费不贵", "厕所不脏", "讲得很清楚", "服务差不多", "拒收红包",
     "太麻烦你们了，谢谢"],
)  # fmt: skip
def test_praise_and_nothing_sort_into_nothing(text):
    assert codes(text) == ""


@pytest.mark.parametrize(
    "text",
    ["没有乱收费", "没乱收费", "无乱收费", "从不乱收费", "从来没有过乱收费", "没有发现乱收费",
     "没有任何乱收费", "不存在乱收费", "不会太贵", "不太贵", "不用等半天", "没怎么等半天",
     "没有一个护士态度不好", "没有态度差、乱收费和排队太久的情况", "乱收费的现象没有了",
     "乱收费不存在", "停车难的问题已经解决", "不像别的医院乱收费", "不是态度差"],
)  # fmt: skip
def test_what_is_denied_names_no_problem(text):
    assert codes(text) == ""


@pytest.mark.parametrize(
    "text", ["以前态度差，现在好多了", "听说乱收费，来了发现没有", "原来排队太久，今年改善了"]
)
def test_what_is_over_or_was_hearsay_names_no_problem(text):
    assert codes(text) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("有没有乱收费？", "FEE"),
        ("是不是乱收费", "FEE"),
        ("希望不乱收费", "FEE"),
        ("希望不要排队太久", "WAIT"),
        ("如果不排队太久就好了", "WAIT"),
        ("不得不排队太久", "WAIT"),
        ("不但态度差，而且乱收费", "ATT FEE"),
        ("没有。态度差", "ATT"),
        ("药没有收费贵", "DRUG FEE"),
        ("没人管乱收费", "ATT-LAN FEE"),
        ("停车难的问题没有得到解决", "ENV"),
        ("以前态度差，现在也不好", "ATT"),
        ("原来排队太久，现在更不方便", "WAIT"),
    ],
)
def test_a_negation_elsewhere_denies_nothing(text, found):
    assert codes(text) == found


def test_of_phrases_that_overlap_the_longest_wins_wherever_it_begins():
    assert codes("甲乙丙丁", Lexicon([Phrase("甲乙", "A"), Phrase("乙丙丁", "B")])) == "B"
    assert codes("甲乙丙丁", Lexicon([Phrase("甲乙丙", "A"), Phrase("丙丁", "B")])) == "A"
    # What the longest shuts out no longer shuts out another.
    three = [Phrase("甲乙丙丁", "A"), Phrase("丁戊己", "B"), Phrase("戊己", "C")]
    assert codes("甲乙丙丁戊己", Lexicon(three)) == "A C"


def test_of_equally_long_ones_the_more_important_wins():
    assert codes("服务差不多", Lexicon([Phrase("服务差", "A"), Phrase("差不多", "", 1)])) == ""
    assert codes("服务差不多", Lexicon([Phrase("服务差", "A", 2), Phrase("差不多", "", 1)])) == "A"


def test_a_single_sign_is_no_phrase():
    assert codes("等", Lexicon([Phrase("等", "WAIT")])) == ""


SIGNS = "甲乙丙丁"
PHRASES = st.lists(
    st.builds(
        Phrase,
        st.text(SIGNS, min_size=2, max_size=4),
        st.sampled_from(["A", "B", "C"]),
        st.integers(0, 2),
    ),
    unique_by=lambda phrase: phrase.text,
    max_size=6,
)


@given(PHRASES, st.text(SIGNS, max_size=12), st.randoms())
def test_the_order_of_the_phrases_makes_no_difference(phrases, text, shuffler):
    shuffled = list(phrases)
    shuffler.shuffle(shuffled)

    assert sort_opinion(text, Lexicon(phrases)) == sort_opinion(text, Lexicon(shuffled))


@given(PHRASES, st.text(SIGNS, max_size=12))
def test_only_what_stands_there_is_found_and_the_longest_of_all_always_is(phrases, text):
    found = sort_opinion(text, Lexicon(phrases))
    standing = [phrase for phrase in phrases if phrase.text in text]

    assert found <= {phrase.code for phrase in standing}
    assert bool(found) == bool(standing)
    longest = max((len(phrase.text) for phrase in standing), default=0)
    assert not standing or found & {one.code for one in standing if len(one.text) == longest}


@given(PHRASES, st.text(SIGNS, max_size=12))
def test_a_whole_text_that_is_denied_is_sorted_nowhere(phrases, text):
    lexicon = Lexicon([*phrases, Phrase("戊己", "D")])

    assert sort_opinion("没有戊己", lexicon) == frozenset()
    assert "D" in sort_opinion(f"{text}戊己", lexicon)
