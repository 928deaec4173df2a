"""Who is told what of a case, in the language of whoever reads; nothing of who complained."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from bureau.models import Institution, Section, User
from bureau.postings import duty_section
from bureau.rules import Role, SectionCode
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
from complaints.models import Callback, Case, ClockRow, MoreTime, OrderRequest, Supervision
from complaints.rules.words import ClockCode

KIND = "case"
TAKING_OVER = (SectionCode.PETITIONS, SectionCode.DISCIPLINE)
"""Who takes what the section on duty may not see, in this order."""
Words = Callable[[], str]


def arrived(case: Case, *, day: date) -> Telling:
    """Tell the section on duty that the public sent a complaint."""
    return _telling(case, partial(_arrived, case), f"arrived {case.no}", on_duty(case, day))


def _arrived(case: Case) -> str:
    if case.institution is None:
        return gettext("%(no)s came in by the public's form.") % {"no": case.no}
    facts = {"no": case.no, "house": case.institution.name}
    return gettext("%(no)s about %(house)s came in by the public's form.") % facts


def accused(case: Case, *, day: date) -> Telling:
    """Tell whoever looks into accusations now that a case became one."""
    said = partial(_accused, case)
    return _telling(case, said, f"accused {case.no}", handling(case, day))


def _accused(case: Case) -> str:
    return gettext("%(no)s is an accusation now: your section looks into it.") % {"no": case.no}


def pressing(clock: ClockRow, *, day: date) -> Telling:
    """Tell at once that somebody's health is at risk: whoever handles it, or is on duty, and the
    head of the section.
    """
    case = clock.case
    people = [*responsible_for(clock, day), *heads_of(section_of(case, day))]
    cause = f"pressing {case.no} {clock.pk}"
    return _telling(case, partial(_pressing_now, clock), cause, people, urgency=Urgency.SAFETY)


def _pressing_now(clock: ClockRow) -> str:
    said = gettext("%(no)s: somebody's health is at risk. A first action is due by %(time)s.")
    due_at = timezone.localtime(clock.due_at)
    return said % {"no": clock.case.no, "time": f"{short_day(due_at.date())} {due_at:%H:%M}"}


def reported(case: Case, institution: Institution, *, count: int, day: date) -> Telling:
    """Tell whoever handles a case that a unit has reported, each time."""
    said = partial(_of_unit, case, institution, _("%(house)s has reported on %(no)s."))
    cause = f"reported {case.no} {institution.code} {count}"
    return _telling(case, said, cause, handling(case, day))


def returned(case: Case, institution: Institution, *, count: int, day: date) -> Telling:
    """Tell whoever handles a case that a unit has given it back, each time."""
    said = partial(_of_unit, case, institution, _("%(house)s has given %(no)s back."))
    cause = f"returned {case.no} {institution.code} {count}"
    return _telling(case, said, cause, handling(case, day), urgency=Urgency.PROMPT)


def _of_unit(case: Case, institution: Institution, said: str) -> str:
    return gettext(said) % {"house": institution.name, "no": case.no}


def supplemented(case: Case, *, count: int, day: date) -> Telling:
    """Tell whoever handles a case that whoever complained has added something, each time."""
    said = partial(_of_case, case, _("%(no)s: whoever complained has added something."))
    return _telling(case, said, f"supplemented {case.no} {count}", handling(case, day))


def taken_up_again(case: Case, *, count: int, by: User, day: date) -> Telling:
    """Tell whoever handles a case, but not who did it, that it is taken up again, each time."""
    said = partial(_of_case, case, _("%(no)s is taken up again."))
    others = [user for user in handling(case, day) if user.pk != by.pk]
    return _telling(case, said, f"reopened {case.no} {count}", others)


def graded_badly(callback: Callback, *, day: date) -> Telling:
    """Tell whoever handles a case, and the head of the section, of a bad grade."""
    case = callback.case
    said = partial(_of_case, case, _("%(no)s: the answer was graded badly and is to be reviewed."))
    people = [*handling(case, day), *heads_of(section_of(case, day))]
    others = [user for user in people if user.pk != callback.by_id]
    return _telling(case, said, f"graded {callback.pk}", others)


def found_whole(case: Case, *, finders: Collection[int], round_no: int, day: date) -> Telling:
    """Tell who may make the findings hold, once in a round: heads first, never who made one."""
    section = section_of(case, day)
    others = [user for user in _who_may_know(case, section) if user.pk not in finders]
    heads = {user.pk for user in heads_of(section)}
    people = [user for user in others if user.pk in heads] or others
    said = partial(_of_case, case, _("%(no)s: its findings wait for you to make them hold."))
    return _telling(case, said, f"found whole {case.no} {round_no}", people)


def asked(row: MoreTime | OrderRequest, *, day: date) -> Telling:
    """Tell who decides that something is asked of a case: the heads, but not for who asks."""
    case = row.case
    words = _("%(no)s: an extension waits for your decision.")
    if isinstance(row, OrderRequest):
        words = _("%(no)s: what is asked of the order waits for your decision.")
    heads = [user for user in heads_of(section_of(case, day)) if user.pk != row.asked_by_id]
    cause = f"asked {row._meta.model_name} {row.pk}"
    return _telling(case, partial(_of_case, case, words), cause, heads, urgency=Urgency.PROMPT)


def _of_case(case: Case, said: str) -> str:
    return gettext(said) % {"no": case.no}


def handling(case: Case, day: date) -> list[User]:
    """Return who handles a case; where nobody does who may see it, who is on duty."""
    return [case.handler] if case.handler and has_handler(case) else on_duty(case, day)


def supervised(listing: Supervision) -> Telling:
    """Tell the leaders what was listed for supervision."""
    said = partial(_supervised, listing)
    return _listed(listing, said, f"supervised {listing.pk}", leaders())


def supervision_noted(listing: Supervision, case: Case) -> Telling:
    """Tell whoever handles it, and the head of the section, what a leader said to it."""
    day = timezone.localdate(listing.noted_at)
    people = heads_of(section_of(case, day)) + ([case.handler] if case.handler else [])
    return _listed(listing, partial(_noted, listing), f"noted {listing.pk}", people)


def _listed(listing: Supervision, said: Words, cause: str, recipients: Iterable[User]) -> Telling:
    told = _telling(listing.case, said, cause, recipients)
    return replace(told, url=reverse("complaints:supervised"))


def _supervised(listing: Supervision) -> str:
    facts = {"no": listing.case.no, "why": listing.get_reason_display()}
    return gettext("%(no)s is listed for supervision: %(why)s.") % facts


def _noted(listing: Supervision) -> str:
    facts = {"no": listing.case.no, "name": listing.noted_by}
    return gettext("%(name)s has said what is to be done about %(no)s.") % facts


def dispatched(case: Case, institution: Institution, *, count: int, day: date) -> Telling:
    """Tell a unit that a case came to it, each time; where it has nobody, who looks after it."""
    people = list(hospital_officers(institution)) or liaison_officers(institution, day=day)
    said = partial(_dispatched, case, institution)
    cause = f"dispatched {case.no} {institution.code} {count}"
    return _telling(case, said, cause, people or on_duty(case, day), urgency=Urgency.PROMPT)


def _dispatched(case: Case, institution: Institution) -> str:
    said = gettext("%(house)s: case %(no)s came to you.")
    return said % {"house": institution.name, "no": case.no}


def due_soon(clock: ClockRow, recipients: Iterable[User]) -> Telling:
    said = partial(_due, clock)
    return _telling(clock.case, said, "", recipients, kind=NoticeKind.DUE, urgency=_pressing(clock))


def _due(clock: ClockRow) -> str:
    said = gettext("%(no)s: “%(clock)s” is due on %(day)s.")
    return said % _facts(clock)


def overdue(clock: ClockRow, recipients: Iterable[User], *, section: Section | None) -> Telling:
    """Tell that a day has passed; a case that nobody took up names the section on duty."""
    said = partial(_overdue, clock, section)
    return _telling(
        clock.case, said, "", recipients, kind=NoticeKind.OVERDUE, urgency=_pressing(clock)
    )


def _overdue(clock: ClockRow, section: Section | None) -> str:
    if section is not None:
        said = gettext(
            "%(no)s: nobody has taken it up; “%(clock)s” was due on %(day)s. It is %(section)s's."
        )
        return said % {**_facts(clock), "section": section.name}
    return gettext("%(no)s: “%(clock)s” was due on %(day)s and is not done.") % _facts(clock)


def _facts(clock: ClockRow) -> dict[str, str]:
    words = clock.get_code_display()
    return {"no": clock.case.no, "clock": words, "day": short_day(clock.due_on)}


def _pressing(clock: ClockRow) -> Urgency:
    return Urgency.SAFETY if clock.code == ClockCode.FIRST_ACTION else Urgency.NORMAL


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
    return [user for user in people if _may_know(user, case)] or on_duty(case, day)


def has_handler(case: Case) -> bool:
    """Test if somebody takes care of a case who is here and may see it."""
    return bool(case.handler and case.handler.is_active and _may_know(case.handler, case))


def on_duty(case: Case, day: date) -> list[User]:
    """Return who takes a case that is nobody's; the leaders where no section has anybody."""
    return _who_may_know(case, section_on_duty(case, day)) or list(leaders())


