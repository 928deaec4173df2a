"""The trail as a list that leaves the house, for whoever reads everybody's acts."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

import orjson
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from bureau import exports
from bureau.choices import LEVEL_KINDS, ROLES
from bureau.exports import Arguments, ExportKind, Listing
from bureau.models import Act
from bureau.tables import Cell
from bureau.timeline import act_label
from config.trail import KINDS, VERBS, TrailFilter
from config.trail_words import record_names, state_words

ACTS = "config.acts"
AT_ONCE = 500
HEADINGS = ["编号", "时间", "入库时间", "操作者类别", "操作者", "当时角色", "机构", "操作",
            "对象类别", "对象编号", "对象", "状态", "原因", "明细", "请求号"]  # fmt: skip

DETAILS = {
    "position": "名单序号", "attempt": "第几次拨打", "after_all": "查完后更正", "number": "编号",
    "title": "标题", "name": "名称", "version": "版本", "rows": "行数", "new": "新增",
    "updated": "更新", "unchanged": "不变", "refused": "未收", "told": "通知人数",
    "level": "环节", "due_at": "应办时间", "late": "是否补办", "receipt": "回执",
    "report": "报告", "format": "格式", "wording": "文稿指纹", "unsaid": "文稿未反映的变化",
    "file": "文件", "upload": "报送", "required": "应查", "percent": "抽查比例",
    "seed": "种子", "method": "抽取方法", "frame_hash": "名册指纹", "changed": "改动",
    "sealed": "密封字段", "values": "内容", "roles": "角色", "cells": "更正的格",
    "times": "累计次数",
}  # fmt: skip


def acts_found(user: Any, arguments: Arguments, clear: bool, day: date) -> Listing:
    """Lay out the acts that the page's own filter finds, newest first as there, none left out."""
    found = TrailFilter(arguments).narrow(Act.objects.visible_to(user))
    acts = found.select_related("institution").order_by("-id")
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
        _roles(act.actor_roles),
        act.institution.name if act.institution else "",
        str(act_label(act, VERBS)),
        str(KINDS.get(act.object_kind, act.object_kind)),
        act.object_no,
        record,
        state_words(act),
        act.why,
        _details(act.facts),
        act.request_id,
    ]


def _roles(codes: str) -> str:
    """Word the roles that an act keeps by their codes."""
    return "、".join(str(ROLES.get(code, code)) for code in codes.split(",") if code)


def _details(facts: dict[str, Any]) -> str:
    """Write what more an act keeps, each with its word; what has none keeps its own."""
    return "；".join(f"{DETAILS.get(name, name)}：{_value(name, of)}" for name, of in facts.items())


def _value(name: str, of: Any) -> str:
    if name == "level":
        return str(LEVEL_KINDS.get(of, of))
    if isinstance(of, bool):
        return "是" if of else "否"
    return of if isinstance(of, str) else orjson.dumps(of).decode()


def register_kinds() -> None:
    """Name the trail to the ground floor; called once, when the project is ready."""
    exports.register(
        ExportKind(
            ACTS,
            pgettext_lazy("list", "What was done"),
            "bureau.view_others_acts",
            acts_found,
            is_long=True,
        )
    )
