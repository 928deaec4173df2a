"""An official paper as plain values: the one source of its document and of its PDF."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Self

DRAFT, VOID = "草稿", "作废"


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table in the text or, set apart, as an attachment on a page of its own."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    caption: str = ""
    apart: bool = False

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Self:
        rows = tuple(tuple(row) for row in values["rows"])
        tuples = {"headings": tuple(values["headings"]), "widths": tuple(values["widths"])}
        return cls(**{**values, **tuples, "rows": rows})


@dataclass(frozen=True, slots=True)
class Paper:
    """What a paper says. A paper with a masthead is an official document, one without a slip.

    `letter` sets an official document in the format of letters (信函格式): between double rules.
    """

    title: str
    body: tuple[str, ...]
    issuer: str
    dated: str = ""
    masthead: str = ""
    number: str = ""
    addressees: str = ""
    tables: tuple[PaperTable, ...] = ()
    attachments: tuple[str, ...] = ()
    copies: str = ""
    office: str = ""
    note: str = ""
    letter: bool = False

    def as_values(self) -> dict[str, Any]:
        """Give plain JSON values, from which `read` makes the same paper again.

        What has no note says nothing of one, and so with letters: its fingerprint is that of
        papers before there were any.
        """
        values = json.loads(json.dumps(asdict(self)))
        left_out = {name for name in ("note", "letter") if not values[name]}
        return {name: value for name, value in values.items() if name not in left_out}

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Self:
        return cls(
            **{
                **values,
                "body": tuple(values["body"]),
                "attachments": tuple(values["attachments"]),
                "tables": tuple(PaperTable.read(one) for one in values["tables"]),
            }
        )

    def issued(self, *, number: str, on: date) -> "Paper":
        """Return the paper as signed: with its number and its day."""
        return replace(self, number=number, dated=written_day(on))

    @property
    def fingerprint(self) -> str:
        """Tell two wordings apart: twelve signs that stand on every page of a draft."""
        text = json.dumps(self.as_values(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def plan_of(bureau: str) -> str:
    """Name the plan on which the bureau's papers rest: the one place where it is named."""
    return f"《{bureau}提升医疗卫生服务群众满意度工作方案》"


def written_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
