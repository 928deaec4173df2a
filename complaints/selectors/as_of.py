"""How cases stood at the end of a day, told by their acts and dated rows, never by today's.

A figure of a month that is over stays what it was, whatever is joined, sorted, withdrawn or taken
up again afterwards.
"""

from datetime import date

from django.db.models import BigIntegerField, CharField, OuterRef, Subquery, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from bureau.models import Act
from complaints.models.cases import CasesQuerySet
from complaints.rules.words import CaseState

CASE = "case"
OF_FILES = ("add_attachment", "change_audience", "withdraw_attachment")
"""The acts of a case's files: what became of a file is no state of the case."""
JOINING = ("merge_cases", "unmerge_case")
MOVED = "was_institution"
"""The fact of an act that tells which institution a case was about before it."""
NO_HOUSE = ""


def as_they_stood(cases: CasesQuerySet, day: date) -> CasesQuerySet:
    """Add to cases the matter, the institution (its key as text) and the state they had then."""
    acts = Act.objects.filter(object_kind=CASE, object_no=OuterRef("no"))
    later = acts.filter(at__date__gt=day).order_by("at", "pk")
    joined = later.filter(verb__in=JOINING).annotate(was=KT("facts__from"))
    moved = later.filter(facts__has_key=MOVED).annotate(was=KT(f"facts__{MOVED}"))
    moves = acts.exclude(verb__in=OF_FILES)
    states = moves.filter(at__date__lte=day, after__in=[str(one) for one in CaseState])
    told = states.order_by("-at", "-pk").values("after")[:1]
    text, number = CharField(), BigIntegerField()
    return cases.annotate(
        matter_then=Coalesce(
            Cast(Subquery(joined.values("was")[:1]), number),
            Cast("matter_id", number),
        ),
        house_then=Coalesce(
            Subquery(moved.values("was")[:1], output_field=text),
            Cast("institution_id", text),
            Value(NO_HOUSE),
        ),
        state_then=Coalesce(Subquery(told), Value(CaseState.REGISTERED.value)),
    )
