"""What keeps cases from being joined in one matter, or one from being taken out of it, in words.

A matter counts once: whoever joins or parts what was found so changes what counts. So it is taken
up again first, and what is found anew a second person makes hold, as it is joined by then.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from bureau.models import Act
from bureau.rules import ActorKind
from complaints.models import Case, NamedPerson
from complaints.rules import findings
from complaints.rules.joining import About, stranger
from complaints.selectors.held import findings_that_hold

CHANGES_WHAT_COUNTS = ("merge_cases", "unmerge_case", "reopen_case")


def lacks_to_join(cases: Collection[Case]) -> str:
    """Say what keeps cases apart: what counts in two matters of them, or nothing in common."""
    found_so = _found_so(case.pk for case in cases)
    of_matter = {case.matter_id: case.no for case in cases if case.pk in found_so}
    if len(of_matter) > 1:
        one, other, *_more = sorted(of_matter.values())
        said = _("What was found in %(one)s and in %(other)s counts twice until now: take one of "
                 "them up again first; it is found anew once they are joined.")  # fmt: skip
        return said % {"one": one, "other": other}
    if foreign := stranger(_about(cases)):
        said = _("%(no)s is about none of the institutions and people that the others are about.")
        return said % {"no": foreign.no}
    return ""


def lacks_to_part(case: Case) -> str:
    """Say what keeps a case in its matter: something of it was found so, and counts there."""
    if not _found_so([case.pk]):
        return ""
    return _("What was found here counts in its matter: take the case up again first; it is found "
             "anew once it is parted.")  # fmt: skip


def changed_what_counts(cases: Collection[int]) -> set[int]:
    """Name the accounts that joined, parted or took up again any case of these cases' matters."""
    matters = Case.objects.filter(pk__in=cases).order_by().values("matter")
    numbers = Case.objects.filter(matter__in=matters).order_by().values_list("no", flat=True)
    acts = Act.objects.filter(
        object_kind="case", object_no__in=list(numbers), verb__in=CHANGES_WHAT_COUNTS,
        actor_kind=ActorKind.USER.value,
    )  # fmt: skip
    return {int(one) for one in acts.order_by().values_list("actor_id", flat=True)}


def _found_so(cases: Iterable[int]) -> set[int]:
    counting = findings_that_hold().filter(case__in=list(cases), finding__in=findings.COUNTS)
    return set(counting.order_by().values_list("case", flat=True))


def _about(cases: Collection[Case]) -> list[About]:
    houses: dict[int, set[int]] = defaultdict(set)
    staff: dict[int, set[int]] = defaultdict(set)
    for case in cases:
        if case.institution_id:
            houses[case.pk].add(case.institution_id)
    people = NamedPerson.objects.filter(case__in=[case.pk for case in cases], staff__isnull=False)
    for pk, house, who in people.values_list("case", "institution", "staff"):
        houses[pk].add(house)
        staff[pk].add(who)
    return [About(case.no, frozenset(houses[case.pk]), frozenset(staff[case.pk])) for case in cases]
