"""Cells that hold one of a few words, and what else people write for them."""

import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from followups.rules import outcomes
from followups.rules.words import DischargeWay, Grade, Method, Sex, SpecialKind
from followups.sheets.columns import BY_FIELD, Kind

LONGEST = 30
NEAR = 0.6
SPACES = re.compile(r"\s+")
HINT = re.compile(r"\([^()]*\)")
BETWEEN_WORDS = re.compile(r"[、,/;+和及]")

Word = DischargeWay | Grade | Method | Sex | SpecialKind | str


@dataclass(frozen=True, slots=True)
class Options:
    """The house template's `labels`, every known word with its meaning, and what counts as empty.

    Where a cell may hold `several`, the first counts. Endings in `tails` are dropped.
    """

    labels: tuple[str, ...]
    meanings: Mapping[str, Word]
    empty: frozenset[str] = frozenset()
    several: bool = False
    tails: tuple[str, ...] = ()


def _options(
    words: Mapping[Word, str],
    *,
    empty: str = "",
    several: bool = False,
    tails: tuple[str, ...] = (),
) -> Options:
    """Build options from `meaning: "label synonym synonym"`."""
    labels = tuple(names.split()[0] for names in words.values())
    meanings = {
        normal_word(name): meaning for meaning, names in words.items() for name in names.split()
    }
    return Options(labels, meanings, frozenset(empty.split()), several, tails)


def normal_word(text: str) -> str:
    """Strip a word of spaces, widths and case."""
    return SPACES.sub("", unicodedata.normalize("NFKC", text)).lower()


OPTIONS: dict[str, Options] = {
    "sex": _options(
        {Sex.MALE: "男 男性 m male 1 先生", Sex.FEMALE: "女 女性 f female 2 女士"},
        empty="未知 未说明 0 9",
    ),
    "discharge_way": _options(
        {
            DischargeWay.CURED: "治愈 痊愈 临床治愈",
            DischargeWay.IMPROVED: "好转 病情好转 稳定 病情稳定",
            DischargeWay.NOT_CURED: "未愈 无效 未治愈 未好转",
            DischargeWay.TRANSFERRED: (
                "转院 转诊 医嘱转院 转上级医院 转上级 医嘱转社区 转社区 "
                "医嘱转社区卫生服务机构 医嘱转社区卫生服务机构/乡镇卫生院 2 3"
            ),
            DischargeWay.SELF_DISCHARGED: "自动出院 自动离院 非医嘱离院 要求出院 自动 4",
            DischargeWay.DIED: "死亡 去世 5",
            DischargeWay.OTHER: "其他 其它 医嘱离院 正常离院 正常出院 1 9",
        },
        tails=("出院",),
    ),
    "special_kind": _options(
        {
            SpecialKind.CRITICAL: "危重 危重症 重症 急危重症 疑难危重 病危 病重",
            SpecialKind.SURGERY: "手术 术后 三四级手术 三级手术 四级手术",
            SpecialKind.TUMOUR: "肿瘤 恶性肿瘤 癌症",
            SpecialKind.CHRONIC: "慢病 慢性病 慢性疾病",
            SpecialKind.MATERNITY: "孕产妇 产妇 孕妇 产后",
            SpecialKind.CHILD: "新生儿/儿童 儿童 新生儿 婴幼儿 6岁以下儿童 新生儿/儿童<6",
            SpecialKind.AGED: "80岁以上 80岁及以上 ≥80岁 80以上 高龄 高龄老人 老年",
            SpecialKind.PSYCHIATRIC: "精神 精神病 精神障碍 严重精神障碍 精神科",
            SpecialKind.TUBE_OR_DRUG: (
                "带管或高风险用药 出院带管/带药风险高 出院带管 带管 带管出院 带药风险高 高风险用药"
            ),
            SpecialKind.COMPLAINED: "投诉过的患者 投诉 投诉患者 曾投诉 有投诉",
            SpecialKind.OTHER: "其他 其它",
        },
        empty="普通 一般 否 非特殊 普通患者 一般患者",
        several=True,
        tails=("患者", "病人"),
    ),
    "method": _options(
        {
            Method.PHONE: "电话 电访 打电话 手机 座机 语音 语音电话 致电",
            Method.VISIT: "上门 家访 入户 登门 面访",
            Method.WECHAT: "微信 微信群 公众号",
            Method.SMS: "短信 信息 发短信",
            Method.OUTPATIENT: "门诊复诊 门诊 复诊 来院 门诊复查 来院复查",
            Method.LETTER: "书信 信函 信件 书面",
            Method.VIDEO: "视频 视频通话 微信视频",
        },
        several=True,
        tails=("随访", "回访"),
    ),
    "grade": _options(
        {
            Grade.VERY_SATISFIED: "非常满意 很满意 十分满意 特别满意",
            Grade.SATISFIED: "满意 比较满意 较满意",
            Grade.FAIR: "基本满意 一般 尚可 一般满意",
            Grade.DISSATISFIED: "不满意 不太满意 较不满意",
            Grade.VERY_DISSATISFIED: "非常不满意 很不满意 极不满意 十分不满意",
        },
        empty="未评价 未评 未表态 不予评价",
    ),
    "outcome": Options(
        outcomes.OPTIONS,
        {word: word for word in (*outcomes.REACHED_SOMEBODY, *outcomes.OUTCOME_OF)},
    ),
}
"""The outcome keeps its word: what it means depends on who answered."""


