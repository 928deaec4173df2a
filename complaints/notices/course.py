"""What is told at once of what happens to a case, so that nobody finds it by looking."""

from collections.abc import Collection, Iterable
from datetime import date
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from bureau.models import Institution, User
from bureau.selectors import hospital_officers, liaison_officers, section_people
from bureau.sending import Urgency
from bureau.services import Telling
from bureau.templatetags.shell import short_day
from complaints.models import Callback, Case, ClockRow, MoreTime, OrderRequest
from complaints.notices.telling import of_case, telling
from complaints.notices.whom import (
    deputies_or_leaders,
    handling,
    heads_of,
    on_duty,
    responsible_for,
    section_of,
    who_may_know,
)


def arrived(case: Case, *, day: date) -> Telling:
    """Tell the section on duty that the public sent a complaint."""
    return telling(case, partial(_arrived, case), f"arrived {case.no}", on_duty(case, day))


def _arrived(case: Case) -> str:
    if case.institution is None:
        return gettext("%(no)s came in by the public's form.") % {"no": case.no}
    facts = {"no": case.no, "house": case.institution.name}
    return gettext("%(no)s about %(house)s came in by the public's form.") % facts


def accused(case: Case, *, day: date) -> Telling:
    """Tell whoever looks into accusations now that a case became one."""
    said = partial(_accused, case)
    return telling(case, said, f"accused {case.no}", handling(case, day))


def _accused(case: Case) -> str:
    return gettext("%(no)s is an accusation now: your section looks into it.") % {"no": case.no}


def pressing(clock: ClockRow, *, day: date) -> Telling:
    """Tell at once that somebody's health is at risk: whoever handles it, or is on duty, and the
    head of the section.
    """
    case = clock.case
    people = [*responsible_for(clock, day), *heads_of(section_of(case, day))]
    cause = f"pressing {case.no} {clock.pk}"
    return telling(case, partial(_pressing_now, clock), cause, people, urgency=Urgency.SAFETY)


def _pressing_now(clock: ClockRow) -> str:
    said = gettext("%(no)s: somebody's health is at risk. A first action is due by %(time)s.")
    due_at = timezone.localtime(clock.due_at)
    return said % {"no": clock.case.no, "time": f"{short_day(due_at.date())} {due_at:%H:%M}"}


def reported(case: Case, institution: Institution, *, count: int, day: date) -> Telling:
    """Tell whoever handles a case that a unit has reported, each time."""
    said = partial(_of_unit, case, institution, _("%(house)s has reported on %(no)s."))
    cause = f"reported {case.no} {institution.code} {count}"
    return telling(case, said, cause, handling(case, day))


def returned(case: Case, institution: Institution, *, count: int, day: date) -> Telling:
    """Tell whoever handles a case that a unit has given it back, each time."""
    said = partial(_of_unit, case, institution, _("%(house)s has given %(no)s back."))
    cause = f"returned {case.no} {institution.code} {count}"
    return telling(case, said, cause, handling(case, day), urgency=Urgency.PROMPT)


def _of_unit(case: Case, institution: Institution, said: str) -> str:
    return gettext(said) % {"house": institution.name, "no": case.no}


def supplemented(case: Case, *, count: int, day: date) -> Telling:
    """Tell whoever handles a case that whoever complained has added something, each time."""
    said = partial(of_case, case, _("%(no)s: whoever complained has added something."))
    return telling(case, said, f"supplemented {case.no} {count}", handling(case, day))


def taken_up_again(
    case: Case, *, count: int, finders: Iterable[User], by: User, day: date
) -> Telling:
    """Tell whoever handles a case and whose findings it undoes, but not who did it,
    that it is taken up again, each time.
    """
    said = partial(of_case, case, _("%(no)s is taken up again."))
    people = [*handling(case, day), *finders]
    others = [user for user in people if user.pk != by.pk]
    return telling(case, said, f"reopened {case.no} {count}", others)


def graded_badly(callback: Callback, *, day: date) -> Telling:
    """Tell whoever handles a case, and the head of the section, of a bad grade."""
    case = callback.case
    said = partial(of_case, case, _("%(no)s: the answer was graded badly and is to be reviewed."))
    people = [*handling(case, day), *heads_of(section_of(case, day))]
    others = [user for user in people if user.pk != callback.by_id]
    return telling(case, said, f"graded {callback.pk}", others)


def found_whole(case: Case, *, finders: Collection[int], asked: int, day: date) -> Telling:
    """Tell who may make the findings hold, once each time that it was asked anew: heads first,
    never who made one. Where nobody is left in the section, whoever is in charge of it hears.
    """
    section = section_of(case, day)
    able = who_may_know(case, section_people(section.code))
    others = [user for user in able if user.pk not in finders]
    heads = {user.pk for user in heads_of(section)}
    people = [user for user in others if user.pk in heads] or others
    people = people or deputies_or_leaders(section, day)
    said = partial(of_case, case, _("%(no)s: its findings wait for you to make them hold."))
    return telling(case, said, f"found whole {case.no} {asked}", people)


def asked(row: MoreTime | OrderRequest, *, day: date) -> Telling:
    """Tell who decides that something is asked of a case: the heads, but not for who asks."""
    case = row.case
    words = _("%(no)s: an extension waits for your decision.")
    if isinstance(row, OrderRequest):
        words = _("%(no)s: what is asked of the order waits for your decision.")
    heads = [user for user in heads_of(section_of(case, day)) if user.pk != row.asked_by_id]
    cause = f"asked {row._meta.model_name} {row.pk}"
    return telling(case, partial(of_case, case, words), cause, heads, urgency=Urgency.PROMPT)


def dispatched(case: Case, institution: Institution, *, count: int, day: date) -> Telling:
    """Tell a unit that a case came to it, each time; where it has nobody, who looks after it."""
    people = list(hospital_officers(institution)) or liaison_officers(institution, day=day)
    said = partial(_dispatched, case, institution)
    cause = f"dispatched {case.no} {institution.code} {count}"
    return telling(case, said, cause, people or on_duty(case, day), urgency=Urgency.PROMPT)


def _dispatched(case: Case, institution: Institution) -> str:
    said = gettext("%(house)s: case %(no)s came to you.")
    return said % {"house": institution.name, "no": case.no}
