"""The files of a case that a person may see."""

from django.db.models import QuerySet

from bureau.models import Attachment, User
from complaints.models import Case

KIND = "case"


def files_of(case: Case, *, user: User) -> QuerySet[Attachment]:
    """Return a case's files for somebody who was found to see the case.

    A unit sees the evidence it handed in, and of the rest what was released.
    """
    files = Attachment.objects.hanging_on_seen(user).of(KIND, case.no)
    return files.select_related("file", "by")
