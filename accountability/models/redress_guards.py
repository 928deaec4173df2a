"""What the database refuses where something decided is looked at again, and put right."""

import pgtrigger

from accountability.models.road_guards import NO_HAND, TAKES_BACK, who_imposed

ASKED_STANDS = pgtrigger.Protect(
    name="asked_stands",
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange(
        "proposal", "kind", "cause", "asked_on", "asked_by", "requested", "grounds",
        "evidence", "late_reason", "due_on", "entered_by", "entered_at",
    ),
)  # fmt: skip
ANSWER_STANDS = pgtrigger.Protect(
    name="answer_stands",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition("OLD.state <> 'received' AND OLD.* IS DISTINCT FROM NEW.*"),
)
ANSWERED_BY_ANOTHER = pgtrigger.Trigger(
    name="answered_by_another",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Condition("NEW.decided_by_id IS NOT NULL"),
    func="""
        NO_HAND
        IF NEW.kind = 'ground' AND NEW.decided_by_id = NEW.entered_by_id THEN
            RAISE EXCEPTION 'who put the taking back forward does not decide on it';
        END IF;
        IF NEW.decided_by_id IN (WHO_IMPOSED) THEN
            RAISE EXCEPTION 'somebody who neither proposed nor decided it looks at it again';
        END IF;
        RETURN NEW;
    """.replace("NO_HAND", NO_HAND.replace(TAKES_BACK, "NEW.kind = 'ground'")).replace(
        "WHO_IMPOSED", who_imposed("NEW.proposal_id", "r.id <> NEW.id")
    ),
)
CUT_BY_AN_ANSWER = pgtrigger.Trigger(
    name="cut_by_an_answer",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange("ceased_on", "left_months"),
    func="""
        IF OLD.ceased_on IS NOT NULL
           AND (NEW.ceased_on IS NULL OR NEW.ceased_on > OLD.ceased_on) THEN
            RAISE EXCEPTION 'what was taken back is not imposed again';
        END IF;
        IF OLD.left_months IS NOT NULL
           AND (NEW.left_months IS NULL OR NEW.left_months > OLD.left_months) THEN
            RAISE EXCEPTION 'what was made shorter is not made longer again';
        END IF;
        IF NOT EXISTS (
            SELECT 1 FROM accountability_remedy r WHERE r.proposal_id = NEW.proposal_id
            AND r.state = 'decided' AND r.outcome IN ('varied', 'revoked')
        ) THEN
            RAISE EXCEPTION 'a measure ends early by a decision alone';
        END IF;
        RETURN NEW;
    """,
)
PUT_RIGHT_ONCE = pgtrigger.Protect(
    name="put_right_once",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "OLD.done_on IS NOT NULL OR OLD.proposal_id <> NEW.proposal_id"
        " OR OLD.remedy_id <> NEW.remedy_id OR OLD.task <> NEW.task"
    ),
)
