from rectification.models.closing import Closure, Extension, LookBack, LookBackDraw, Relapse
from rectification.models.hanging import Evidence, ItemSection, Measure, ProgressEntry
from rectification.models.importing import ColumnMapping, ImportRow, LedgerImport
from rectification.models.items import Item
from rectification.models.places import AbsentZone, PostingPlace, TestCall
from rectification.models.scope import ItemQuerySet
from rectification.models.themes import Theme
from rectification.models.visits import Checklist, ChecklistItem, Visit, VisitResult

__all__ = [
    "AbsentZone",
    "Checklist",
    "ChecklistItem",
    "Closure",
    "ColumnMapping",
    "Evidence",
    "Extension",
    "ImportRow",
    "Item",
    "ItemQuerySet",
    "ItemSection",
    "LedgerImport",
    "LookBack",
    "LookBackDraw",
    "Measure",
    "PostingPlace",
    "ProgressEntry",
    "Relapse",
    "TestCall",
    "Theme",
    "Visit",
    "VisitResult",
]
