"""Files on records: taken by their content, shown to whom it was decided, always a download."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bureau.attachments import AttachmentRefused, made_harmless
from bureau.choices import UNFIT
from bureau.models import Attachment, Institution, User
from bureau.rules import MIN_REASON, MOST_ATTACHMENTS, Audience, SectionCode, says_something
from bureau.services.acts import PUBLIC, Doer, client_of, record_act, user_of
from bureau.services.errors import BureauError
from bureau.services.files import atomic_with_files, keep_file, open_file


@atomic_with_files()
def add_attachment(
    *,
    kind: str,
    no: object,
    name: str,
    content: bytes,
    institution: Institution | None,
    section: SectionCode,
    by: Doer,
    at: datetime,
) -> Attachment:
    """Hang a file on a record, for the bureau and whoever hands it in; sent twice, it hangs once.

    What the public sends has no sender.

    Who calls this has found the record and holds it locked.

    :raises BureauError: if the file is not taken, or too many hang there already.
    """
    try:
        harmless = made_harmless(name, content)
    except AttachmentRefused as refused:
        raise BureauError(str(UNFIT[refused.why])) from refused
    hanging = Attachment.objects.of(kind, no)
    digest = hashlib.sha256(harmless.content).hexdigest()
    sender = {"by": user_of(by), "client": client_of(by)}
    if standing := hanging.filter(file__sha256=digest, **sender).first():
        return standing
    _check_room(hanging)
    attachment = Attachment.objects.create(
        object_kind=kind,
        object_no=str(no),
        institution=institution,
        section_code=section,
        file=keep_file(name=harmless.name, content=harmless.content, by=by, at=at),
        media_type=harmless.media_type,
        at=at,
        **sender,
    )
    _act(attachment, "add_attachment", by=by, at=at, after=Audience.INTERNAL)
    return attachment


@transaction.atomic
def hang_again(
    *, attachment: Attachment, kind: str, no: object, by: User, at: datetime
) -> Attachment:
    """Hang a file that hangs on one record on another as well: the bytes are kept once.

    It keeps who handed it in and when, and is seen by whoever sees it where it came from. Who
    calls this has found both records and holds the second locked; done twice, it hangs once.

    :raises BureauError: if it was withdrawn, or too many hang there already.
    """
    attachment = _standing(attachment)
    hanging = Attachment.objects.of(kind, no)
    if standing := hanging.filter(file=attachment.file_id).first():
        return standing
    _check_room(hanging)
    hung = Attachment.objects.create(
        object_kind=kind,
        object_no=str(no),
        institution=attachment.institution,
        section_code=attachment.section_code,
        audience=attachment.audience,
        file=attachment.file,
        media_type=attachment.media_type,
        by=attachment.by,
        client=attachment.client,
        at=attachment.at,
    )
    _act(hung, "add_attachment", by=by, at=at, after=hung.audience)
    return hung


def _check_room(hanging: QuerySet[Attachment]) -> None:
    """:raises BureauError: if too many files hang on a record already."""
    if hanging.count() >= MOST_ATTACHMENTS:
        said = ngettext(
            "At most %(n)s file can be attached here.",
            "At most %(n)s files can be attached here.",
            MOST_ATTACHMENTS,
        )
        raise BureauError(said % {"n": MOST_ATTACHMENTS})


@transaction.atomic
def change_audience(
    *, attachment: Attachment, audience: Audience, by: User, at: datetime
) -> Attachment:
    """Say who sees an attachment; the same again changes nothing.

    :raises BureauError: if it was withdrawn.
    """
    attachment = _standing(attachment)
    if attachment.audience == audience:
        return attachment
    before = attachment.audience
    attachment.audience = audience
    attachment.save(update_fields=["audience"])
    _act(attachment, "change_audience", by=by, at=at, before=before, after=audience)
    return attachment


@transaction.atomic
def file_under(
    *, kind: str, no: object, institution: Institution | None, section: SectionCode
) -> None:
    """File all that ever hung on a record under another institution, or none, and a section.

    Who calls this holds the record locked, and writes down why.
    """
    hung = Attachment.objects.filter(object_kind=kind, object_no=str(no))
    hung.update(institution=institution, section_code=section)


@transaction.atomic
def withdraw_attachment(
    *, attachment: Attachment, reason: str, by: User, at: datetime
) -> Attachment:
    """Take a file off its record with a reason; the row stays. Withdrawn twice is once.

    :raises BureauError: if there is no reason.
    """
    if not says_something(reason):
        raise BureauError(_("Please write why, in at least %(n)s characters.") % {"n": MIN_REASON})
    attachment = Attachment.objects.select_for_update().get(pk=attachment.pk)
    if attachment.withdrawn_at:
        return attachment
    attachment.withdrawn_at, attachment.withdrawal_reason = at, reason.strip()
    attachment.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    _act(attachment, "withdraw_attachment", by=by, at=at, why=reason.strip())
    return attachment


@transaction.atomic
def open_attachment(
    *, attachment: Attachment, by: Doer, at: datetime, sees_record: bool = False
) -> bytes:
    """Read an attachment for somebody whom its app lets see the record; it is written down.

    With `sees_record` the app vouches that within the bureau the record itself decides.

    :raises Attachment.DoesNotExist: if it was withdrawn, or is not for whoever asks.
    """
    files = Attachment.objects
    seen = files.hanging_on_seen(by) if sees_record else files.visible_to(by)
    found = seen.filter(withdrawn_at=None).select_related("file").get(pk=attachment.pk)
    _act(found, "open_attachment", by=by, at=at)
    return open_file(found.file)


@transaction.atomic
def open_released(*, kind: str, no: object, pk: UUID, at: datetime) -> tuple[Attachment, bytes]:
    """Read a file of a record that was released to everybody; that it was opened is written down.

    Who calls this has found the record by a right of the asker's own, a number and its code.

    :raises Attachment.DoesNotExist: if it was not released, or was withdrawn.
    """
    released = Attachment.objects.of(kind, no).filter(audience=Audience.PUBLIC)
    found = released.select_related("file").get(pk=pk)
    _act(found, "open_attachment", by=PUBLIC, at=at)
    return found, open_file(found.file)


def _standing(attachment: Attachment) -> Attachment:
    found = Attachment.objects.select_for_update().get(pk=attachment.pk)
    if found.withdrawn_at:
        raise BureauError(_("This attachment was withdrawn."))
    return found


def _act(
    attachment: Attachment,
    verb: str,
    *,
    by: Doer,
    at: datetime,
    before: str = "",
    after: str = "",
    why: str = "",
) -> None:
    record_act(
        verb=verb,
        kind=attachment.object_kind,
        no=attachment.object_no,
        by=by,
        at=at,
        institution=attachment.institution,
        before=str(before),
        after=str(after),
        why=why,
        facts={
            "attachment": str(attachment.pk),
            "type": attachment.media_type,
            "bytes": attachment.file.size,
        },
    )
