"""Who was heard in a case, and who was not yet."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from complaints.models import Case, NamedPerson, Statement


def unheard(case: Case) -> Sequence[NamedPerson]:
    """List the people tied to a staff record who neither said anything nor did without it.

    Source: whoever a finding may count against is told and heard before it (domain 3.4, C-09).
    """
    said = Statement.objects.filter(person=OuterRef("pk"))
    people = case.people.exclude(staff=None).filter(~Exists(said))
    return list(people.select_related("staff__institution", "staff__department"))
