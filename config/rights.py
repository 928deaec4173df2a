"""What the run-time role may do in the database: granted anew by the owner after each migration.

Nothing is granted by default, so a table that this was not run for stays shut.
"""

from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from bureau.history import trail_models

SCHEMA = "public"
EVERY_COLUMN = "*"

TRAIL: dict[str, set[str]] = {
    "admin.LogEntry": set(),
    "bureau.Act": set(),
    "bureau.ActSeal": set(),
    "bureau.RuleVersion": {"state", "approved_by", "approved_at"},
    "bureau.StoredFile": set(),
    "bureau.NumberSeries": {EVERY_COLUMN},
    "bureau.SeriesYear": {"last"},
    "bureau.OfficialNumber": {"voided_at", "voided_by", "voiding_reason"},
    # A draft is reworded up to the signature; what was signed a trigger keeps.
    "bureau.OfficialPaper": {EVERY_COLUMN},
    "bureau.OfficialPaper_institutions": set(),
    "bureau.Serial": {"last"},
    # Each says later what became of it; that it was there it says for good.
    "bureau.Attachment": {
        "audience",
        "institution",
        "section_code",
        "withdrawn_at",
        "withdrawal_reason",
    },
    # Who asked for which list, and why, stays as it was asked.
    "bureau.ExportRequest": {
        "job",
        "state",
        "decided_by",
        "decided_at",
        "refusal",
        "taken_up_at",
        "attempts",
        "file",
        "rows_written",
        "shown",
        "expires_at",
        "fetched_at",
    },
    "bureau.Delivery": {EVERY_COLUMN},
    "bureau.Notice": {"read_at"},
    "bureau.DueStep": {"institution"},
    "followups.RegisterVersion": {"rows_new", "rows_updated", "rows_unchanged", "rows_refused"},
    "followups.Reminder": set(),
    "followups.RegisterReturn": set(),
    "followups.RowRemoval": set(),
    "followups.MonthReport": {"xlsx", "docx"},
    # A redraw asked for is a row that the draw fills in; what was drawn a trigger keeps.
    "followups.SpotCheck": {EVERY_COLUMN},
    "followups.SpotCheckItem": {"is_called_up", "verdict"},
    "followups.SpotCall": set(),
    "followups.CallCorrection": set(),
    "followups.NumberReveal": set(),
    "followups.DoubtedFollowUp": {
        "explained_by",
        "explained_at",
        "explanation",
        "decision",
        "decided_by",
        "decided_at",
        "note",
        "staff",
        "taken_back_by",
        "taken_back_at",
        "why_back",
    },
    "complaints.UnitReport": set(),
    "complaints.Entry": set(),
    "complaints.Reply": set(),
    "complaints.Statement": set(),
    "complaints.Fabrication": {
        "confirmed_by",
        "confirmed_at",
        "taken_back_by",
        "taken_back_at",
        "why_back",
    },
    "complaints.RecheckDraw": set(),
    "complaints.Recheck": {"result", "note", "by", "at"},
    "complaints.HeldFinding": {"void_since"},
    "complaints.HeldFinding_allegations": set(),
    "rectification.ProgressEntry": set(),
    "rectification.Evidence": set(),
    "rectification.LookBackDraw": set(),
    "rectification.Relapse": set(),
    "rectification.TestCall": set(),
    "accountability.Service": set(),
    "accountability.Demand": set(),
    "accountability.EligibilityCheck": set(),
    "accountability.SamePerson": {
        "approved_by",
        "approved_at",
        "undone_by",
        "undone_at",
        "why_undone",
    },
}
"""Models whose rows are never deleted, each with the fields that may change once a row stands."""

TRAIL |= {model._meta.label: set() for model in trail_models(apps.get_models())}


# The library's triggers ask this function first, and by its own book a session may name in a
# setting the triggers that shall not hold for it. Here none are let off: guards and history hold
# for whoever writes. Each migration with a trigger brings the library's function back.
NOBODY_IS_LET_OFF = f"""
CREATE OR REPLACE FUNCTION {SCHEMA}._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
LANGUAGE sql IMMUTABLE AS 'SELECT false'
"""


def hold_triggers_for_all(connection: BaseDatabaseWrapper) -> None:
    """Let no setting of a session switch a trigger off. For the owner of the tables to call."""
    with connection.cursor() as cursor:
        cursor.execute(NOBODY_IS_LET_OFF)


def grant_rights(connection: BaseDatabaseWrapper, role: str) -> bool:
    """Give the role rows to read and write, the trail to add to, and no table to make or change.

    False if the connection is the role's own: from the owner of a table nothing can be kept.
    """
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if not role or cursor.fetchone() == (role,):
            return False
        for sentence in [*_for_all(connection, role), *_for_the_trail(connection, role)]:
            cursor.execute(sentence)
    return True


def _for_all(connection: BaseDatabaseWrapper, role: str) -> list[str]:
    name = connection.ops.quote_name(role)
    database = connection.ops.quote_name(connection.settings_dict["NAME"])
    tables = f"ALL TABLES IN SCHEMA {SCHEMA}"
    return [
        f"REVOKE CREATE, TEMPORARY ON DATABASE {database} FROM PUBLIC",
        f"REVOKE CREATE ON SCHEMA {SCHEMA} FROM PUBLIC",
        f"REVOKE ALL ON SCHEMA {SCHEMA} FROM {name}",
        f"GRANT USAGE ON SCHEMA {SCHEMA} TO {name}",
        f"REVOKE ALL ON {tables} FROM {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {tables} TO {name}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {SCHEMA} TO {name}",
        f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {name}",
    ]


def _for_the_trail(connection: BaseDatabaseWrapper, role: str) -> list[str]:
    quote = connection.ops.quote_name
    # On the way back to an earlier migration some are not there.
    made = set(connection.introspection.table_names())
    sentences = []
    for label, changing in TRAIL.items():
        model = apps.get_model(label)._meta
        if model.db_table not in made:
            continue
        kept = "DELETE" if EVERY_COLUMN in changing else "UPDATE, DELETE"
        sentences.append(f"REVOKE {kept} ON {quote(model.db_table)} FROM {quote(role)}")
        if columns := [quote(model.get_field(n).column) for n in changing - {EVERY_COLUMN}]:
            named = ", ".join(sorted(columns))
            sentences.append(f"GRANT UPDATE ({named}) ON {quote(model.db_table)} TO {quote(role)}")
    return sentences
