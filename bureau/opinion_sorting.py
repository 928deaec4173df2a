"""Sorting what people say, in their own words, into the categories of problems: the lexicon's rule.

A phrase of the lexicon is found where it stands in a text, sign by sign. Of phrases that overlap
the longest wins. What is denied ("没有乱收费"), is over ("以前态度差，现在好多了") or is said of
others ("不像别的医院乱收费") names no problem. Whatever is left unsorted never clusters, so where
a sentence can be read both ways it stays unsorted.

All of this is the bureau's default: the plan speaks of problems that many report, and names no
way to tell them.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

SHORTEST = 2
"""A single sign stands in too many words to tell anything."""


class Phrase(NamedTuple):
    """Everyday wording and its category; of equally long ones `priority` wins.

    Without a code it only sounds like a problem ("服务差不多"), and keeps others from being found.
    """

    text: str
    code: str
    priority: int = 0


class Found(NamedTuple):
    start: int
    end: int
    phrase: Phrase


def plain(text: str) -> str:
    """Write a text in one way, so that blanks, full width and capitals make no difference."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


class Lexicon:
    """Phrases made ready for the search: by their first sign, the longest first."""

    def __init__(self, phrases: Iterable[Phrase]):
        by_sign: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in phrases:
            text = plain(phrase.text)
            if len(text) >= SHORTEST:
                by_sign[text[0]].append(phrase._replace(text=text))
        self.by_sign = {sign: tuple(known) for sign, known in by_sign.items()}

    def occurrences(self, text: str) -> Iterator[Found]:
        """Find every place at which a phrase stands, overlapping ones too."""
        for start, sign in enumerate(text):
            for phrase in self.by_sign.get(sign, ()):
                if text.startswith(phrase.text, start):
                    yield Found(start, start + len(phrase.text), phrase)

    def knows(self, text: str) -> bool:
        """Test if a phrase stands in a text at all, be it denied or harmless."""
        return any(True for _found in self.occurrences(plain(text)))


def sort_opinion(text: str, lexicon: Lexicon) -> frozenset[str]:
    """Name the categories a text speaks of: none, one or several."""
    text = plain(text)
    codes, end, was_denied = set(), 0, False
    for found in _without_overlaps(lexicon.occurrences(text)):
        between = text[end : found.start]
        was_denied = _is_denied(text, found, between, was_denied)
        if found.phrase.code and not was_denied and not _is_over(text, found):
            codes.add(found.phrase.code)
        end = found.end
    return frozenset(codes)


def _without_overlaps(occurrences: Iterable[Found]) -> list[Found]:
    """Keep the longest of those that overlap; then the more important, then the earlier one."""
    kept: list[Found] = []
    for one in sorted(occurrences, key=_rank):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept)


def _rank(found: Found) -> tuple[int, int, int, str]:
    phrase = found.phrase
    return found.start - found.end, -phrase.priority, found.start, phrase.code


# --- What is denied -----------------------------------------------------------------------------

# "有没有" and "是不是" ask; "不得不", "能不能" and "要不是" deny nothing.
NOT = (
    r"(?:拒绝?|杜绝|(?<!有)没有?过?|未曾?|(?<!有)无"
    r"|(?<![是得能要])不(?:是|会|用|必|需要?|曾|算|存在|觉得)?)"
)
MET = r"(?:发现|发生|出现|存在|遇到|遇见|碰到|见到?|看到|听到|感到|感觉到?|觉得|说)?"
WHOM = r"(?:一?[个位名])?(?:医生|护士|大夫|医护人员|医护|工作人员|人|谁)"
AT_ALL = rf"(?:任何|什么|啥|一点儿?|半点|丝毫|太|很|那么|这么|特别|十分|怎么|再|有|{WHOM}){{0,2}}"
DENIAL = re.compile(NOT + MET + AT_ALL + "$")
LIST = re.compile(r"(?:、|和|或者?|与|及|以及|,?也?没有?|,?也不)?")
CLAUSE = re.compile(r"[,。;!?.:]")
# Whoever wishes that something were not so says that it is so.
WISH = re.compile("希望|建议|最好|能否|可否|难道|岂|要是|如果|要不是")
OF_OTHERS = re.compile("不像|不同于")


def _is_denied(text: str, found: Found, between: str, was_denied: bool) -> bool:
    """Test if a denial stands before a phrase; it goes on over a list: "没有甲、乙和丙"."""
    clause = CLAUSE.split(text[: found.start])[-1]
    if WISH.search(clause):
        return False
    if OF_OTHERS.search(clause) or (was_denied and LIST.fullmatch(between)):
        return True
    # What belongs to the phrase before denies nothing: "药没有" says so of the medicine.
    return bool(DENIAL.search(between)) or bool(GONE.match(text, found.end))


# --- What is over -------------------------------------------------------------------------------

GONE = re.compile(
    r"的?(?:这种|这类)?(?:情况|现象|问题|行为)?(?:都|也|基本上?|已经?)*"
    r"(?:(?:没有|没)了?(?![^,。;!?.])|不存在|没有?(?:发生|出现|遇到|发现)"
    r"|解决了|(?:已经?|得到了?)(?:解决|改善|改进)|好多了)"
)
FORMERLY = re.compile("以前|原来|过去|从前|往年|上次|听说|都说|以为|担心|害怕")
NOW = re.compile(
    r"(?:现在|如今|这次|今年|目前|结果|其实|实际|没想到|来了)[^。;!?]{0,8}?"
    r"(?<![不没未])(?:好多|很好|好了|变好|改善|改进|改了|改变|提高|进步|没有|不会|不再|没再|方便"
    r"|快|满意|放心|不错)"
)


def _is_over(text: str, found: Found) -> bool:
    """Test if a text tells of a former time or of hearsay, and that it is different now."""
    clause = CLAUSE.split(text[: found.start])[-1]
    return bool(FORMERLY.search(clause)) and bool(NOW.search(text, found.end))
