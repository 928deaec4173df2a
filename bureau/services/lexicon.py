"""Categories of problems and the lexicon: whoever changes a word leaves an act behind."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from bureau.category_table import UseState
from bureau.models import LexiconEntry, ProblemCategory
from bureau.opinion_sorting import plain
from bureau.services.acts import Doer, record_act
from bureau.services.errors import BureauError

CATEGORY, ENTRY = "category", "lexicon_entry"


class LexiconError(BureauError):
    """A category or a phrase that cannot be so."""


def add_category(
    *,
    code: str,
    name: str,
    parent: ProblemCategory | None,
    order: int,
    by: Doer | None,
    at: datetime,
) -> ProblemCategory:
    """Open a category, or a kind of one. A new one counts for nothing until its rules say so.

    The same one again is the one that stands.

    :raises LexiconError: if the code is another one's, or does not fit the tree.
    """
    with transaction.atomic():
        standing = ProblemCategory.objects.filter(code=code).first()
        if standing and (standing.name, standing.parent) == (name, parent):
            return standing
        category = ProblemCategory(code=code, name=name, parent=parent, order=order)
        _check(category)
        category.save()
        _write("add_category", category, by=by, at=at, name=name)
        return category


def change_category(
    *,
    category: ProblemCategory,
    name: str,
    order: int,
    is_active: bool,
    by: Doer | None,
    at: datetime,
) -> ProblemCategory:
    """Rename, reorder, retire a category or take it back. Its code and its place are for good.

    :raises LexiconError: if it would have no name.
    """
    with transaction.atomic():
        kept = ProblemCategory.objects.select_for_update(of=("self",)).get(pk=category.pk)
        return _changed(kept, "category", by, at, name=name, order=order, is_active=is_active)


def add_lexicon_entry(
    *,
    phrase: str,
    category: ProblemCategory | None,
    priority: int = 0,
    by: Doer | None,
    at: datetime,
) -> LexiconEntry:
    """Add a phrase; without a category it names no problem. The same again is the one that stands.

    A phrase that was retired comes back, under the category named now.

    :raises LexiconError: if it is too short or too long, or is sorted elsewhere already.
    """
    with transaction.atomic():
        known = LexiconEntry.objects.select_for_update(of=("self",)).filter(phrase=plain(phrase))
        standing = known.first()
        if standing and standing.is_active:
            return _same_or_refuse(standing, category)
        if standing:
            said = {"category": category, "priority": priority, "is_active": True}
            return _changed(standing, "lexicon_entry", by, at, **said)
        if category and not category.is_active:
            raise LexiconError(_("This category is no longer in use."))
        entry = LexiconEntry(phrase=phrase, category=category, priority=priority)
        _check(entry)
        entry.save()
        _write("add_lexicon_entry", entry, by=by, at=at, **_facts(entry))
        return entry


def change_lexicon_entry(
    *,
    entry: LexiconEntry,
    phrase: str,
    category: ProblemCategory | None,
    priority: int,
    is_active: bool,
    by: Doer | None,
    at: datetime,
) -> LexiconEntry:
    """Word a phrase anew, sort it elsewhere, retire it or take it back.

    :raises LexiconError: if it is too short or too long, or stands there already.
    """
    with transaction.atomic():
        kept = LexiconEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
        said = {"phrase": plain(phrase), "category": category, "priority": priority}
        return _changed(kept, "lexicon_entry", by, at, **said, is_active=is_active)


def _same_or_refuse(standing: LexiconEntry, category: ProblemCategory | None) -> LexiconEntry:
    if standing.category == category:
        return standing
    facts = {"phrase": standing.phrase, "category": standing.category or _("no problem")}
    raise LexiconError(_("“%(phrase)s” is sorted already: %(category)s.") % facts)


def _changed(record: Any, what: str, by: Doer | None, at: datetime, **said: Any) -> Any:
    """Change what differs, and write one act that says how it was and how it is; or none."""
    before, states = _facts(record), {"before": _state(record)}
    differing = {name: value for name, value in said.items() if getattr(record, name) != value}
    if not differing:
        return record
    is_retired = differing.get("is_active") is False
    for name, value in differing.items():
        setattr(record, name, value)
    _check(record)
    record.save(update_fields=list(differing))
    verb = f"retire_{what}" if is_retired else f"change_{what}"
    states["after"] = _state(record)
    _write(verb, record, by=by, at=at, **states, was=before, **_facts(record))
    return record


def _check(record: ProblemCategory | LexiconEntry) -> None:
    try:
        record.full_clean()
    except ValidationError as error:
        raise LexiconError(" ".join(error.messages)) from error


def _state(record: ProblemCategory | LexiconEntry) -> str:
    return (UseState.IN_USE if record.is_active else UseState.RETIRED).value


def _facts(record: Any) -> dict[str, Any]:
    if isinstance(record, ProblemCategory):
        return {"name": record.name, "order": record.order}
    code = record.category.code if record.category else ""
    return {"phrase": record.phrase, "category": code, "priority": record.priority}


def _write(verb: str, record: Any, *, by: Doer | None, at: datetime, **facts: Any) -> None:
    states = {name: facts.pop(name) for name in ("before", "after") if name in facts}
    is_category = isinstance(record, ProblemCategory)
    record_act(
        verb=verb, kind=CATEGORY if is_category else ENTRY,
        no=record.code if is_category else record.pk, by=by, at=at, **states, facts=facts,
    )  # fmt: skip
