"""A person's open work on registers and spot-checks, for the side bar and the to-do cards."""

from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bureau.models import User
from bureau.rules import Role
from bureau.templatetags.shell import month as in_words
from bureau.templatetags.shell import short_day
from bureau.worklist import CardAction, NavItem, TodoCard
from followups import selectors
from followups.arrears_card import arrears_card
from followups.doubt_cards import doubt_cards
from followups.file_words import waits_words
from followups.models import MonthlyRegister, SpotCheck, Upload
from followups.rules import register as rules
from followups.rules.words import CheckState

MAY_SUBMIT = "followups.submit_register"
MAY_REMIND = "followups.remind_register"
MAY_CALL = "followups.record_result"


def open_work(user: User, day: date) -> list[NavItem]:
    if not user.has_perm("followups.view_monthlyregister"):
        return []
    registers = MonthlyRegister.objects.visible_to(user)
    url = reverse("followups:matrix")
    if user.has_perm(MAY_SUBMIT):
        owed = selectors.registers_owed(registers, day=day)
        sent_back = selectors.registers_sent_back(registers)
        waiting = [owed, sent_back, selectors.registers_to_mend(registers)]
        items = [NavItem(_("Follow-up registers"), url, waits=waiting)]
    else:
        count = selectors.count_not_in(registers, day=day)
        items = [NavItem(_("Follow-up registers"), url, count)]
    if user.has_perm("followups.view_spotcheck"):
        to_call = [selectors.items_to_call(user)] if user.has_perm(MAY_CALL) else []
        items.append(NavItem(_("Spot-checks"), reverse("followups:checks"), waits=to_call))
    return items


def todo_cards(user: User, day: date) -> list[TodoCard]:
    """List what waits for a person; only the first button that matters is a primary one."""
    cards = []
    if user.has_perm(MAY_CALL) and Role.LIAISON in user.roles:
        cards += _calls_card(user)
    if user.has_perm(MAY_SUBMIT):
        cards += _registers_to_hand_in(user, day)
    elif user.has_perm("followups.view_monthlyregister"):
        cards += _month_card(user, day)
        cards += arrears_card(user, day)
    if user.has_perm("followups.approve_redraw"):
        cards += _redraws_card(user)
    cards += doubt_cards(user, day)
    pressing = next((card for card in cards if any(one.primary for one in card.actions)), None)
    return [card if card is pressing else _without_primary(card) for card in cards]


def _without_primary(card: TodoCard) -> TodoCard:
    return replace(card, actions=[action._replace(primary=False) for action in card.actions])


def _registers_to_hand_in(user: User, day: date) -> list[TodoCard]:
    registers = MonthlyRegister.objects.visible_to(user)
    all_owed = selectors.with_left_out(selectors.registers_owed(registers, day=day))
    owed = list(all_owed.prefetch_related("reminders"))
    files = selectors.open_uploads(registers)
    return [
        *(_task_card(register, day, files.pop(register.pk, None)) for register in owed),
        *(_returned_card(register) for register in selectors.registers_sent_back(registers)),
        *(_left_out_card(register) for register in selectors.registers_to_mend(registers)),
        *(_file_card(upload, day) for upload in files.values() if upload.can_be_submitted),
    ]


def _task_card(register: MonthlyRegister, day: date, waiting: Upload | None) -> TodoCard:
    days_left = (register.due_on - day).days
    args = [register.institution.code, register.month_text]
    actions = [
        CardAction(_("Hand in the register"), reverse("followups:upload", args=args), True),
        CardAction(_("Earlier files"), reverse("followups:register", args=args)),
    ]
    if register.left_out:
        actions = _ways_to_mend(register)
    if waiting:
        go_on = reverse("followups:upload_detail", args=[waiting.pk])
        actions = [
            CardAction(_("Go on with the open file"), go_on, True),
            *(one._replace(primary=False) for one in actions),
        ]
    return TodoCard(
        title=_("Follow-up register of %(month)s") % {"month": in_words(register.month)},
        value=_days_left_words(days_left),
        note=_file_words(waiting, register, day) if waiting else _task_note(register),
        aside=_("due %(day)s") % {"day": short_day(register.due_on)},
        tone="danger" if days_left < 0 else "",
        actions=actions,
    )


def _task_note(register: MonthlyRegister) -> str:
    """Say what came in already, or that the bureau has sent it back or asked for it."""
    if register.returned_at:
        facts = {"day": short_day(register.returned_at), "reason": selectors.why_returned(register)}
        return _("Sent back by the bureau on %(day)s: %(reason)s") % facts
    if register.left_out:
        said = ngettext(
            "In part on %(day)s: %(n)s row was left out.",
            "In part on %(day)s: %(n)s rows were left out.",
            register.left_out,
        )
        return said % {"day": short_day(register.arrived_on), "n": register.left_out}
    reminders = list(register.reminders.all())
    if reminders:
        return _("Reminded by the bureau on %(day)s.") % {"day": short_day(reminders[0].at)}
    return ""


def _file_words(upload: Upload, register: MonthlyRegister, day: date) -> str:
    is_bare = bool(selectors.bringing_nothing(register, [upload], day=day))
    return waits_words(upload, brings_nothing=is_bare)


