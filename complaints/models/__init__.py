from complaints.models.cases import Case, Matter
from complaints.models.clocks import ClockRow, MoreTime, Pause
from complaints.models.course import Assignment, Callback, Entry, Reply, UnitReport
from complaints.models.desks import Phrase, SavedView
from complaints.models.fabrications import Fabrication
from complaints.models.held import HeldFinding
from complaints.models.importing import CaseColumns, CaseImport, CaseImportRow
from complaints.models.orders import HotlineOrder, OrderRequest
from complaints.models.people import Allegation, NamedPerson
from complaints.models.rechecks import Recheck, RecheckDraw
from complaints.models.scope import CaseQuerySet, OfCase
from complaints.models.statements import Statement
from complaints.models.supervision import Supervision

__all__ = [
    "Allegation",
    "Assignment",
    "Callback",
    "Case",
    "CaseColumns",
    "CaseImport",
    "CaseImportRow",
    "CaseQuerySet",
    "ClockRow",
    "Entry",
    "Fabrication",
    "HeldFinding",
    "HotlineOrder",
    "Matter",
    "MoreTime",
    "NamedPerson",
    "OfCase",
    "OrderRequest",
    "Pause",
    "Phrase",
    "Recheck",
    "RecheckDraw",
    "Reply",
    "SavedView",
    "Statement",
    "Supervision",
    "UnitReport",
]
