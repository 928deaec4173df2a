"""The trail as a list that leaves the house, for whoever reads everybody's acts."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

import orjson
from django.db.models import QuerySet
from django.utils import timezone

from bureau import exports
from bureau.exports import Arguments, ExportKind, Listing
from bureau.models import Act
from bureau.tables import Cell
from config.trail import KINDS, VERBS, TrailFilter
from config.trail_words import record_names, state_words

ACTS = "config.acts"
AT_ONCE = 500
HEADINGS = ["编号", "时间", "入库时间", "操作者类别", "操作者", "当时角色", "机构", "操作",
            "对象类别", "对象编号", "对象", "状态", "原因", "明细", "请求号"]  # fmt: skip


def acts_found(user: Any, arguments: Arguments, clear: bool, day: date) -> Listing:
    """Lay out the acts that the page's own filter finds, oldest first, none of them left out."""
    found = TrailFilter(arguments).narrow(Act.objects.visible_to(user))
    acts = found.select_related("institution").order_by("id")
    return Listing("操作记录", HEADINGS, lambda: _rows(acts), acts.count())


def _rows(acts: QuerySet[Act]) -> Iterator[list[Cell]]:
    left = acts.iterator(chunk_size=AT_ONCE)
    while part := list(islice(left, AT_ONCE)):
        names = record_names(part)
        yield from (_row(act, names[act.pk]) for act in part)


def _row(act: Act, record: str) -> list[Cell]:
    return [
        str(act.pk),
        f"{timezone.localtime(act.at):%Y-%m-%d %H:%M:%S}",
        f"{timezone.localtime(act.recorded_at):%Y-%m-%d %H:%M:%S}",
        str(act.get_actor_kind_display()),
        act.actor_name,
        act.actor_roles,
        act.institution.name if act.institution else "",
        str(VERBS.get(act.verb, act.verb)),
        str(KINDS.get(act.object_kind, act.object_kind)),
        act.object_no,
        record,
        state_words(act),
        act.why,
        orjson.dumps(act.facts).decode() if act.facts else "",
        act.request_id,
    ]


def register_kinds() -> None:
    """Name the trail to the ground floor; called once, when the project is ready."""
    exports.register(
        ExportKind(ACTS, "操作记录", "bureau.view_others_acts", acts_found, is_long=True)
    )
