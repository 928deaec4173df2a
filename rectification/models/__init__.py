from rectification.models.closing import Closure, Extension, LookBack, LookBackDraw, Relapse
from rectification.models.items import (
    Evidence,
    Item,
    ItemQuerySet,
    ItemSection,
    Measure,
    ProgressEntry,
    Theme,
)

__all__ = [
    "Closure",
    "Evidence",
    "Extension",
    "Item",
    "ItemQuerySet",
    "ItemSection",
    "LookBack",
    "LookBackDraw",
    "Measure",
    "ProgressEntry",
    "Relapse",
    "Theme",
]
