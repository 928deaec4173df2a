"""Checks of eligibility: asked, answered, kept under a number and a code that confirms it."""

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import EligibilityCheck
from accountability.rules import eligibility_code as codes
from accountability.rules.effects import Imposed, Purpose, obstacle
from accountability.rules.eligibility import MOST_NAMES, Result, Unclear, Wanted, identify
from accountability.rules.words import LadderCode
from accountability.selectors.effects import awaiting_effect, award_types, imposed_on
from accountability.selectors.eligibility import Roster, confirmed, may_check
from bureau.doors import Limit
from bureau.models import ApiClient, User
from bureau.sealing import keyed_hash
from bureau.services import BureauError, record_act, take_serial, user_of
from bureau.services.doors import check_open, locked_door, note_knock

CHECK = "eligibility_check"
SERIES = "eligibility_check"


class EligibilityError(BureauError):
    """An anticipated refusal, worded for the person at the screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody wants to know: for what, as it stood on which day, for which awards."""

    purpose: Purpose
    on: date
    year: int | None = None
    award: str = ""

    @property
    def award_type(self) -> str:
        return self.award if self.purpose is Purpose.AWARD else ""

    @property
    def year_meant(self) -> int:
        return self.year or self.on.year

    @property
    def award_year(self) -> int | None:
        return self.year_meant if self.purpose is Purpose.AWARD else None


@transaction.atomic
def check_eligibility(
    *, asked: Asked, wanted: Sequence[Wanted], by: User | ApiClient, at: datetime
) -> EligibilityCheck:
    """Answer for each name whether its bearer may be given something, and keep the answer.

    :raises EligibilityError: for whoever may not ask, for a day to come, for an award that no rule
        lists, without names or with too many.
    """
    if not may_check(by):
        raise EligibilityError(_("The personnel section checks, or a house its own people."))
    day = timezone.localdate(at)
    if asked.on > day:
        raise EligibilityError(_("Of a day to come nothing is known."))
    if asked.award and asked.award not in award_types(asked.on):
        raise EligibilityError(_("This is none of the awards that the rules of the day list."))
    if not 1 <= len(wanted) <= MOST_NAMES:
        raise EligibilityError(_("From 1 to %(n)s names are checked at once.") % {"n": MOST_NAMES})
    lines = _answers(asked, wanted, by)
    no = f"HC-{day.year}-{take_serial(series=SERIES, period=str(day.year)):04d}"
    counts = [one["result"] for one in lines]
    check = EligibilityCheck.objects.create(
        no=no, purpose=asked.purpose, year=asked.award_year, award=asked.award_type,
        on=asked.on, by=user_of(by), at=at,
        institution=by.institution, asked_by=by.actor.name, count=len(lines),
        not_eligible=counts.count(Result.NOT_ELIGIBLE), unclear=counts.count(Result.UNCLEAR),
        sealed_lines=json.dumps(lines, ensure_ascii=False), code=_code(no, asked, lines),
    )  # fmt: skip
    record_check_act(check, "check_eligibility", by=by, at=at)
    return check


def record_check_act(
    check: EligibilityCheck, verb: str, *, by: User | ApiClient, at: datetime
) -> None:
    """Write down who asked for or took away an answer; no name stands in an act."""
    facts = {
        "purpose": check.purpose, "award": check.award, "on": check.on.isoformat(),
        "names": check.count,
        "not_eligible": check.not_eligible, "unclear": check.unclear,
    }  # fmt: skip
    record_act(
        verb=verb, kind=CHECK, no=check.no, by=by, at=at, institution=check.institution, facts=facts
    )


def _answers(asked: Asked, wanted: Sequence[Wanted], by: User | ApiClient) -> list[dict[str, Any]]:
    roster = Roster(by, [one.name for one in wanted])
    found = [(one, identify(roster.plain(one), roster.named(one.name))) for one in wanted]
    whom = [known.pk for _one, known in found if not isinstance(known, Unclear)]
    imposed = imposed_on(LadderCode.STAFF, whom)
    waiting = awaiting_effect(
        whom, asked.purpose, day=asked.on, year=asked.year_meant, award=asked.award_type
    )
    lines = []
    for one, known in found:
        said = {"row": one.row, "name": one.name, "staff_no": one.staff_no, "house": one.house}
        if isinstance(known, Unclear):
            lines.append({**said, "result": Result.UNCLEAR.value, "why": known.value})
            continue
        said |= {"staff_no": known.staff_no, "house": known.house}
        answer = _answer(asked, imposed.get(known.pk, []))
        if answer["result"] == Result.ELIGIBLE and (number := waiting.get(known.pk)):
            why = Unclear.NOT_IN_EFFECT.value
            answer = {"result": Result.UNCLEAR.value, "why": why, "number": number}
        lines.append({**said, **answer})
    return lines


def _answer(asked: Asked, imposed: Sequence[Imposed]) -> Mapping[str, Any]:
    found = obstacle(
        imposed, asked.purpose, day=asked.on, year=asked.year_meant, award=asked.award_type
    )
    if found is None:
        return {"result": Result.ELIGIBLE.value}
    return {
        "result": Result.NOT_ELIGIBLE.value,
        "measure": found.code.value,
        "number": found.number,
        "until": found.last.isoformat() if found.last else "",
        **({"scope": list(found.scope)} if asked.purpose is Purpose.TITLE else {}),
    }


def _code(no: str, asked: Asked, lines: Sequence[Mapping[str, Any]]) -> str:
    said: list[Any] = [no, asked.purpose.value, asked.on.isoformat(), asked.award_year, list(lines)]
    said += [asked.award_type] if asked.award_type else []
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return codes.written(keyed_hash(text, purpose="eligibility check"))


def is_untouched(check: EligibilityCheck) -> bool:
    """Test if what is kept is what the code was made of."""
    asked = Asked(purpose=Purpose(check.purpose), on=check.on, year=check.year, award=check.award)
    return hmac.compare_digest(_code(check.no, asked, check.lines()), check.code)


def confirm_check(*, no: str, code: str, wrong: Limit, at: datetime) -> EligibilityCheck | None:
    """Find the check that a number and its code name; None where they do not belong together.

    A number that is not there costs the same work and gets the same answer.

    :raises DoorShut: after too many wrong codes of one number, for the right one as well.
    """
    no = codes.read_no(no)
    key = keyed_hash(no or "-", purpose="tries of a number")
    with locked_door(door="verify code", key=key) as tries:
        check_open(tries, limit=wrong, at=at)
        found = confirmed(no, codes.read(code))
        if found is None or not is_untouched(found):
            note_knock(tries, limit=wrong, at=at)
            return None
        tries.delete()
        return found
