"""Query codes and case numbers, as they are given out and as people type them."""

import unicodedata

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's alphabet: no sign is taken for another when it is read out."""
LENGTH = 8
BITS = 5
BYTES = LENGTH * BITS // 8
TAKEN_FOR = str.maketrans("OIL", "011")


def written(noise: bytes) -> str:
    """Write so many random bytes as a code, five bits to a sign."""
    number = int.from_bytes(noise, "big")
    places = range(BITS * (len(noise) * 8 // BITS - 1), -1, -BITS)
    return "".join(SIGNS[number >> place & 31] for place in places)


def read(typed: str) -> str:
    """Return a code as it was given out: full width, small letters, blanks, O for 0, I for 1."""
    return _plain(typed).replace("-", "").translate(TAKEN_FOR)


def read_no(typed: str) -> str:
    """Return a case number as it is kept: ts 20261119 0037 and TS202611190037 are TS-20261119-0037.

    What is no number at all comes back as it was typed, and belongs to no case.
    """
    plain = _plain(typed)
    digits = plain.removeprefix("TS").replace("-", "")
    if len(digits) < 12 or not digits.isascii() or not digits.isdecimal():
        return plain
    return f"TS-{digits[:8]}-{digits[8:]}"


def _plain(typed: str) -> str:
    text = unicodedata.normalize("NFKC", typed).upper()
    for dash in "‐‑–—−":
        text = text.replace(dash, "-")
    return "".join(text.split())