def section_of(case: Case, day: date) -> Section:
    """Return the section that answers for a case: its handler's, or the one on duty."""
    own = case.handler.section if case.handler and has_handler(case) else None
    return own or section_on_duty(case, day)


def section_on_duty(case: Case, day: date) -> Section:
    """Return the section on duty; for a petition or an accusation, which it may not see, theirs."""
    duty = duty_section(day)
    others = Section.objects.in_bulk(TAKING_OVER, field_name="code")
    sections = [duty, *(others[code] for code in TAKING_OVER if code in others)]
    return next((one for one in sections if _who_may_know(case, one)), duty)


def _who_may_know(case: Case, section: Section) -> list[User]:
    return [user for user in section_people(section.code) if _may_know(user, case)]


def heads_of(section: Section) -> list[User]:
    people = section_people(section.code)
    return list(people.filter(pk__in=User.objects.filter(groups__name=Role.SECTION_HEAD)))


def deputies_or_leaders(section: Section, day: date) -> list[User]:
    """Return the deputy director in charge of a section, or else the bureau's leaders."""
    return list(deputies_over(section.code, day=day)) or list(leaders())


def _telling(
    case: Case,
    said: Words,
    cause: str,
    recipients: Iterable[User],
    *,
    kind: NoticeKind = NoticeKind.TASK,
    urgency: Urgency = Urgency.NORMAL,
) -> Telling:
    return Telling(
        kind=kind,
        recipients=[user for user in dict.fromkeys(recipients) if _may_know(user, case)],
        words=said,
        subject=(KIND, case.no),
        url=reverse("complaints:case", args=[case.no]),
        cause=cause,
        urgency=urgency,
    )


def _may_know(user: User, case: Case) -> bool:
    """Test if somebody may hear of a case at all: whom it is kept from is not told of it either."""
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def title(clock: ClockRow) -> str:
    said = gettext("Case %(no)s: %(clock)s")
    return said % {"no": clock.case.no, "clock": clock.get_code_display()}
