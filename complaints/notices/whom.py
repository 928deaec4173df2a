"""Who hears of a case: whoever handles it, who is on duty, the heads; nobody it is kept from."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, prefetch_related_objects

from bureau.models import Section, User
from bureau.postings import duty_section
from bureau.rules import Role, SectionCode
from bureau.selectors import deputies_over, hospital_officers, leaders, section_people
from complaints.models import Case, ClockRow
from complaints.rules.words import ClockCode

TAKING_OVER = (SectionCode.PETITIONS, SectionCode.DISCIPLINE)
"""Who takes what the section on duty may not see, in this order."""


def who_may_know(case: Case, people: Iterable[User]) -> list[User]:
    """Keep, each once, who may hear of a case at all: one query, however many are asked about.

    Whom it is kept from is not told of it either.
    """
    asked = list(dict.fromkeys(people))
    if not asked:
        return []
    prefetch_related_objects(asked, "groups", "section")
    seen = {
        f"by_{user.pk}": Exists(Case.objects.visible_to(user).filter(pk=OuterRef("pk")))
        for user in asked
    }
    row = Case.objects.filter(pk=case.pk).annotate(**seen).values(*seen).get()
    return [user for user in asked if row[f"by_{user.pk}"]]


def handling(case: Case, day: date) -> list[User]:
    """Return who handles a case; where nobody does who may see it, who is on duty."""
    return [case.handler] if case.handler and has_handler(case) else on_duty(case, day)


def responsible_for(clock: ClockRow, day: date) -> list[User]:
    """Return whose a clock is: the unit's for its report, the handler's, else who is on duty.

    Whoever may not know of the case is nobody's answer: somebody always hears.
    """
    case, people = clock.case, []
    if clock.code == ClockCode.UNIT_REPORT:
        held = case.assignments.filter(returned_at=None).select_related("institution")
        people = [user for one in held for user in hospital_officers(one.institution)]
    if has_handler(case) and case.handler:
        people.append(case.handler)
    return who_may_know(case, people) or on_duty(case, day)


def has_handler(case: Case) -> bool:
    """Test if somebody takes care of a case who is here and may see it."""
    handler = case.handler
    return handler is not None and handler.is_active and bool(who_may_know(case, [handler]))


def on_duty(case: Case, day: date) -> list[User]:
    """Return who takes a case that is nobody's; the leaders where no section has anybody."""
    people = section_people(section_on_duty(case, day).code)
    return who_may_know(case, people) or list(leaders())


def section_of(case: Case, day: date) -> Section:
    """Return the section that answers for a case: its handler's, or the one on duty."""
    own = case.handler.section if case.handler and has_handler(case) else None
    return own or section_on_duty(case, day)


def section_on_duty(case: Case, day: date) -> Section:
    """Return the section on duty; for a petition or an accusation, which it may not see, theirs."""
    duty = duty_section(day)
    others = Section.objects.in_bulk(TAKING_OVER, field_name="code")
    sections = [duty, *(others[code] for code in TAKING_OVER if code in others)]
    seeing = (one for one in sections if who_may_know(case, section_people(one.code)))
    return next(seeing, duty)


def heads_of(section: Section) -> list[User]:
    people = section_people(section.code)
    return list(people.filter(pk__in=User.objects.filter(groups__name=Role.SECTION_HEAD)))


def deputies_or_leaders(section: Section, day: date) -> list[User]:
    """Return the deputy director in charge of a section, or else the bureau's leaders."""
    return list(deputies_over(section.code, day=day)) or list(leaders())
