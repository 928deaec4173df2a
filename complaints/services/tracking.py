"""With number and code: finding one's case, telling more, grading the answer."""

import hmac
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.calendar import WorkCalendar
from bureau.sealing import HASH_BYTES, keyed_hash
from bureau.services import PUBLIC, atomic_with_files, tell
from bureau.services.doors import check_open, locked_door, note_knock
from complaints import notices, selectors
from complaints.models import Callback, Case, Entry
from complaints.rules import doors, query_codes, tracking
from complaints.rules.words import Audience, CaseState, Grade
from complaints.services.acts import locked
from complaints.services.answering import record_callback
from complaints.services.errors import CaseError
from complaints.services.leaving import write_entry
from complaints.services.public import hang_photos

NO_CODE = bytes(HASH_BYTES)
DOOR = "code"


class WrongCode(CaseError):
    """Number and code do not belong together; whether there is such a number is not said."""


def case_of_code(*, no: str, code: str, at: datetime) -> Case:
    """Return the case that a number and its code name.

    Whoever asks for one number waits for the other, so no two guesses are counted as one. A
    number that is not there costs the same work and gets the same answers.

    :raises WrongCode: if they do not belong together.
    :raises DoorShut: after five wrong codes, for fifteen minutes, for the right one as well.
    """
    no = query_codes.read_no(no)
    key = keyed_hash(no or "-", purpose="tries of a number")
    with locked_door(door=DOOR, key=key) as tries:
        check_open(tries, limit=doors.WRONG_CODES, at=at)
        found = _case_named(no, query_codes.read(code))
        if found is None:
            note_knock(tries, limit=doors.WRONG_CODES, at=at)
        else:
            tries.delete()
    if found is None:
        raise WrongCode(_("The number and the code do not belong together. Look at both again."))
    return Case.objects.select_related("institution").get(pk=found)


def _case_named(no: str, code: str) -> int | None:
    row = Case.objects.filter(no=no).values_list("pk", "query_code_hash").first()
    pk, known = (row[0], bytes(row[1])) if row else (None, b"")
    given = keyed_hash(code or "-", purpose="query code")
    return pk if hmac.compare_digest(known or NO_CODE, given) else None


def add_words(*, case: Case, text: str, photos: Sequence[bytes] = (), at: datetime) -> Entry:
    """Write down what somebody who complained tells afterwards; the bureau reads it, no unit.

    The same words sent again stand once.

    :raises CaseError: without words, after the answer, too often, or for a photo that is not taken.
    """
    with atomic_with_files():
        case = locked(case)
        added = case.entries.filter(by=None)
        if standing := added.filter(text=text.strip()).first():
            return standing
        if not tracking.may_add(CaseState(case.state), added=added.count()):
            raise CaseError(_("Nothing can be added any more. Ring us, or send a new complaint."))
        entry = write_entry(case=case, text=text, audience=Audience.INTERNAL, by=PUBLIC, at=at)
        hang_photos(case=case, photos=photos, at=at)
        day = timezone.localdate(at)
        tell(notices.supplemented(case, count=added.count(), day=day), at=at)
        return entry


@transaction.atomic
def grade_answer(
    *, case: Case, grade: Grade, note: str, at: datetime, calendar: WorkCalendar
) -> Callback:
    """Write down how somebody who complained grades the answer; the same again stands once.

    :raises CaseError: before there is an answer, or after one grade and one more of the same round.
    """
    case = locked(case)
    given = selectors.callbacks_of_round(case).filter(by=None)
    is_again = given.filter(grade=grade, note=note.strip()).exists()
    if not is_again and not tracking.may_grade(CaseState(case.state), graded=given.count()):
        raise CaseError(_("The answer cannot be graded now, or you have graded it twice already."))
    return record_callback(
        case=case, grade=grade, note=note, by=PUBLIC, at=at, calendar=calendar
    )  # fmt: skip
