"""What an institution says of a case for itself, and hands in for somebody who is named in it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bureau.models import Institution
from bureau.services import Doer, client_of, user_of
from complaints.models import Case, NamedPerson, Statement
from complaints.rules.steps import Step
from complaints.services.acts import check_step, locked, record_case_act
from complaints.services.errors import CaseError, words_given


@transaction.atomic
def file_statement(
    *,
    case: Case,
    institution: Institution,
    text: str,
    person: NamedPerson | None = None,
    is_waived: bool = False,
    by: Doer,
    at: datetime,
) -> Statement:
    """Write down what an institution, or somebody of it who is named, says; the same stands once.

    It is heard before the findings are made, and moves neither state nor day.

    :raises CaseError: if this unit does not have the case, for a person of another unit, without
        words, or once the findings are made.
    """
    case = locked(case)
    if not case.assignments.filter(institution=institution, returned_at=None).exists():
        raise CaseError(_("%(house)s does not have this case.") % {"house": institution})
    text = words_given(text, ask=_("Please write the statement."))
    if person is not None:
        _check_of_the_unit(case, person, institution)
    elif is_waived:
        raise CaseError(_("Only somebody who is named can do without being heard."))
    said = {"institution": institution, "person": person, "is_waived": is_waived, "text": text}
    if standing := case.statements.filter(**said).first():
        return standing
    check_step(case, Step.STATE)
    facts = {"person": person.pk if person else "", "waived": is_waived}
    record_case_act(case, "file_statement", by=by, at=at, facts=facts)
    sender = {"by": user_of(by), "client": client_of(by)}
    return Statement.objects.create(case=case, at=at, **sender, **said)


def _check_of_the_unit(case: Case, person: NamedPerson, institution: Institution) -> None:
    if person.case_id != case.pk or person.institution_id != institution.pk:
        raise CaseError(_("Nobody like this of your institution is named in the case."))
