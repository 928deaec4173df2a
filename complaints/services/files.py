"""Files of a case: handed in by the public, the bureau or a unit; who sees one a person decides."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bureau import rules
from bureau.models import Attachment, Institution, User
from bureau.services import (
    Doer,
    add_attachment,
    atomic_with_files,
    change_audience,
    file_under,
    withdraw_attachment,
)
from complaints.models import Case
from complaints.rules import secrecy
from complaints.rules.steps import Step
from complaints.rules.words import Audience, Confidentiality
from complaints.services.acts import CASE, check_step, locked
from complaints.services.errors import CaseError


def hang_file(*, case: Case, name: str, content: bytes, by: Doer, at: datetime) -> Attachment:
    """Hang a file on a case, for the bureau alone. Sent again by the same it hangs once.

    An accusation's file is filed under no institution, so that no liaison of the accused meets
    it anywhere. Who calls this holds the case.

    :raises BureauError: if the file is not taken.
    """
    of_petitions = case.is_accusation or case.is_petition
    section = rules.SectionCode.PETITIONS if of_petitions else rules.SectionCode.MEDICAL_ADMIN
    return add_attachment(
        kind=CASE, no=case.no, name=name, content=content,
        institution=None if case.is_accusation else case.institution,
        section=section, by=by, at=at,
    )  # fmt: skip


@atomic_with_files()
def attach_file(
    *,
    case: Case,
    name: str,
    content: bytes,
    audience: Audience = Audience.INTERNAL,
    by: User,
    at: datetime,
) -> Attachment:
    """Hang a file of the bureau's on a case, internal unless somebody says otherwise.

    :raises CaseError: if the case is archived, or an accusation would leave the bureau.
    :raises BureauError: if the file is not taken.
    """
    case = locked(case)
    check_step(case, Step.ATTACH)
    attachment = hang_file(case=case, name=name, content=content, by=by, at=at)
    if audience is Audience.INTERNAL:
        return attachment
    return show_file(case=case, attachment=attachment, audience=audience, by=by, at=at)


@atomic_with_files()
def hand_in_evidence(
    *, case: Case, institution: Institution, name: str, content: bytes, by: Doer, at: datetime
) -> Attachment:
    """Hang a unit's evidence on a case that it was given: the unit and the bureau see it.

    :raises CaseError: if this unit does not have the case, or it is found already.
    :raises BureauError: if the file is not taken.
    """
    case = locked(case)
    if not case.assignments.filter(institution=institution, returned_at=None).exists():
        raise CaseError(_("%(house)s does not have this case.") % {"house": institution})
    check_step(case, Step.REPORT)
    return hang_file(case=case, name=name, content=content, by=by, at=at)


@transaction.atomic
def show_file(
    *,
    case: Case,
    attachment: Attachment,
    audience: Audience,
    is_looked_at: bool = False,
    by: User,
    at: datetime,
) -> Attachment:
    """Say who sees a file; the same again changes nothing.

    What a protected or anonymous complainant sent can show who they are: it leaves the bureau
    only once somebody has looked at it.

    :raises CaseError: for a file of another case, of an accusation, or one nobody looked at.
    """
    case = locked(case)
    _check_hangs_on(case, attachment)
    if audience is not Audience.INTERNAL:
        _check_may_leave(case, attachment, is_looked_at=is_looked_at)
    return change_audience(
        attachment=attachment, audience=rules.Audience(audience.value), by=by, at=at
    )


def _check_hangs_on(case: Case, attachment: Attachment) -> None:
    if (attachment.object_kind, attachment.object_no) != (CASE, case.no):
        raise CaseError(_("This file hangs on another case."))


@transaction.atomic
def withdraw_file(
    *, case: Case, attachment: Attachment, reason: str, by: User, at: datetime
) -> Attachment:
    """Take a file off a case, with a reason: nobody opens it any more. Taken off twice is once.

    :raises CaseError: for a file of another case, or once the case is archived.
    :raises BureauError: without a reason.
    """
    case = locked(case)
    _check_hangs_on(case, attachment)
    check_step(case, Step.TAKE_OFF)
    return withdraw_attachment(attachment=attachment, reason=reason, by=by, at=at)


def _check_may_leave(case: Case, attachment: Attachment, *, is_looked_at: bool) -> None:
    """:raises CaseError: if a file stays in the bureau, or nobody looked at it."""
    if case.is_accusation:
        raise CaseError(_("An accusation never goes to whom it accuses."))
    is_open = secrecy.shows_complainant_to_units(Confidentiality(case.confidentiality))
    if attachment.is_from_the_public and not is_open and not is_looked_at:
        raise CaseError(_("Look at it first: nothing in it may tell who complained."))


def hide_from_units(case: Case, by: User, at: datetime) -> None:
    """Take a locked case's files out of every institution's sight: they are the bureau's alone.

    What was released to whoever complained stays with them.
    """
    file_under(kind=CASE, no=case.no, institution=None, section=rules.SectionCode.PETITIONS)
    for shown in Attachment.objects.of(CASE, case.no).filter(audience=Audience.INSTITUTION.value):
        change_audience(attachment=shown, audience=rules.Audience.INTERNAL, by=by, at=at)
