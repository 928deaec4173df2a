"""Who is told what of a ledger item, in the language of whoever reads."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bureau.models import Section, User
from bureau.rules import SectionCode
from bureau.selectors import (
    deputies_over,
    hospital_officers,
    leaders,
    liaison_officers,
    section_people,
)
from bureau.sending import NoticeKind, Urgency
from bureau.services import Telling
from bureau.templatetags.shell import short_day
from rectification.models import Closure, Extension, Item, LookBack
from rectification.rules.words import Decision

KIND = "ledger_item"
Words = Callable[[], str]
MOST_OF_A_REASON = 200

DUE = _("%(house)s: %(no)s is due on %(day)s.")
OVERDUE = _("%(house)s: %(no)s was due on %(day)s and is not done.")
PLAN_DUE = _("%(house)s: the plan of %(no)s is due on %(day)s.")
PLAN_OVERDUE = _("%(house)s: the plan of %(no)s was due on %(day)s and is not in.")
RETURNED = _("%(house)s: %(no)s was returned and stays due on %(day)s. Still missing: %(why)s")
TAKEN_BACK = _("%(house)s: the application to strike off %(no)s was taken back.")
STRUCK_OFF = _("%(house)s: %(no)s is struck off.")
CORRECTED = _("%(house)s: the order of %(no)s was put right, done by %(day)s.")
WITHDRAWN = _("%(house)s: %(no)s is withdrawn; nothing more is to be done about it.")
REOPENED = _("%(house)s: %(no)s is reopened after a relapse, done by %(day)s.")


def issued(item: Item, *, day: date) -> Telling:
    said = partial(_issued, item)
    return _to_unit(item, said, f"issued {item.no}", day=day, urgency=Urgency.PROMPT)


def _issued(item: Item) -> str:
    said = gettext("%(house)s: rectification %(no)s is ordered, plan by %(plan)s, done by %(day)s.")
    return said % {**_facts(item), "plan": short_day(item.plan_due_on or item.term_ends_on)}


def closure_requested(closure: Closure, *, day: date) -> Telling:
    item = closure.item
    said = partial(_closure_requested, closure)
    recipients = [*liaison_officers(item.institution, day=day), *keepers(item)]
    return _telling(item, said, f"closure {closure.pk}", recipients)


def _closure_requested(closure: Closure) -> str:
    said = gettext("%(house)s: %(no)s is to be verified by %(by)s.")
    return said % {**_facts(closure.item), "by": short_day(closure.verify_by)}


def taken_back(closure: Closure, *, day: date) -> Telling:
    """Tell those who were told that it is to be verified: nobody needs to go there."""
    item = closure.item
    said = partial(_with_facts, item, TAKEN_BACK)
    recipients = [*liaison_officers(item.institution, day=day), *keepers(item)]
    return _telling(item, said, f"taken back {closure.pk}", recipients)


def returned(closure: Closure) -> Telling:
    """Tell whoever applied: it is their work that was not enough."""
    item = closure.item
    said = partial(_returned, closure)
    cause = f"returned {closure.pk}"
    people = _asker_and_unit(item, closure.requested_by)
    return _telling(item, said, cause, people, urgency=Urgency.PROMPT)


def _returned(closure: Closure) -> str:
    why = Truncator(closure.opinion).chars(MOST_OF_A_REASON)
    return str(RETURNED) % {**_facts(closure.item), "why": why}


def struck_off(closure: Closure) -> Telling:
    item = closure.item
    said = partial(_with_facts, item, STRUCK_OFF)
    people = _asker_and_unit(item, closure.requested_by)
    return _telling(item, said, f"struck off {closure.pk}", people)


def extension_asked(extension: Extension) -> Telling:
    item = extension.item
    said = partial(_extension_asked, extension)
    # Nobody decides on what they asked for themselves.
    deciders = [one for one in keepers(item) if one.pk != extension.asked_by_id]
    return _telling(item, said, f"extension {extension.pk}", deciders, urgency=Urgency.PROMPT)


def _extension_asked(extension: Extension) -> str:
    said = gettext("%(house)s: %(no)s, due on %(day)s, asks for time until %(new)s.")
    facts = {**_facts(extension.item), "day": short_day(extension.was_due_on)}
    return said % {**facts, "new": short_day(extension.due_on)}


def extension_decided(extension: Extension) -> Telling:
    item = extension.item
    said = partial(_extension_decided, extension)
    people = _asker_and_unit(item, extension.asked_by)
    return _telling(item, said, f"extension {extension.pk} decided", people)


def _extension_decided(extension: Extension) -> str:
    if extension.decision == Decision.GRANTED:
        return gettext("%(house)s: %(no)s is now due on %(day)s.") % _facts(extension.item)
    return gettext("%(house)s: %(no)s stays due on %(day)s.") % _facts(extension.item)


def reopened(item: Item, *, day: date) -> Telling:
    said = partial(_with_facts, item, REOPENED)
    cause = f"reopened {item.no} {item.round}"
    return _to_unit(item, said, cause, day=day, urgency=Urgency.PROMPT)


def corrected(item: Item, *, cause: str, day: date) -> Telling:
    said = partial(_with_facts, item, CORRECTED)
    return _to_unit(item, said, f"corrected {cause}", day=day, urgency=Urgency.PROMPT)


def withdrawn(item: Item, *, day: date) -> Telling:
    said = partial(_with_facts, item, WITHDRAWN)
    return _to_unit(item, said, f"withdrawn {item.no}", day=day, urgency=Urgency.PROMPT)


def due_soon(item: Item, recipients: Iterable[User]) -> Telling:
    said = partial(_with_facts, item, DUE)
    return _telling(item, said, "", recipients, kind=NoticeKind.DUE)


def overdue(item: Item, recipients: Iterable[User]) -> Telling:
    said = partial(_with_facts, item, OVERDUE)
    return _telling(item, said, "", recipients, kind=NoticeKind.OVERDUE)


def plan_due(item: Item, recipients: Iterable[User]) -> Telling:
    said = partial(_plan, item, PLAN_DUE)
    return _telling(item, said, "", recipients, kind=NoticeKind.DUE)


def plan_overdue(item: Item, recipients: Iterable[User]) -> Telling:
    said = partial(_plan, item, PLAN_OVERDUE)
    return _telling(item, said, "", recipients, kind=NoticeKind.OVERDUE)


def _plan(item: Item, sentence: object) -> str:
    return str(sentence) % {**_facts(item), "day": short_day(item.plan_ends_on)}


def to_verify(closure: Closure, recipients: Iterable[User]) -> Telling:
    said = partial(_closure_requested, closure)
    return _telling(closure.item, said, "", recipients, kind=NoticeKind.OVERDUE)


def not_verified(closure: Closure, recipients: Iterable[User]) -> Telling:
    said = partial(_not_verified, closure)
    return _telling(closure.item, said, "", recipients, kind=NoticeKind.OVERDUE)


def _not_verified(closure: Closure) -> str:
    said = gettext("%(house)s: %(no)s was to be verified by %(by)s and still waits for the bureau.")
    return said % {**_facts(closure.item), "by": short_day(closure.verify_by)}


def to_look_back(look_back: LookBack, recipients: Iterable[User]) -> Telling:
    said = partial(_look_back, look_back)
    return _telling(look_back.item, said, "", recipients, kind=NoticeKind.DUE)


def _look_back(look_back: LookBack) -> str:
    said = gettext("%(house)s: %(no)s, struck off, is to be looked at again on %(day)s.")
    return said % {**_facts(look_back.item), "day": short_day(look_back.due_on)}


def keepers(item: Item) -> list[User]:
    """Return the people of the sections that answer for an item, or of the one that keeps it."""
    people = [user for code in _sections(item) for user in section_people(code)]
    return people or list(section_people(SectionCode.MEDICAL_ADMIN))


def in_charge(item: Item, *, day: date) -> list[User]:
    """Return the bureau's deputies over the sections of an item, or else its leaders."""
    codes = _sections(item) or [SectionCode.MEDICAL_ADMIN]
    found = [user for code in codes for user in deputies_over(code, day=day)]
    return found or list(leaders())


