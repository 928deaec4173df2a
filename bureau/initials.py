"""The first letters of a Chinese name's pinyin, as people type them to find somebody.

The older half of GB 2312 stands in the order of its pinyin, so a character's place in it tells
the letter. Rarer characters stand elsewhere: they have no letter here, and the name is found by
its signs instead.
"""

from bisect import bisect_right

# The code at which each letter begins; no syllable begins with i, u or v.
BEGINS = (
    0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC,
    0xC2E8, 0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9,
    0xD4D1,
)  # fmt: skip
LETTERS = "abcdefghjklmnopqrstwxyz"
END = 0xD7FA


def initials(name: str) -> str:
    """Return the letters of a name, 王晓明 → wxm; empty where a character has none."""
    letters = [_letter(sign) for sign in name.strip()]
    return "".join(letters) if all(letters) else ""


def _letter(sign: str) -> str:
    if sign.isascii():
        return sign.lower() if sign.isalpha() else ""
    try:
        code = int.from_bytes(sign.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return ""
    return LETTERS[bisect_right(BEGINS, code) - 1] if BEGINS[0] <= code < END else ""