FLAG_WORDS = ("是", "否")


def allowed_words(field: str) -> tuple[str, ...]:
    """List the house template's words for a field of few words; none where any text may stand."""
    if BY_FIELD[field].kind is Kind.FLAG:
        return FLAG_WORDS
    return OPTIONS[field].labels if field in OPTIONS else ()


@dataclass(frozen=True, slots=True)
class Choice:
    """What a word came to: a meaning, or nothing and perhaps the nearest word one could mean."""

    meaning: Word | None = None
    understood: bool = True
    taken: str = ""
    nearest: str = ""


def choose(field: str, text: str) -> Choice:
    """Understand a word among a field's options; blanks inside it and full width do not matter."""
    options, word = OPTIONS[field], normal_word(text[: 2 * LONGEST])
    if word in options.empty:
        return Choice()
    meaning = _meaning(options, word)
    if meaning is not None:
        return Choice(meaning)
    if options.several and len(parts := BETWEEN_WORDS.split(word)) > 1:
        meanings = [_meaning(options, part) for part in parts]
        if meanings[0] is not None and None not in meanings:
            return Choice(meanings[0], taken=parts[0])
    return Choice(understood=False, nearest=_nearest(field, word))


def _meaning(options: Options, word: str) -> Word | None:
    for one in (word, HINT.sub("", word)):
        if one in options.meanings:
            return options.meanings[one]
        for tail in options.tails:
            if one.endswith(tail) and (bare := one.removesuffix(tail)) in options.meanings:
                return options.meanings[bare]
    return None


@cache
def _label_of(field: str) -> dict[str, str]:
    """Map every known word to the house label for what it means."""
    options = OPTIONS[field]
    labels = {options.meanings[normal_word(label)]: label for label in reversed(options.labels)}
    return {word: labels.get(meaning, word) for word, meaning in options.meanings.items()}


def _nearest(field: str, word: str) -> str:
    if len(word) > LONGEST:
        return ""
    labels = _label_of(field)
    near = difflib.get_close_matches(word, labels, n=1, cutoff=NEAR)
    return labels[near[0]] if near else ""


@cache
def labels_of(field: str) -> dict[str, str]:
    """Map each code of an option field to the word that is read back as it."""
    if field == "outcome":
        return {str(outcome): words[0] for outcome, words in outcomes.WORDS.items()}
    options = OPTIONS[field]
    return {str(options.meanings[normal_word(label)]): label for label in options.labels}


def label_of(field: str, meaning: str) -> str:
    """Word a meaning as the house template does; a meaning without a word there is empty."""
    return labels_of(field).get(meaning, "")
