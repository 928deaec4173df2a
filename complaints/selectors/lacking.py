"""What a step of a case lacks beside its state, in words; empty where it lacks nothing.

Pages ask before a step is offered, services under the lock: both go by the same sentence.
"""

from collections.abc import Collection

from django.utils.translation import gettext as _

from bureau.models import User
from bureau.rules import Role
from complaints.models import Allegation, Case, HotlineOrder
from complaints.rules import findings, secrecy
from complaints.rules.words import CaseState, Finding
from complaints.selectors.cases import finders_of, findings_of, owes_findings
from complaints.selectors.rounds import replies_of_round
from complaints.selectors.waiting import waits_for_review
from complaints.selectors.withdrawing import is_accepted_first


def lacks_to_dispatch(case: Case) -> str:
    if secrecy.goes_to_units(is_accusation=case.is_accusation):
        return ""
    return _("An accusation never goes to whom it accuses: the bureau itself looks into it.")


def lacks_to_verify(case: Case, *, verifier: int) -> str:
    """Say what is missing before findings hold: each of them, of what kind it is, whose it is,
    that they fit each other, and a second person; and nobody on themselves.
    """
    alleged = list(case.allegations.all())
    if not alleged:
        return _("Write down first what is alleged.")
    if not findings.is_complete(findings_of(case)):
        return _("Every allegation and every person named needs a finding.")
    if unclear := _unclear(case, alleged):
        return unclear
    finders = finders_of(case)
    if stand_in(case, {verifier, *finders}):
        return keeps_out()
    if not findings.may_verify(verifier=verifier, finders=finders):
        return _("You made one of these findings: somebody else makes them hold.")
    return ""


def _unclear(case: Case, alleged: Collection[Allegation]) -> str:
    """Say what of the findings does not tell for what, and of whom, they count."""
    for one in alleged:
        if one.finding in findings.COUNTS and not (one.category_id or case.category_id):
            said = _("Allegation %(n)s was found so and has no category: sort the case first.")
            return said % {"n": one.position}
    for person in case.people.prefetch_related("allegations"):
        concern = list(person.allegations.all())
        if findings.asks_whose(person.finding, alleged=len(alleged), said=len(concern)):
            return asks_whose(str(person))
        if not findings.is_borne_out(person.finding, by=[x.finding for x in concern or alleged]):
            said = _("%(name)s was found so, yet no allegation that concerns them was: mend one.")
            return said % {"name": person}
    return ""


def stand_in(case: Case, users: Collection[int]) -> bool:
    """Test if a case names one of these users."""
    named = case.people.filter(staff__isnull=False).values("staff")
    return User.objects.filter(pk__in=users, staff__in=named).exists()


def keeps_out() -> str:
    return _("Who is named in a case finds nothing in it and makes nothing hold: others do.")


def asks_whose(name: str) -> str:
    return _("Say which of the allegations concern %(name)s.") % {"name": name}


def lacks_to_reply(case: Case) -> str:
    if not owes_findings(case):
        return ""
    return _("Something is alleged or somebody is named: make the findings hold first.")


def lacks_to_close(case: Case) -> str:
    """Say what is missing before a case is closed, but for what the ledger has of it."""
    if missing := lacks_to_reply(case):
        return missing
    if case.wants_reply and not replies_of_round(case).exists():
        return _("The complainant wants an answer and has none yet.")
    return lacks_review(case)


def lacks_to_reopen(case: Case, *, by: User) -> str:
    if case.state != CaseState.ARCHIVED or Role.SECTION_HEAD in by.roles:
        return ""
    return _("It is archived: the head of a section takes it up again.")


def lacks_to_withdraw(case: Case) -> str:
    if not is_accepted_first(case):
        return ""
    return _("Safety or discipline is at stake: accept it first.")


def lacks_order(case: Case) -> str:
    return "" if case.is_hotline else _("This is no order of the hotline.")


def lacks_signature(case: Case) -> str:
    """Say what is missing before anything is done with an order."""
    if missing := lacks_order(case):
        return missing
    is_signed = HotlineOrder.objects.filter(case=case).exists()
    return "" if is_signed else _("Sign the order in first.")


def lacks_to_pack(case: Case) -> str:
    """Say what is missing before an answer goes back to the hotline."""
    if missing := lacks_order(case):
        return missing
    if not case.replies.exists():
        return _("The complainant has no answer yet: there is nothing to send back.")
    return ""


def lacks_review(case: Case) -> str:
    return _("A bad call-back waits for its review.") if waits_for_review(case) else ""


def lacks_to_rectify(case: Case) -> str:
    finding = Finding(case.finding) if case.finding else None
    if findings.needs_rectification(finding) and case.institution_id is not None:
        return ""
    return _("Nothing of this was substantiated against an institution.")
