"""Telephone numbers as people write them: understood, shortened to one, never made up."""

import re

from followups.rules.problems import Problem, ProblemCode
from followups.rules.words import Severity

LONGEST = 60
MOBILE = re.compile(r"\A0?1[3-9]\d{9}\Z", re.ASCII)
LANDLINE = re.compile(r"\A(0(?:10|2\d|[3-9]\d{2}))([2-8]\d{6,7})\Z", re.ASCII)
LOCAL = re.compile(r"\A[2-8]\d{6,7}\Z", re.ASCII)
EXTENSION = re.compile(r"\A(.{7,40}?)(?:转|分机|-|x|ext\.?|#)(\d{1,6})\Z", re.ASCII | re.IGNORECASE)
BETWEEN_NUMBERS = re.compile(r"[/、,;|\\\n]+|或|和")
BETWEEN_NUMBERS_OR_BLANKS = re.compile(r"[/、,;|\\\s]+|或|和")
AROUND_A_NUMBER = re.compile(r"[\u4e00-\u9fff:]+|\(\D{0,20}\)")
INSIDE_A_NUMBER = re.compile(r"[\s\-.()_~]+")
ZERO_MAY_BE_LOST = re.compile(r"\A(?:10|[2-9]\d)\d{7,9}\Z", re.ASCII)

Found = tuple[str, tuple[Problem, ...]]


def read_phone(text: str, *, was_number: bool = False) -> Found:
    """Read a number already freed of full width and invisible signs; "" with an error if not one.

    A mobile number keeps a nought written before it. Of several numbers the first is taken, with
    a warning, as is a local number without its area code.
    """
    if len(text) > LONGEST:
        return "", (Problem("phone", ProblemCode.PHONE_SHAPE),)
    if MOBILE.match(text):
        return text, ()
    if number := _one(text):
        return number, ()
    digits = INSIDE_A_NUMBER.sub("", text)
    if was_number and ZERO_MAY_BE_LOST.match(digits) and (number := _one("0" + digits)):
        return number, (_warning(ProblemCode.PHONE_ZERO_LOST, number),)
    if LOCAL.match(digits):
        return digits, (_warning(ProblemCode.PHONE_NO_AREA_CODE),)
    return _among_others(text) or _abroad(text) or ("", (_fault(text),))


def _one(text: str) -> str:
    """Read one Chinese number with its country code, blanks, dashes and extension; else ""."""
    if (match := EXTENSION.match(text)) and (landline := LANDLINE.match(_bare(match[1]))):
        return f"{landline[1]}-{landline[2]}-{match[2]}"
    number = _bare(text)
    if MOBILE.match(number):
        return number
    landline = LANDLINE.match(number)
    return f"{landline[1]}-{landline[2]}" if landline else ""


def _bare(text: str) -> str:
    """Drop what may stand inside a number, and China's own code before it."""
    number = INSIDE_A_NUMBER.sub("", text)
    for code in ("+86", "0086", "86"):
        rest = number.removeprefix(code)
        if rest == number:
            continue
        if MOBILE.match(rest) or LANDLINE.match(rest):
            return rest
        if LANDLINE.match("0" + rest):
            return "0" + rest
    return number


def _among_others(text: str) -> Found | None:
    """Find the first number in a cell with several, or with words around it."""
    for between in (BETWEEN_NUMBERS, BETWEEN_NUMBERS_OR_BLANKS):
        parts = [part for part in between.split(text) if part.strip()]
        numbers = [number for part in parts if (number := _one(part) or _one(_alone(part)))]
        if numbers and len(parts) == 1:
            return numbers[0], ()
        if numbers:
            return numbers[0], (_warning(ProblemCode.PHONE_SEVERAL, numbers[0]),)
    return None


def _alone(text: str) -> str:
    return AROUND_A_NUMBER.sub(" ", text).strip()


def _abroad(text: str) -> Found | None:
    """Ask the library of the world's numbering plans about a number with a country's code."""
    if not text.startswith(("+", "00")):
        return None
    import phonenumbers  # slow to import, and hardly ever needed

    try:
        number = phonenumbers.parse(re.sub(r"\A00", "+", text), "CN")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL), ()


def _fault(text: str) -> Problem:
    digits = sum(sign.isdigit() for sign in text)
    if digits and not any(sign.isalpha() for sign in text):
        return Problem("phone", ProblemCode.PHONE_DIGITS, facts={"digits": str(digits)})
    return Problem("phone", ProblemCode.PHONE_SHAPE, facts={"digits": str(digits)})


def _warning(code: ProblemCode, taken: str = "") -> Problem:
    facts = {"taken": taken} if taken else {}
    return Problem("phone", code, Severity.WARNING, facts)
