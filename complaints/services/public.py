"""A complaint from the public's own form: registered once, however often it is sent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.attachments import PICTURES, AttachmentRefused, Unfit, kind_of
from bureau.calendar import WorkCalendar
from bureau.choices import UNFIT
from bureau.sealing import keyed_hash
from bureau.services import (
    PUBLIC,
    BureauError,
    DoorShut,
    atomic_with_files,
    knock,
    tell,
)
from complaints import notices
from complaints.models import Case
from complaints.rules import doors, query_codes, tracking
from complaints.rules.words import Channel
from complaints.selectors.tracking import photos_of_public, sent_with
from complaints.services.errors import CaseError
from complaints.services.files import hang_file
from complaints.services.registering import Complainant, Registered, Told, register_case

FORM_NO_BYTES = 10
PHOTO_NAME = "照片"
"""What a photo was called on a telephone may say whose it is."""


def form_no(form: bytes) -> str:
    """Return the number under which what a form was sent with is found again."""
    return query_codes.written(keyed_hash(form.hex(), purpose="public form")[:FORM_NO_BYTES])


def _code_of(form: bytes) -> str:
    """Return a form's query code: worked out from its secret, so that sent again it is the same."""
    return query_codes.written(keyed_hash(form.hex(), purpose="code of form")[: query_codes.BYTES])


def found_again(form: bytes, *, at: datetime) -> Registered | None:
    """Return what a form was sent with before; for some minutes with its code, then without."""
    case = sent_with(form_no(form))
    if case is None:
        return None
    is_fresh = at - case.received_at < timedelta(minutes=doors.MINUTES_SAME)
    return Registered(case, _code_of(form) if is_fresh else "")


def admit(*, visitor: bytes, photo_bytes: int, at: datetime) -> None:
    """Count a complaint at the doors, before anything costs room or work.

    :raises DoorShut: if this visitor sent too many.
    :raises CaseError: if too many photos came today; the words alone are taken still.
    """
    if photo_bytes:
        admit_photos(visitor=visitor, photo_bytes=photo_bytes, at=at)
    knock(door="complaint", key=visitor, limit=doors.COMPLAINTS, at=at)


def admit_photos(*, visitor: bytes, photo_bytes: int, at: datetime) -> None:
    """Count photos before anything is drawn or kept.

    :raises CaseError: if this visitor, or everybody together, sent too many today.
    """
    try:
        for key, limit in ((visitor, doors.PHOTO_BYTES), (b"everybody", doors.ALL_PHOTO_BYTES)):
            knock(door="photos", key=key, limit=limit, at=at, weight=photo_bytes)
    except DoorShut as shut:
        raise CaseError(
            _("No more photos can be taken today. Please send your words without photos.")
        ) from shut


def receive_complaint(
    *,
    form: bytes,
    told: Told,
    complainant: Complainant,
    photos: Sequence[bytes] = (),
    at: datetime,
    calendar: WorkCalendar,
) -> Registered:
    """Register what the public's form was sent with. Sent again, it is the case there is.

    :raises CaseError: if nothing is said, or a photo cannot be taken; nothing is kept then.
    """
    told = replace(told, channel=Channel.QR_FORM, external_no=form_no(form), received_at=at)
    with atomic_with_files():
        registered = register_case(
            told=told, complainant=complainant, by=PUBLIC, at=at, calendar=calendar,
            code=_code_of(form),
        )  # fmt: skip
        if registered.query_code:
            hang_photos(case=registered.case, photos=photos, at=at)
            day = timezone.localdate(at)
            tell(notices.arrived(registered.case, day=day), at=at)
    return registered if registered.query_code else found_again(form, at=at) or registered


def hang_photos(*, case: Case, photos: Sequence[bytes], at: datetime) -> None:
    """Hang photos on a case, drawn anew: what the camera wrote into them stays behind.

    Who calls this holds the case.

    :raises CaseError: if one cannot be taken.
    """
    if len(photos) > doors.MOST_PHOTOS:
        raise CaseError(_("At most %(n)s photos at a time.") % {"n": doors.MOST_PHOTOS})
    if len(photos) > tracking.photos_left(hanging=photos_of_public(case)):
        raise CaseError(
            _("A complaint takes %(n)s photos altogether. Please send your words without photos.")
            % {"n": tracking.MOST_PHOTOS_KEPT}
        )
    try:
        for number, content in enumerate(photos, start=1):
            _check_is_picture(content)
            hang_file(case=case, name=f"{PHOTO_NAME}{number}", content=content, by=PUBLIC, at=at)
    except BureauError as refused:
        raise CaseError(str(refused)) from refused


def _check_is_picture(content: bytes) -> None:
    if not content:
        raise CaseError(str(UNFIT[Unfit.EMPTY]))
    try:
        kind = kind_of(content)
    except AttachmentRefused:
        kind = ""
    if kind not in PICTURES:
        raise CaseError(_("Please send photos only (jpg, png, webp)."))