def _file_card(upload: Upload, day: date) -> TodoCard:
    """A file for a register that is in already waits as well."""
    register = upload.register
    go_on = reverse("followups:upload_detail", args=[upload.pk])
    return TodoCard(
        title=_("A further file for %(month)s") % {"month": in_words(register.month)},
        value=_("not submitted yet"),
        note=_file_words(upload, register, day),
        actions=[CardAction(_("Go on with the open file"), go_on, True)],
    )


def _returned_card(register: MonthlyRegister) -> TodoCard:
    """A complete register keeps its standing when it is sent back; it waits to be mended."""
    args = [register.institution.code, register.month_text]
    return TodoCard(
        title=_("Follow-up register of %(month)s") % {"month": in_words(register.month)},
        value=_("sent back"),
        note=selectors.why_returned(register),
        tone="danger",
        actions=[
            CardAction(_("Hand in a correction"), reverse("followups:upload", args=args), True),
            CardAction(_("Earlier files"), reverse("followups:register", args=args)),
        ],
    )


def _left_out_card(register: MonthlyRegister) -> TodoCard:
    """A complete register keeps its standing; the rows that a file left out still wait."""
    return TodoCard(
        title=_("Rows left out of the register of %(month)s") % {"month": in_words(register.month)},
        value=register.left_out,
        note=ngettext(
            "row left out does not count until it is handed in again",
            "rows left out do not count until they are handed in again",
            register.left_out,
        ),
        actions=_ways_to_mend(register),
    )


def _ways_to_mend(register: MonthlyRegister) -> list[CardAction]:
    left_out = reverse("followups:upload_detail", args=[register.left_out_of])
    args = [register.institution.code, register.month_text]
    return [
        CardAction(_("Show the rows left out"), left_out, True),
        CardAction(_("Hand in the mended rows"), reverse("followups:upload", args=args)),
    ]


def _days_left_words(days_left: int) -> str:
    if days_left < 0:
        return ngettext("%(n)s day overdue", "%(n)s days overdue", -days_left) % {"n": -days_left}
    if days_left == 0:
        return _("due today")
    return ngettext("%(n)s day left", "%(n)s days left", days_left) % {"n": days_left}


def _month_card(user: User, day: date) -> list[TodoCard]:
    """Show how many have handed in, to whom sees a register of the month."""
    month = rules.month_before(rules.first_of_month(day))
    registers = MonthlyRegister.objects.visible_to(user).of_month(month)
    counted = selectors.registers_counted(registers, month=month)
    numbers = rules.four_numbers(register.standing(day).state for register in counted)
    if not numbers.expected:
        return []
    due_on = rules.due_on(month, table=selectors.table_of(month))
    missing = selectors.registers_missing(registers, month=month)
    names = [_name_of(register, day) for register in missing]
    to_remind = [register for register in missing if not register.reminded_on(day)]
    actions = [CardAction(_("Open the matrix"), reverse("followups:matrix"))]
    if to_remind and user.has_perm(MAY_REMIND):
        url = reverse("followups:remind", args=[f"{month:%Y-%m}"])
        label = ngettext("Remind %(n)s", "Remind %(n)s", len(to_remind)) % {"n": len(to_remind)}
        actions.insert(0, CardAction(label, url, True))
    card = TodoCard(
        title=_("Follow-up registers of %(month)s") % {"month": in_words(month)},
        value=numbers.received,
        total=numbers.expected,
        note=_("received"),
        aside=_("due %(day)s") % {"day": short_day(due_on)},
        names_label=_("Not in:") if names else "",
        names=names,
        actions=actions,
    )
    return [card]


def _name_of(register: MonthlyRegister, day: date) -> str:
    """Name who is missing, with the hour of today's reminder."""
    reminder = register.reminded_on(day)
    if reminder is None:
        return register.institution.name
    hour = f"{timezone.localtime(reminder.at):%H:%M}"
    facts = {"name": register.institution.name, "hour": hour}
    return _("%(name)s (reminded %(hour)s)") % facts


def _calls_card(user: User) -> list[TodoCard]:
    waiting = selectors.items_to_call(user)
    checks = (
        SpotCheck.objects.visible_to(user)
        .in_force()
        .filter(register__institution__in=user.assigned_institution_ids, finished_at__isnull=True)
    )
    required = sum(checks.values_list("required", flat=True))
    assigned = len(user.assigned_institution_ids)
    first = waiting.first()
    if first is None:
        return []
    return [
        TodoCard(
            title=_("My spot-checks"),
            value=max(required - waiting.count(), 0),
            total=required,
            note=_("people called"),
            aside=ngettext("%(n)s institution", "%(n)s institutions", assigned) % {"n": assigned},
            actions=[
                CardAction(_("Go on calling"), reverse("followups:item", args=[first.pk]), True),
                CardAction(_("All my lists"), reverse("followups:checks")),
            ],
        )
    ]


def _redraws_card(user: User) -> list[TodoCard]:
    asked_for = SpotCheck.objects.visible_to(user).waiting()
    waiting = list(asked_for.exclude(asked_by=user).select_related("register__institution"))
    if not waiting:
        return []
    action = CardAction(_("Look at it"), reverse("followups:check", args=[waiting[0].pk]), True)
    if len(waiting) > 1:
        url = reverse("followups:checks", query={"state": CheckState.WAITING})
        action = CardAction(_("Open the list"), url, True)
    return [
        TodoCard(
            title=_("Redraws waiting for your approval"),
            value=len(waiting),
            names=[check.register.institution.name for check in waiting],
            actions=[action],
        )
    ]
