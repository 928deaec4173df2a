"""What happens to posting places: hung, put right, looked at, taken down; and the test calls."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.models import Attachment, Department, Institution, User
from bureau.rules import Audience, SectionCode
from bureau.services import add_attachment, atomic_with_files, change_audience, record_act
from rectification.models.places import KIND, AbsentZone, PostingPlace, TestCall
from rectification.rules.postings import CheckResult, Zone, is_number, place_key
from rectification.services.errors import LedgerError, reason_given

ZONE, CALL = "posting_zone", "test_call"
MOST_SECONDS = 600


@transaction.atomic
def register_place(
    *,
    institution: Institution,
    zone: Zone,
    place: str,
    department: Department | None = None,
    own_number: str = "",
    bureau_number: str = "",
    by: User,
    at: datetime,
) -> PostingPlace:
    """Enter a place where the phones hang; it gets the code of its poster.

    The same place entered again, however it is spelt, is the one that stands, unchanged.

    :raises LedgerError: if it is another house's, says no place, lies in a zone that is not there,
        or names what is no number, or one for both.
    """
    _check_house(institution, by)
    place = place.strip()
    if not place:
        raise LedgerError(_("Please write where the numbers hang."))
    if department and department.institution_id != institution.pk:
        raise LedgerError(_("This department belongs to another institution."))
    own, bureau = _both(own_number, bureau_number)
    # The lock makes two people who enter the same place at once wait for each other.
    Institution.objects.select_for_update().get(pk=institution.pk)
    hanging = PostingPlace.objects.standing().filter(institution=institution)
    if standing := next((one for one in hanging if place_key(one.place) == place_key(place)), None):
        return standing
    if AbsentZone.objects.filter(institution=institution, zone=zone).exists():
        raise LedgerError(
            _("The bureau said that this zone is not there: it has to be asked for again first.")
        )
    made = PostingPlace.objects.create(
        institution=institution,
        zone=zone,
        department=department,
        place=place,
        own_number=own,
        bureau_number=bureau,
        since=timezone.localdate(at),
    )
    _act(made, "register_place", by=by, at=at, after="standing", facts={"zone": str(zone)})
    return made


@transaction.atomic
def correct_place(
    *, place: PostingPlace, own_number: str, bureau_number: str, by: User, at: datetime
) -> PostingPlace:
    """Put the two numbers right; the same again changes nothing.

    :raises LedgerError: if it was taken down, is another house's, one is no number, or one is both.
    """
    place = _standing(place, by)
    numbers = _both(own_number, bureau_number)
    if numbers == (place.own_number, place.bureau_number):
        return place
    place.own_number, place.bureau_number = numbers
    place.save(update_fields=["own_number", "bureau_number"])
    _act(place, "correct_place", by=by, at=at)
    return place


@transaction.atomic
def check_place(
    *, place: PostingPlace, result: CheckResult, note: str = "", by: User, at: datetime
) -> PostingPlace:
    """Write down what somebody of the bureau found there; the same again that day is once.

    :raises LedgerError: if it was taken down, or a house checks itself.
    """
    if by.institution_id:
        raise LedgerError(_("The bureau checks what hangs; an institution does not check itself."))
    place = _standing(place, by)
    day, before = timezone.localdate(at), place.check_result
    if (place.checked_on, place.checked_by_id, before) == (day, by.pk, result):
        return place
    place.checked_on, place.checked_by, place.check_result = day, by, result
    place.save(update_fields=["checked_on", "checked_by", "check_result"])
    _act(place, "check_place", by=by, at=at, before=before, after=result, why=note.strip()[:500])
    return place


@transaction.atomic
def retire_place(*, place: PostingPlace, reason: str, by: User, at: datetime) -> PostingPlace:
    """Take a place down, with a reason; its code is never given again. Taken down twice is once.

    :raises LedgerError: without a reason, or if it is another house's.
    """
    _check_house(place.institution, by)
    place = PostingPlace.objects.select_for_update(of=("self",)).get(pk=place.pk)
    if not place.stands:
        return place
    why = reason_given(reason, ask=_("Please write why it is taken down."))
    place.retired_on = timezone.localdate(at)
    place.save(update_fields=["retired_on"])
    _act(place, "retire_place", by=by, at=at, before="standing", after="retired", why=why)
    return place


@atomic_with_files()
def add_place_photo(
    *, place: PostingPlace, name: str, content: bytes, by: User, at: datetime
) -> Attachment:
    """Hang a photo on a place; both the bureau and the house see it. Sent twice, it hangs once.

    :raises LedgerError: if it was taken down or is another house's.
    :raises BureauError: if the file is not taken.
    """
    place = _standing(place, by)
    photo = add_attachment(
        kind=KIND,
        no=place.code,
        name=name,
        content=content,
        institution=place.institution,
        section=SectionCode.MEDICAL_ADMIN,
        by=by,
        at=at,
    )
    return change_audience(attachment=photo, audience=Audience.INSTITUTION, by=by, at=at)


@transaction.atomic
def say_zone_absent(
    *, institution: Institution, zone: Zone, reason: str, by: User, at: datetime
) -> AbsentZone:
    """Say that an institution has no such zone, so that nothing is asked for there.

    :raises LedgerError: without a reason, if a house says it of itself, or something hangs there.
    """
    if by.institution_id:
        raise LedgerError(_("The bureau says which zones an institution does not have."))
    why = reason_given(reason, ask=_("Please write why this zone is not there."))
    hangs = PostingPlace.objects.standing().filter(institution=institution, zone=zone)
    if hangs.exists():
        raise LedgerError(_("Something hangs in this zone: take it down first."))
    absent, is_new = AbsentZone.objects.get_or_create(
        institution=institution, zone=zone, defaults={"reason": why, "by": by, "at": at}
    )
    if is_new:
        _zone_act(absent, "say_zone_absent", by=by, at=at, why=why)
    return absent


@transaction.atomic
def say_zone_there(*, institution: Institution, zone: Zone, by: User, at: datetime) -> None:
    """Ask for a zone again; one that was asked for all along stays so.

    :raises LedgerError: if a house says it of itself.
    """
    if by.institution_id:
        raise LedgerError(_("The bureau says which zones an institution does not have."))
    for absent in AbsentZone.objects.filter(institution=institution, zone=zone):
        _zone_act(absent, "say_zone_there", by=by, at=at)
        absent.delete()


@transaction.atomic
def record_test_call(
    *,
    institution: Institution,
    number: str,
    called_at: datetime,
    answered_in_s: int | None,
    note: str = "",
    by: User,
    at: datetime,
) -> TestCall:
    """Write down a call to a posted number; the same call entered again is the one that stands.

    :raises LedgerError: if a house rings itself, it is no number, or the call is yet to be made.
    """
    if by.institution_id:
        raise LedgerError(_("The bureau rings; an institution does not test itself."))
    if called_at > at:
        raise LedgerError(_("A call cannot have been made in the future."))
    if answered_in_s is not None and not 0 <= answered_in_s <= MOST_SECONDS:
        raise LedgerError(_("Seconds until somebody answered: 0 to %(n)s.") % {"n": MOST_SECONDS})
    rung = _dialled(number)
    if not rung:
        raise LedgerError(_("Please write which number was rung."))
    call = TestCall(
        institution=institution, number=rung, called_at=called_at, answered_in_s=answered_in_s,
        note=note.strip()[:200], by=by, recorded_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            call.save(force_insert=True)
    except IntegrityError:
        return TestCall.objects.get(institution=institution, number=rung, called_at=called_at)
    record_act(
        verb="record_test_call", kind=CALL, no=call.pk, by=by, at=at, institution=institution,
        facts={"answered_in_s": answered_in_s},
    )  # fmt: skip
    return call


def _check_house(institution: Institution, by: User) -> None:
    if by.institution_id and by.institution_id != institution.pk:
        raise LedgerError(_("An institution speaks for itself alone."))


def _standing(place: PostingPlace, by: User) -> PostingPlace:
    """Lock a place and read it anew."""
    found = PostingPlace.objects.select_for_update(of=("self",)).select_related("institution")
    place = found.get(pk=place.pk)
    _check_house(place.institution, by)
    if not place.stands:
        raise LedgerError(_("This place was taken down."))
    return place


def _both(own_number: str, bureau_number: str) -> tuple[str, str]:
    """Return the two numbers as they are kept.

    :raises LedgerError: if one cannot be dialled, or both are the same.
    """
    own, bureau = _dialled(own_number), _dialled(bureau_number)
    if own and own == bureau:
        raise LedgerError(_("The house's own number and the bureau's are two: these are the same."))
    return own, bureau


def _dialled(number: str) -> str:
    """Return a number as it is kept; none is kept as none.

    :raises LedgerError: if it cannot be dialled.
    """
    number = number.strip()
    if number and not is_number(number):
        raise LedgerError(_("“%(number)s” is no telephone number.") % {"number": number[:40]})
    return number


def _act(place: PostingPlace, verb: str, *, by: User, at: datetime, **said: Any) -> None:
    said = {name: str(v) if name in {"before", "after"} else v for name, v in said.items()}
    record_act(
        verb=verb, kind=KIND, no=place.code, by=by, at=at, institution=place.institution, **said
    )


def _zone_act(absent: AbsentZone, verb: str, *, by: User, at: datetime, why: str = "") -> None:
    record_act(
        verb=verb, kind=ZONE, no=f"{absent.institution.code}/{absent.zone}", by=by, at=at,
        institution=absent.institution, why=why,
    )  # fmt: skip
