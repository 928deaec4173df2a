"""Which months an institution owes a register for, and the register's row, opened when needed."""

from datetime import date

from django.utils.translation import gettext as _

from bureau.models import Institution
from followups import selectors
from followups.models import MonthlyRegister
from followups.rules import register as rules
from followups.services.errors import RegisterError


def register_of(*, institution: Institution, month: date) -> MonthlyRegister:
    """Find the register an institution owes for a month, opening its row if need be."""
    first = rules.first_of_month(month)
    register, _created = MonthlyRegister.objects.get_or_create(
        institution=institution,
        month=first,
        defaults={"due_on": rules.due_on(first, table=selectors.table_of(first))},
    )
    return register


def own_register(*, institution: Institution, month: date, day: date) -> MonthlyRegister | None:
    """Meet a month that the institution owes and no job has opened yet; None if it owes none.

    It is unsaved: its row is made by what is handed in, not by looking. Only the month under way
    and the one before: the months are reckoned from the first one there is, for the whole county.
    """
    this_month = rules.first_of_month(day)
    if not rules.month_before(this_month) <= month <= this_month:
        return None
    owes = selectors.owing_institutions(month).filter(pk=institution.pk)
    if not owes.exists():
        return None
    return MonthlyRegister(
        institution=institution,
        month=month,
        due_on=rules.due_on(month, table=selectors.table_of(month)),
    )


def check_month(institution: Institution, month: date, day: date) -> None:
    """Refuse a month for which the institution can hand nothing in on `day`.

    :raises RegisterError: if the month has not begun yet, is more than two years ago or before
        the first one, or the institution owes no register for it and has none.
    """
    month = rules.first_of_month(month)
    if month > day:
        raise RegisterError(_("This month has not begun yet."))
    if rules.is_too_long_ago(month, day):
        raise RegisterError(_("This month is more than two years ago. Is the year right?"))
    check_first_month(month, day)
    if MonthlyRegister.objects.of_month(month).filter(institution=institution).exists():
        return
    if not selectors.owing_institutions(month).filter(pk=institution.pk).exists():
        raise RegisterError(_("%(name)s owes no register for this month.") % {"name": institution})


def check_first_month(month: date, day: date) -> None:
    """Refuse a month before the first: it would open all since then, for the whole county.

    :raises RegisterError: naming the first month.
    """
    first = selectors.first_month(rules.first_of_month(day))
    # Before anything came in, the month under way may itself be what was opened first.
    first = min(first, rules.month_before(rules.first_of_month(day)))
    if month < first:
        said = _("The registers here begin with %(month)s. Is the year right?")
        raise RegisterError(said % {"month": f"{first:%Y-%m}"})
