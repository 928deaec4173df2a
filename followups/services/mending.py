"""What a person does to a checked file before it is submitted: answer, correct, lay aside."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from django.db import transaction
from django.utils.translation import gettext as _

from bureau.models import User
from bureau.services import finish_job, queue_job
from followups.models import Upload
from followups.rules.words import UploadState
from followups.services.acts import record_register_act
from followups.services.errors import RegisterError
from followups.services.marking import drop_marked_copy
from followups.services.uploads import corrections_of
from followups.sheets import BY_FIELD
from followups.wording import column_title

Corrections = Mapping[int, Mapping[str, str]]


@transaction.atomic
def answer_questions(
    *, upload: Upload, answers: Mapping[str, str], by: User | None, at: datetime
) -> Upload:
    """Take the answers to a file's questions and have it read again with them.

    :raises RegisterError: if an answer is missing or not among the choices.
    """
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.state not in {UploadState.ASKING, UploadState.CHECKED}:
        return upload
    for question in upload.questions:
        if answers.get(question["key"]) not in question["choices"]:
            raise RegisterError(_("Please answer every question about the file."))
    upload.answers = {q["key"]: answers[q["key"]] for q in upload.questions}
    _record(upload, "answer_questions", by=by, at=at, answers=upload.answers)
    _queue_again(upload, at)
    return upload


@transaction.atomic
def correct_cells(
    *, upload: Upload, corrections: Corrections, by: User | None, at: datetime, reason: str = ""
) -> Upload:
    """Take texts in place of cells, by row number and field, and have the file checked again.

    The file stays as it came; the corrections are kept beside it, sealed. A reason written
    meanwhile is kept for the submission; without corrections nothing else happens.

    :raises RegisterError: if the file is not being checked any more, nothing of it can be
        submitted anyhow, or a text is longer than its column holds; nothing is taken then.
    """
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.state != UploadState.CHECKED:
        raise RegisterError(_("This file can no longer be corrected. Please hand in a new one."))
    # Whose rows they are is not typed on the page: the institution comes from the account.
    if upload.is_blocked or any("institution" in texts for texts in corrections.values()):
        raise RegisterError(_("Rows of another institution must be taken out of the workbook."))
    _check_lengths(upload, corrections)
    upload.reason = reason or upload.reason
    if not corrections:
        upload.save(update_fields=["reason"])
        return upload
    kept = corrections_of(upload)
    for number, texts in corrections.items():
        kept[number] = {**kept.get(number, {}), **texts}
    upload.corrections = orjson.dumps({str(n): texts for n, texts in kept.items()}).decode()
    cells = {str(number): sorted(texts) for number, texts in corrections.items()}
    _record(upload, "correct_cells", by=by, at=at, cells=cells)
    _queue_again(upload, at)
    return upload


def _check_lengths(upload: Upload, corrections: Corrections) -> None:
    for number, texts in corrections.items():
        for field, text in texts.items():
            if len(text) <= BY_FIELD[field].most:
                continue
            sentence = _(
                "Row %(row)s, %(column)s: you typed %(length)s characters, at most %(most)s fit."
                " Nothing was taken over yet; please shorten it."
            )
            facts = {"row": number, "column": column_title(field, upload.layout)}
            lengths = {"length": len(text), "most": BY_FIELD[field].most}
            raise RegisterError(sentence % (facts | lengths))


def _record(
    upload: Upload,
    verb: str,
    *,
    by: User | None,
    at: datetime,
    after: UploadState = UploadState.WAITING,
    **facts: Any,
) -> None:
    """Write what was done to a file. Which cells were corrected is told, never what they say."""
    record_register_act(
        upload.register,
        verb,
        by=by,
        at=at,
        before=upload.state,
        after=after,
        facts={"upload": str(upload.pk), **facts},
    )


def _queue_again(upload: Upload, at: datetime) -> None:
    upload.state = UploadState.WAITING
    upload.attempts = 0
    # What was staged goes by what the file said before; nothing of it is shown until it is read.
    upload.rows.all().delete()
    # A copy marked before says what no longer holds.
    drop_marked_copy(upload, at=at)
    upload.job = queue_job(
        kind="check_register", by=upload.by, institution=upload.register.institution, at=at
    )
    upload.save()


@transaction.atomic
def withdraw_upload(*, upload: Upload, by: User | None, at: datetime) -> Upload:
    """Lay a file aside that was not submitted. The file stays kept, the act says who did it.

    A file laid aside before stays as it is.

    :raises RegisterError: if it was submitted already.
    """
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.state == UploadState.SUBMITTED:
        raise RegisterError(_("This file was submitted and stays on record."))
    if upload.state == UploadState.WITHDRAWN:
        return upload
    _record(upload, "withdraw_upload", by=by, at=at, after=UploadState.WITHDRAWN)
    upload.state = UploadState.WITHDRAWN
    upload.save(update_fields=["state"])
    # Nobody reads it any more, and nobody waits for its marks.
    finish_job(upload.job, at=at)
    if upload.marking_job:
        finish_job(upload.marking_job, at=at)
    return upload
