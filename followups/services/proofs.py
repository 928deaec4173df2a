"""Proofs beside a version of a register: a photo of the paper form, a note that explains."""

from datetime import datetime

from django.utils.translation import gettext as _

from bureau.models import Attachment, User
from bureau.rules import SectionCode
from bureau.services import add_attachment, atomic_with_files, withdraw_attachment
from followups.models import RegisterVersion
from followups.services.errors import RegisterError

PROOF = "register_version"


@atomic_with_files()
def add_proof(
    *, version: RegisterVersion, name: str, content: bytes, by: User, at: datetime
) -> Attachment:
    """Hang a proof on one's own institution's version; sent twice, it hangs once.

    :raises RegisterError: if it is another institution's.
    :raises BureauError: if the file is not taken.
    """
    version = RegisterVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if version.register.institution_id != by.institution_id:
        raise RegisterError(_("Proofs are handed in by the institution itself."))
    return add_attachment(
        kind=PROOF,
        no=version.pk,
        name=name,
        content=content,
        institution=version.register.institution,
        section=SectionCode.MEDICAL_ADMIN,
        by=by,
        at=at,
    )


def withdraw_proof(*, proof: Attachment, reason: str, by: User, at: datetime) -> Attachment:
    """Take a proof back, with a reason; only the institution that handed it in may.

    :raises RegisterError: if somebody else handed it in.
    :raises BureauError: if there is no reason.
    """
    if proof.by.institution_id != by.institution_id:
        raise RegisterError(_("Only the institution that handed it in can take it back."))
    return withdraw_attachment(attachment=proof, reason=reason, by=by, at=at)
