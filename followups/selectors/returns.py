"""Registers that were sent back and have not come again."""

from django.db.models import QuerySet

from followups.models import MonthlyRegister, RegisterReturn


def open_return(register: MonthlyRegister) -> RegisterReturn | None:
    """Return why a register was sent back; None once something new came in."""
    if register.returned_at is None:
        return None
    return register.returns.select_related("by").latest("at")


def why_returned(register: MonthlyRegister) -> str:
    sent = open_return(register)
    return sent.reason if sent else ""


def registers_sent_back(registers: QuerySet[MonthlyRegister]) -> QuerySet[MonthlyRegister]:
    """Complete registers that were sent back: those that are not complete are wanted anyway."""
    waiting = registers.filter(returned_at__isnull=False, completed_on__isnull=False)
    return waiting.select_related("institution").order_by("due_on", "institution__code")
