"""The ledger as it leaves the house: the county's columns, the same rows as on the page."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils.html import format_html
from django.utils.translation import pgettext_lazy

from bureau.exports import Arguments, ExportKind, Listing
from bureau.tables import Cell
from bureau.templatetags.shell import whole
from rectification import sheets
from rectification.forms.filters import ACROSS, LedgerFilter, tab_of
from rectification.models import Closure, Evidence, Item, LookBack
from rectification.models.scope import LedgerQuerySet
from rectification.rules.words import Verdict

ITEMS = "rectification.items"
AT_A_TIME = 500
LINE = "；"


def asked_for(user: Any, arguments: Arguments, day: date) -> LedgerQuerySet:
    """Return what the page shows for the same address, all its pages."""
    form = LedgerFilter(arguments, user=user)
    rows = form.narrow(Item.objects.visible_to(user), day)
    if form.counted in ACROSS or not arguments.get("tab"):
        return rows.order_by("opened_at", "pk")
    return rows.in_tab(tab_of(arguments["tab"]), reader=user)


def with_everything(rows: LedgerQuerySet, *, reader: Any) -> LedgerQuerySet:
    """Read along what hangs on the items and this person may know, each kind once for all."""
    look_backs = Prefetch("look_backs", LookBack.objects.visible_to(reader))
    files = Evidence.objects.visible_to(reader).select_related("attachment__file")
    people = ("institution", "category", "theme", "leader")
    return rows.select_related(*people).prefetch_related(
        "measures", "progress", Prefetch("evidence", files), "closures__verified_by",
        look_backs, "itemsection_set__section",
    )  # fmt: skip


def ledger(user: Any, arguments: Arguments, clear: bool, day: date) -> Listing:
    """Lay out the ledger under the county's headings."""
    rows = asked_for(user, arguments, day)
    return Listing(
        title=f"整改台账{day:%Y-%m-%d}",
        headings=sheets.HEADINGS,
        rows=lambda: _rows(with_everything(rows, reader=user)),
        count=rows.count(),
        institution=user.institution,
    )


def _rows(rows: LedgerQuerySet) -> Iterator[list[Cell]]:
    for number, item in enumerate(rows.iterator(chunk_size=AT_A_TIME), start=1):
        cells = cells_of(item) | {"number": number}
        yield [cells[column.field] for column in sheets.COLUMNS]


def cells_of(item: Item) -> dict[str, Cell]:
    closure = _newest(item)
    own: dict[str, Cell] = {
        name: getattr(item, name)
        for name in ("no", "found_on", "problem", "cause", "goal", "responsible",
                     "due_on", "closed_on", "remark")
    }  # fmt: skip
    return {
        **own,
        "source": sheets.SOURCE_WORDS[item.source],
        "source_no": item.number_at_source,
        "institution": item.institution.name,
        "category": item.category.name if item.category else "",
        "theme": item.theme.name if item.theme else "",
        "severity": sheets.SEVERITY_WORDS[item.severity],
        "is_common": sheets.YES if item.is_common else sheets.NO,
        "kind": sheets.KIND_WORDS[item.kind] if item.issued_on else "",
        "leader": item.leader.name if item.leader else "",
        "state": sheets.STATE_WORDS[item.state],
        **_lists(item),
        **_closing(item, closure),
    }


def _lists(item: Item) -> dict[str, Cell]:
    measures = [f"{measure.position}. {measure.text}" for measure in item.measures.all()]
    hanging = (one.attachment for one in item.evidence.all())
    files = [attachment.file.name for attachment in hanging if not attachment.withdrawn_at]
    return {
        "measures": LINE.join(measures),
        "sections": "、".join(one.section.name for one in item.itemsection_set.all()),
        "progress": LINE.join(f"{entry.on} {entry.text}" for entry in item.progress.all()),
        "evidence": "、".join(files),
        "look_back": LINE.join(
            f"{one.on or one.due_on} {sheets.LOOK_BACK_WORDS[one.result]}"
            for one in item.look_backs.all()
        ),
    }


def _newest(item: Item) -> Closure | None:
    sent = [one for one in item.closures.all() if one.verdict != Verdict.TAKEN_BACK]
    return max(sent, key=lambda one: one.requested_at, default=None)


def _closing(item: Item, closure: Closure | None) -> dict[str, Cell]:
    """Tell the newest application, and who struck off what it led to."""
    if closure is None:
        names = ("self_check", "requested_on", "verified", "approved_by")
        return {**dict.fromkeys(names, ""), "publicity": sheets.NO}
    verified = [
        closure.verified_by.name if closure.verified_by else "",
        sheets.METHOD_WORDS.get(closure.method, ""),
        closure.opinion or sheets.VERDICT_WORDS.get(closure.verdict, ""),
    ]
    until = item.publicity_until
    is_closed = item.closure_id == closure.pk and closure.verified_by is not None
    return {
        "self_check": closure.self_check,
        "requested_on": closure.requested_on,
        "verified": "/".join(filter(None, verified)),
        "publicity": f"{sheets.YES}，至{until}" if until else sheets.NO,
        "approved_by": closure.verified_by.name if is_closed and closure.verified_by else "",
    }


def printed_row(number: int, item: Item) -> Iterable[Cell]:
    """Write an item in the seven columns of the county's paper, its number on one line."""
    cells = cells_of(item)
    problem = format_html("{}：{}（{}）", item.institution.name, item.problem, whole(item.no))
    closed = str(item.closed_on) if item.closed_on else cells["state"]
    return (
        number, problem, cells["measures"] or sheets.MISSING,
        item.responsible or sheets.MISSING,
        f"{item.due_on or sheets.MISSING}", cells["progress"] or sheets.MISSING, closed,
    )  # fmt: skip


KIND = ExportKind(
    ITEMS, pgettext_lazy("list", "Rectification ledger"), "rectification.export_item", ledger
)
