"""What the database refuses of findings that hold, whoever writes: by hand, in bulk, in SQL."""

import pgtrigger

NEVER_GONE = pgtrigger.Protect(name="held_never_gone", operation=pgtrigger.Delete)
STANDS_AS_HELD = pgtrigger.Protect(
    name="held_stands",
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange(exclude=["void_since"]),
)
VOID_ONCE = pgtrigger.Protect(
    name="held_void_once",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "OLD.void_since IS NOT NULL AND OLD.void_since IS DISTINCT FROM NEW.void_since"
    ),
)
BY_NOBODY_NAMED = pgtrigger.Trigger(
    name="held_by_nobody_named",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func="""
        IF EXISTS (
            SELECT 1 FROM bureau_user u
            JOIN complaints_namedperson p ON p.staff_id = u.staff_id
            WHERE p.case_id = NEW.case_id AND u.id IN (NEW.found_by_id, NEW.held_by_id)
        ) THEN
            RAISE EXCEPTION 'who is named in a case makes no finding of it hold';
        END IF;
        RETURN NEW;
    """,
)
GUARDS = [NEVER_GONE, STANDS_AS_HELD, VOID_ONCE, BY_NOBODY_NAMED]
