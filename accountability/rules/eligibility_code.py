"""The code on the paper of a check, as it is printed and as people type it."""

import unicodedata

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's alphabet: no sign is taken for another when it is read out."""
LENGTH, PART = 16, 4
TAKEN_FOR = str.maketrans("OIL", "011")


def written(noise: bytes) -> str:
    """Write a hash as a code, five bits to a sign; it needs ten bytes."""
    number = int.from_bytes(noise[:10], "big")
    return "".join(SIGNS[number >> 5 * place & 31] for place in reversed(range(LENGTH)))


def in_parts(code: str) -> str:
    """Write a code as it is printed: in four parts."""
    return "-".join(code[at : at + PART] for at in range(0, LENGTH, PART))


def read(typed: str) -> str:
    """Return a code as it is kept, however it was typed."""
    return _plain(typed).replace("-", "").translate(TAKEN_FOR)


def read_no(typed: str) -> str:
    return _plain(typed)


def _plain(typed: str) -> str:
    text = unicodedata.normalize("NFKC", typed).upper()
    for dash in "‐‑–—−":
        text = text.replace(dash, "-")
    return "".join(text.split())
