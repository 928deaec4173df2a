"""What the database refuses of the end of a pending appointment, whoever writes."""

import pgtrigger

from accountability.models.persons_guards import ONESELF

ENDS_BY_ASSESSMENT = """SELECT 1 WHERE NOT EXISTS (
    SELECT 1 FROM accountability_measure m
    JOIN accountability_handling h ON h.proposal_id = m.proposal_id
    WHERE m.proposal_id = NEW.id AND m.code = 'pending_appointment'
      AND m.stands AND m.ceased_on IS NULL
      AND (h.ended_on IS NULL OR h.ended_on <= m.ends_on OR NOT EXISTS (
          SELECT 1 FROM accountability_assessment a
          WHERE a.measure_id = m.id AND a.state = 'confirmed')))"""
"""What completes pending appointment: its last day is over, and the unit's assessment confirmed."""
OF_WHAT_PENDS = pgtrigger.Trigger(
    name="assessment_of_what_pends",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func="""
        IF NEW.state <> 'filed' OR NOT EXISTS (
            SELECT 1 FROM accountability_measure m
            JOIN accountability_sanctionproposal p ON p.id = m.proposal_id
            WHERE m.id = NEW.measure_id AND p.id = NEW.proposal_id AND p.state = 'in_effect'
              AND m.code = 'pending_appointment' AND m.stands AND m.ceased_on IS NULL
        ) THEN
            RAISE EXCEPTION 'only a pending appointment that holds is assessed';
        END IF;
        RETURN NEW;
    """,
)
FILED_STANDS = pgtrigger.Protect(
    name="filed_stands",
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange(
        exclude=["state", "answer", "answered_by", "answered_at"],
    ),
)
ANSWERED_STANDS = pgtrigger.Protect(
    name="answered_stands",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition("OLD.state <> 'filed' AND OLD.* IS DISTINCT FROM NEW.*"),
)
ANSWERED_BY_THE_BUREAU = pgtrigger.Trigger(
    name="answered_by_the_bureau",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition("NEW.answered_by_id IS NOT NULL"),
    func=f"""
        IF EXISTS (
            SELECT 1 FROM accountability_sanctionproposal p
            JOIN bureau_user u ON u.id = NEW.answered_by_id
            LEFT JOIN bureau_staff s ON s.id = u.staff_id
            WHERE p.id = NEW.proposal_id
              AND ({ONESELF}
                   OR p.institution_id IN (u.institution_id, s.institution_id))
        ) THEN
            RAISE EXCEPTION 'the bureau confirms, and no unit its own assessment';
        END IF;
        RETURN NEW;
    """,  # noqa: S608
)
