"""What leaders are in charge of they were since they came into office: nobody wrote down more."""

from django.db import migrations

HISTORY = """
INSERT INTO bureau_remitchange (words, from_on, to_on, post_id, pgh_obj_id, pgh_created_at,
                                pgh_label, pgh_context, pgh_sealed)
SELECT said.remit, said.from_on, said.to_on, remit.post_id, remit.id, said.pgh_created_at,
       said.pgh_label, said.pgh_context, '{}'
FROM (
    SELECT change.*, lead(change.remit, 1, post.remit)
               OVER (PARTITION BY change.pgh_obj_id ORDER BY change.pgh_id) AS next_remit
    FROM bureau_leaderpostchange change JOIN bureau_leaderpost post ON post.id = change.pgh_obj_id
    WHERE change.pgh_label = 'update'
) said JOIN bureau_remit remit ON remit.post_id = said.pgh_obj_id
WHERE said.remit <> said.next_remit
"""


def date_remits(apps, schema_editor):
    posts = apps.get_model("bureau", "LeaderPost").objects.order_by("pk")
    spoken_of = set(
        apps.get_model("bureau", "LeaderPostChange")
        .objects.exclude(remit="")
        .values_list("pgh_obj_id", flat=True)
    )
    for post in posts.prefetch_related("departments", "sections"):
        departments, sections = post.departments.all(), post.sections.all()
        if post.remit or departments or sections or post.pk in spoken_of:
            remit = apps.get_model("bureau", "Remit").objects.create(
                post=post, words=post.remit, from_on=post.from_on, to_on=post.to_on
            )
            remit.departments.set(departments)
            remit.sections.set(sections)
    schema_editor.execute(HISTORY)


class Migration(migrations.Migration):
    dependencies = [("bureau", "0038_remits")]
    operations = [migrations.RunPython(date_remits, migrations.RunPython.noop)]
