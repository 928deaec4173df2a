"""The files of a case that a person may see."""

from django.db.models import QuerySet

from bureau.models import ApiClient, Attachment, User
from complaints.models import Case

KIND = "case"


def files_of(case: Case, *, user: User) -> QuerySet[Attachment]:
    """Return a case's files for somebody who was found to see the case.

    A unit sees the evidence it handed in, and of the rest what was released.
    """
    return files_of_no(case.no, user=user)


def files_of_no(no: str, *, user: User | ApiClient) -> QuerySet[Attachment]:
    files = Attachment.objects.hanging_on_seen(user).of(KIND, no)
    return files.select_related("file", "by", "client__institution")
