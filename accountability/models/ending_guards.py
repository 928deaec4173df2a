"""What the database refuses of an end that people decide: dismissed, lifted, completed."""

import pgtrigger

from accountability.models.road_guards import NO_HAND, who_imposed
from accountability.rules.words import Organ, ProposalKind

TAKES_PARTY_GROUP = f"""
    SELECT 1 FROM accountability_sanctionproposal p
    LEFT JOIN accountability_handling h ON h.proposal_id = p.id
    WHERE p.id = PROPOSAL AND p.about_id IS NULL
      AND (p.kind = '{ProposalKind.BEYOND_LADDER}' OR p.staff_id IS NULL AND p.tier >= 3
           OR h.needs_party_group
           OR EXISTS (SELECT 1 FROM accountability_measure m
                      WHERE m.proposal_id = p.id AND m.code = 'party_group_decision'))
"""  # noqa: S608
"""That the party group decides on PROPOSAL, whatever stands in the row of its handling.

Of a house's third tier it does by every version of the rules there can be.
"""
SAID = ("ended_by_id", "end_organ", "end_minutes_no", "end_why")
_ANY = " OR ".join(f"OLD.{one} IS DISTINCT FROM NEW.{one}" for one in SAID)
STILL_HOLDS = """
    SELECT 1 FROM accountability_measure m
    JOIN accountability_handling h ON h.proposal_id = m.proposal_id
    WHERE m.proposal_id = NEW.id AND m.stands
      AND (m.ceased_on IS NULL OR m.ceased_on > h.ended_on)
      AND (h.ended_on <= m.ends_on OR m.ends_on IS NULL AND m.done_on IS NULL)
"""
OF_NEW = (("NEW.proposal_id", "NEW.id"), ("NEW.decided_by_id", "NEW.ended_by_id"))


def _no_hand() -> str:
    said = NO_HAND
    for old, new in OF_NEW:
        said = said.replace(old, new)
    return said


ENDED_BY_SOMEBODY = pgtrigger.Trigger(
    name="says_by_whom_it_ended",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("state"),
    condition=pgtrigger.Condition(
        "OLD.state IS DISTINCT FROM NEW.state AND NEW.state IN ('dismissed', 'lifted')"
    ),
    func=f"""
        IF NEW.ended_by_id IS NULL OR NEW.end_why = '' THEN
            RAISE EXCEPTION 'somebody ends a proposal, and says why';
        END IF;
        IF NEW.state = 'lifted' AND (NEW.end_minutes_no = ''
           OR NEW.end_organ NOT IN ('{Organ.BUREAU_MEETING}', '{Organ.PARTY_GROUP}')) THEN
            RAISE EXCEPTION 'measures are lifted by a body of the bureau and its minutes';
        END IF;
        IF (NEW.end_organ <> '{Organ.PARTY_GROUP}' OR NEW.end_minutes_no = '')
           AND EXISTS ({TAKES_PARTY_GROUP.replace("PROPOSAL", "NEW.id")}) THEN
            RAISE EXCEPTION 'what the party group decides it ends itself';
        END IF;
        {_no_hand()}
        IF EXISTS (
            SELECT 1 FROM bureau_act a
            WHERE a.object_kind = 'sanction_proposal' AND a.object_no = NEW.no
              AND a.verb IN ('put_forward_measures', 'put_forward_taking_back')
              AND a.actor_kind = 'user' AND a.actor_id = NEW.ended_by_id::text
        ) THEN
            RAISE EXCEPTION 'who ever put it forward does not end it';
        END IF;
        IF NEW.ended_by_id IN ({who_imposed("NEW.about_id")}) THEN
            RAISE EXCEPTION 'who imposed it does not decide that it stands';
        END IF;
        RETURN NEW;
    """,  # noqa: S608
)
COMPLETED_ONCE_OVER = pgtrigger.Trigger(
    name="takes_its_end_to_complete",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("state"),
    condition=pgtrigger.Condition(
        "OLD.state IS DISTINCT FROM NEW.state AND NEW.state = 'completed'"
    ),
    func=f"""
        IF NEW.end_why = '' AND NEW.about_id IS NULL THEN
            RAISE EXCEPTION 'it is said what was seen as measures were completed';
        END IF;
        IF EXISTS ({STILL_HOLDS}) THEN
            RAISE EXCEPTION 'what holds or is still to be done is not completed';
        END IF;
        RETURN NEW;
    """,
)
ENDED_STANDS = pgtrigger.Protect(
    name="ended_stands",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(f"((OLD.end_why <> '' OR OLD.state = NEW.state) AND ({_ANY}))"),
)
"""It is said as the state changes, once; of what ended before this was asked the act says it."""
