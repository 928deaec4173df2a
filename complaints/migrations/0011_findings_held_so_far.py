"""Keep what holds already, open what was found before a case was taken up again."""

from django.db import migrations


def keep(apps, schema_editor):
    case_model = apps.get_model("complaints", "Case")
    for case in case_model.objects.exclude(verified_at=None):
        _hold(apps, case, case.verified_by_id, case.verified_at, None)
    for case in case_model.objects.filter(verified_at=None).exclude(finding=""):
        _open(apps, case)


def _open(apps, case):
    """Of what was made to hold and taken up again, the acts say by whom and when."""
    acts = apps.get_model("bureau", "Act").objects.filter(object_kind="case", object_no=case.no)
    held = acts.filter(verb="verify_case").order_by("-at", "-pk").first()
    again = acts.filter(verb="reopen_case").order_by("-at", "-pk").first()
    if held is None or again is None:
        return
    _hold(apps, case, int(held.actor_id), held.at, again.at)
    for rows in (case.allegations, case.people):
        rows.filter(found_at__lte=again.at).update(
            finding="", basis="", found_by=None, found_at=None
        )
    case_model = apps.get_model("complaints", "Case")
    case_model.objects.filter(pk=case.pk).update(finding="")


def _hold(apps, case, by, since, until):
    found = [
        *(("allegation", one) for one in case.allegations.exclude(finding="")),
        *(("person", one) for one in case.people.exclude(finding="")),
    ]
    model = apps.get_model("complaints", "HeldFinding")
    for name, one in found:
        if until is not None and one.found_at > until:
            continue
        is_person = name == "person"
        own = None if is_person else one.category_id
        model.objects.create(
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
