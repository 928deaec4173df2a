"""Listing for supervision what is long unsolved or repeated, and a leader's word to it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bureau.models import User
from bureau.services import record_act, tell
from complaints import notices
from complaints.models import Case, Supervision
from complaints.selectors.supervising import Found, to_be_listed
from complaints.services.errors import reason_given

KIND = "supervision"


def list_supervised(*, at: datetime) -> int:
    """List what has become long unsolved or repeated by `at`; return how much was new.

    Whatever is listed already waits as it stands: called again it changes nothing.
    """
    return sum(_list(found, at) for found in list(to_be_listed(at=at)))


@transaction.atomic
def _list(found: Found, at: datetime) -> bool:
    """List one thing under the lock of its case, unless another worker was quicker."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=found.case)
    listing, is_new = Supervision.objects.get_or_create(
        reason=found.reason, about=found.about, noted_at=None,
        defaults={"case": case, "count": found.many, "found_at": at},
    )  # fmt: skip
    if is_new:
        facts = {"reason": str(found.reason), "case": case.no, "count": found.many}
        record_act(
            verb="list_supervised", kind=KIND, no=listing.pk, by=None, at=at,
            institution=case.institution, facts=facts,
        )  # fmt: skip
        tell(notices.supervised(listing), at=at)
    return is_new


@transaction.atomic
def note_supervision(*, supervision: Supervision, note: str, by: User, at: datetime) -> Supervision:
    """Write down that a leader took note, and what is to be done; noted twice, the first stands.

    :raises CaseError: without words.
    """
    words = reason_given(note, ask=_("Please write what is to be done."))
    supervision = Supervision.objects.select_for_update().get(pk=supervision.pk)
    if supervision.noted_at:
        return supervision
    supervision.noted_by, supervision.noted_at, supervision.note = by, at, words
    supervision.save(update_fields=["noted_by", "noted_at", "note"])
    record_act(
        verb="note_supervision", kind=KIND, no=supervision.pk, by=by, at=at,
        institution=supervision.case.institution, why=words,
        facts={"case": supervision.case.no},
    )  # fmt: skip
    case = supervision.case
    tell(notices.supervision_noted(supervision, case), at=at)
    return supervision