def _sections(item: Item) -> list[str]:
    sections = Section.objects.filter(itemsection__item=item).order_by("itemsection__position")
    return list(sections.values_list("code", flat=True))


def leaders_of(item: Item) -> list[User]:
    """Return the account of the accountable leader, or else the bureau's leaders."""
    named = item.leader.user if item.leader else None
    return [named] if named and named.is_active else list(leaders())


def _to_unit(
    item: Item, said: Words, cause: str, *, day: date, urgency: Urgency = Urgency.NORMAL
) -> Telling:
    """Tell an institution's officers; where there are none, who looks after it or the keepers."""
    people = list(hospital_officers(item.institution))
    people = people or liaison_officers(item.institution, day=day) or keepers(item)
    return _telling(item, said, cause, people, urgency=urgency)


def _asker_and_unit(item: Item, asker: User) -> list[User]:
    """Tell whoever asked and their unit: an account may be closed meanwhile, or the bureau's."""
    return [asker, *hospital_officers(item.institution)]


def _telling(
    item: Item,
    said: Words,
    cause: str,
    recipients: Iterable[User],
    *,
    kind: NoticeKind = NoticeKind.TASK,
    urgency: Urgency = Urgency.NORMAL,
) -> Telling:
    return Telling(
        kind=kind,
        recipients=list(recipients),
        words=said,
        subject=(KIND, item.no),
        url=reverse("rectification:item", args=[item.no]),
        cause=cause,
        urgency=urgency,
    )


def title(item: Item) -> str:
    return gettext("Rectification %(no)s") % {"no": item.no}


def _with_facts(item: Item, sentence: object) -> str:
    return str(sentence) % _facts(item)


def _facts(item: Item) -> dict[str, str]:
    due = short_day(item.due_on) if item.due_on else ""
    return {"house": item.institution.name, "no": item.no, "day": due}
