"""What keeps cases from being joined in one matter, or one from being taken out of it, in words.

A matter counts once: whoever joins or parts what was found so changes what counts. So it is taken
up again first, and what is found anew a second person makes hold, as it is joined by then.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from complaints.models import Case, NamedPerson
from complaints.rules import findings
from complaints.rules.joining import About, stranger
from complaints.selectors.held import findings_that_hold


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


def _found_so(cases: Iterable[int]) -> set[int]:
    counting = findings_that_hold().filter(case__in=list(cases), finding__in=findings.COUNTS)
    return set(counting.order_by().values_list("case", flat=True))


def _about(cases: Collection[Case]) -> list[About]:
    houses, staff = defaultdict(set), defaultdict(set)
    people = NamedPerson.objects.filter(case__in=[case.pk for case in cases], staff__isnull=False)
    for case, house, who in people.values_list("case", "institution", "staff"):
        houses[case].add(house)
        staff[case].add(who)
    return [
        About(
            case.no,
            frozenset(houses[case.pk] | {case.institution_id} - {None}),
            frozenset(staff[case.pk]),
        )
        for case in cases
    ]
