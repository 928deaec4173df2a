"""The card that names what is still owed of earlier months, so that no month is forgotten."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from bureau.models import User
from bureau.templatetags.shell import month as in_words
from bureau.worklist import CardAction, TodoCard
from followups import selectors
from followups.models import MonthlyRegister


def arrears_card(user: User, day: date) -> list[TodoCard]:
    owed = selectors.arrears(MonthlyRegister.objects.visible_to(user), day=day)
    if not owed:
        return []
    url = f"{reverse('followups:matrix')}?until={owed[-1].month_text}"
    return [
        TodoCard(
            title=_("Registers of earlier months still owed"),
            value=len(owed),
            note=_owed_words(owed),
            tone="danger",
            names=[_name(register) for register in owed],
            actions=[CardAction(_("Open the matrix"), url)],
        )
    ]


def _owed_words(owed: list[MonthlyRegister]) -> str:
    """Tell those not in from those in only in part: only the first are chased."""
    missing = sum(register.arrived_on is None for register in owed)
    facts = {"missing": missing, "partial": len(owed) - missing}
    return _("%(missing)s not in, %(partial)s in part") % facts


def _name(register: MonthlyRegister) -> str:
    facts = {"name": register.institution.name, "month": in_words(register.month)}
    if register.arrived_on:
        return _("%(name)s (%(month)s, in part)") % facts
    return _("%(name)s (%(month)s)") % facts
