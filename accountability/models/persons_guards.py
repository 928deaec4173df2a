"""What the database lets nobody write of two records that are one person."""

import pgtrigger

STANDS = pgtrigger.Protect(
    name="same_person_stands",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "OLD.undone_at IS NOT NULL AND OLD.* IS DISTINCT FROM NEW.*"
        " OR (OLD.record_id, OLD.counts_as_id, OLD.reason, OLD.proposed_by_id, OLD.proposed_at)"
        " IS DISTINCT FROM"
        " (NEW.record_id, NEW.counts_as_id, NEW.reason, NEW.proposed_by_id, NEW.proposed_at)"
        " OR OLD.approved_at IS NOT NULL AND (OLD.approved_by_id, OLD.approved_at)"
        " IS DISTINCT FROM (NEW.approved_by_id, NEW.approved_at)"
    ),
)
NO_CHAIN = pgtrigger.Trigger(
    name="same_person_no_chain",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Condition("NEW.undone_at IS NULL"),
    func="""
        -- Whoever joins one of the two meanwhile waits: both would see no chain else.
        PERFORM pg_advisory_xact_lock(hashtext('accountability_sameperson'));
        IF EXISTS (
            SELECT 1 FROM accountability_sameperson o
            WHERE o.undone_at IS NULL AND o.id IS DISTINCT FROM NEW.id
              AND (o.record_id = NEW.counts_as_id OR o.counts_as_id = NEW.record_id)
        ) THEN
            RAISE EXCEPTION 'a record that counts as another is not counted as';
        END IF;
        IF EXISTS (
            SELECT 1 FROM bureau_user u
            WHERE u.staff_id IN (NEW.record_id, NEW.counts_as_id)
              AND u.id IN (NEW.proposed_by_id, NEW.approved_by_id)
        ) THEN
            RAISE EXCEPTION 'nobody joins his own records';
        END IF;
        RETURN NEW;
    """,
)
ONESELF = """(u.staff_id = p.staff_id OR EXISTS (
                  SELECT 1 FROM accountability_sameperson a
                  WHERE a.undone_at IS NULL AND a.approved_at IS NOT NULL
                    AND (a.record_id, a.counts_as_id)
                     IN ((u.staff_id, p.staff_id), (p.staff_id, u.staff_id))))"""
"""That an account is of the person whom a proposal is about, by whichever record."""
