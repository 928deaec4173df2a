"""What the database refuses of talks, demands and bulletins, whoever writes."""

import pgtrigger

from accountability.models.persons_guards import ONESELF

SERVED = """EXISTS (
            SELECT 1 FROM accountability_service s
            WHERE s.proposal_id = NEW.proposal_id AND s.document = 'accountability.decision')"""
AFTER_SERVICE = pgtrigger.Trigger(
    name="after_service",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func=f"""
        IF NOT {SERVED} THEN
            RAISE EXCEPTION 'nothing of a decision goes out before it is served';
        END IF;
        RETURN NEW;
    """,
)
"""Neither is anybody summoned nor a bulletin written before the decision is served."""
OF_THE_TIER = pgtrigger.Trigger(
    name="leader_of_the_tier",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func=f"""
        IF NOT EXISTS (
            SELECT 1 FROM accountability_sanctionproposal p
            LEFT JOIN accountability_measure m ON m.id = NEW.measure_id
            LEFT JOIN bureau_leaderpost l ON l.id = NEW.post_id
            WHERE p.id = NEW.proposal_id AND (
                NEW.whom = 'person' AND p.staff_id IS NOT NULL AND l.id IS NULL
                AND (m.id IS NULL OR m.proposal_id = p.id AND m.code = 'department_talk')
                OR m.proposal_id = p.id AND l.institution_id = p.institution_id AND (
                    NEW.whom = 'deputy' AND m.code = 'interview_deputy' AND l.kind = 'deputy'
                    OR NEW.whom = 'principal' AND m.code = 'interview_principal'
                    AND l.kind = 'principal_head'))
        ) THEN
            RAISE EXCEPTION 'the leader whom the measure names is called, of that unit';
        END IF;
        IF EXISTS (
            SELECT 1 FROM accountability_sanctionproposal p
            JOIN bureau_user u ON u.id = NEW.interviewer_id
            LEFT JOIN bureau_staff s ON s.id = u.staff_id
            WHERE p.id = NEW.proposal_id
              AND ({ONESELF}
                   OR p.institution_id IN (u.institution_id, s.institution_id))
        ) THEN
            RAISE EXCEPTION 'nobody interviews himself or his own unit';
        END IF;
        RETURN NEW;
    """,  # noqa: S608
)
RECORD_STANDS = pgtrigger.Protect(
    name="record_stands",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition("OLD.held_on IS NOT NULL AND OLD.* IS DISTINCT FROM NEW.*"),
)
HELD_AS_SUMMONED = pgtrigger.Trigger(
    name="held_as_summoned",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Condition("NEW.held_on IS NOT NULL"),
    func="""
        IF NOT EXISTS (
            SELECT 1 FROM bureau_officialpaper o WHERE o.about = NEW.no
            AND o.kind = 'accountability.interview' AND o.state = 'signed'
        ) THEN
            RAISE EXCEPTION 'an interview is held by its signed summons';
        END IF;
        RETURN NEW;
    """,
)
HELD_BEFORE_DONE = pgtrigger.Trigger(
    name="held_before_done",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Condition(
        "NEW.done_on IS NOT NULL AND NEW.code IN"
        " ('interview_deputy', 'interview_principal', 'department_talk')"
    ),
    func="""
        IF NOT EXISTS (
            SELECT 1 FROM accountability_interview i
            WHERE i.measure_id = NEW.id AND i.held_on IS NOT NULL
        ) THEN
            RAISE EXCEPTION 'an interview is carried out by its record';
        END IF;
        RETURN NEW;
    """,
)
SIGNED_AFTER_SERVICE = pgtrigger.Trigger(
    name="signed_after_service",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Condition("NEW.kind = 'accountability.bulletin' AND NEW.state = 'signed'"),
    func="""
        IF NOT EXISTS (
            SELECT 1 FROM accountability_service s
            JOIN accountability_sanctionproposal p ON p.id = s.proposal_id
            WHERE p.no = NEW.about AND s.document = 'accountability.decision'
        ) THEN
            RAISE EXCEPTION 'no bulletin goes out before the decision is served';
        END IF;
        RETURN NEW;
    """,
)
"""Signing a bulletin puts it before its readers: held on the papers themselves."""
