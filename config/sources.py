"""Where what caused a record stands: its kind and number lead to a page, for whoever may see it.

A ledger item knows its source by a kind and a number and imports nothing from above; what spans
all apps finds the way back, and says whose it is.
"""

from collections.abc import Callable, Mapping
from datetime import date

from django.urls import reverse

from bureau.models import Institution, User
from complaints.models import Case
from followups.models import MonthlyRegister
from rectification.models import Item, Visit
from rectification.rules.words import SourceKind


def source_url(kind: str, no: str, *, user: User) -> str:
    """Return the address of a source; empty where there is none, or this person may not see it."""
    find = SOURCES.get(kind)
    return find(no, user) if find and no else ""


def _case(no: str, user: User) -> str:
    if not user.has_perm("complaints.view_case"):
        return ""
    found = Case.objects.visible_to(user).filter(no=no)
    return reverse("complaints:case", args=[no]) if found.exists() else ""


def _visit(no: str, user: User) -> str:
    """A finding is named by its visit and its item; it stands on the visit's page."""
    visit_no = no.partition("/")[0]
    if not user.has_perm("rectification.view_visit"):
        return ""
    found = Visit.objects.visible_to(user).filter(no=visit_no)
    return reverse("rectification:visit", args=[visit_no]) if found.exists() else ""


def _inspection(no: str, user: User) -> str:
    """A finding of a visit, or the item at whose look-back the problem was there again."""
    found = Item.objects.visible_to(user).filter(no=no).first()
    return found.get_absolute_url() if found else _visit(no, user)


def _register(no: str, user: User) -> str:
    """A cluster of opinions is named by institution, month and category; its register has it."""
    if not user.has_perm("followups.view_monthlyregister"):
        return ""
    code, _slash, rest = no.partition("/")
    month = rest[:7]
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        return ""
    found = MonthlyRegister.objects.visible_to(user).filter(institution__code=code, month=first)
    return reverse("followups:register", args=[code, month]) if found.exists() else ""


def house_of_source(kind: str, no: str, *, user: User) -> Institution | None:
    """Return whose complaint, or whose visit, a number is; of what this person may see."""
    if kind in OF_CASES:
        case = Case.objects.visible_to(user).filter(no=no).select_related("institution").first()
        return case.institution if case and user.has_perm("complaints.view_case") else None
    visits = Visit.objects.visible_to(user).filter(no=no.partition("/")[0])
    visit = visits.select_related("institution").first() if kind in OF_VISITS else None
    return visit.institution if visit and user.has_perm("rectification.view_visit") else None


OF_CASES = (SourceKind.COMPLAINT, SourceKind.HOTLINE, SourceKind.PETITION)
OF_VISITS = (SourceKind.INSPECTION, SourceKind.UNANNOUNCED)
SOURCES: Mapping[str, Callable[[str, User], str]] = {
    SourceKind.COMPLAINT: _case,
    SourceKind.HOTLINE: _case,
    SourceKind.PETITION: _case,
    SourceKind.FOLLOWUP: _register,
    SourceKind.INSPECTION: _inspection,
    SourceKind.UNANNOUNCED: _visit,
}
