"""Keep what holds already, open what was found before a case was taken up again.

However many cases there are: read in parts, without what is sealed, and written in parts.
"""

from itertools import islice

from django.db import migrations
from django.db.models import Prefetch

AT_ONCE = 1_000
FOUND = ("case_id", "finding", "basis", "found_by_id", "found_at")


def keep(apps, schema_editor):
    held = apps.get_model("complaints", "HeldFinding")
    cases = _cases(apps)
    verified = cases.exclude(verified_at=None).iterator(chunk_size=AT_ONCE)
    while some := list(islice(verified, AT_ONCE)):
        held.objects.bulk_create(
            one
            for case in some
            for one in _held(held, case, case.verified_by_id, case.verified_at, None)
        )
    again = cases.filter(verified_at=None).exclude(finding="")
    for case in again.iterator(chunk_size=AT_ONCE):
        _open(apps, case)


def _cases(apps):
    """Read cases with what was found in them, and nothing that is sealed beside the basis."""
    model = apps.get_model
    alleged = model("complaints", "Allegation").objects.exclude(finding="")
    named = model("complaints", "NamedPerson").objects.exclude(finding="")
    fields = ("no", "institution_id", "category_id", "verified_by_id", "verified_at")
    return (
        model("complaints", "Case")
        .objects.only(*fields)
        .prefetch_related(
            Prefetch("allegations", alleged.only(*FOUND, "category_id"), "found_alleged"),
            Prefetch("people", named.only(*FOUND, "staff_id", "institution_id"), "found_named"),
        )
    )


def _open(apps, case):
    """Of what was made to hold and taken up again, the acts say by whom and when."""
    acts = apps.get_model("bureau", "Act").objects.filter(object_kind="case", object_no=case.no)
    held = acts.filter(verb="verify_case").order_by("-at", "-pk").first()
    again = acts.filter(verb="reopen_case").order_by("-at", "-pk").first()
    if held is None or again is None:
        return
    model = apps.get_model("complaints", "HeldFinding")
    model.objects.bulk_create(_held(model, case, int(held.actor_id), held.at, again.at))
    for rows in (case.allegations, case.people):
        rows.filter(found_at__lte=again.at).update(
            finding="", basis="", found_by=None, found_at=None
        )
    case_model = apps.get_model("complaints", "Case")
    case_model.objects.filter(pk=case.pk).update(finding="")


def _held(model, case, by, since, until):
    found = [
        *(("allegation", one) for one in case.found_alleged),
        *(("person", one) for one in case.found_named),
    ]
    for name, one in found:
        if until is not None and one.found_at > until:
            continue
        is_person = name == "person"
        own = None if is_person else one.category_id
        yield model(
            **{name: one},
            case=case,
            staff_id=one.staff_id if is_person else None,
            institution_id=one.institution_id if is_person else case.institution_id,
            category_id=own or case.category_id,
            finding=one.finding,
            basis=one.basis,
            found_by_id=one.found_by_id,
            found_at=one.found_at,
            held_by_id=by,
            held_since=since,
            void_since=until,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0010_findings_that_hold'),
    ]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
