"""Which body decides, and which measures there are to decide on: what the database refuses."""

import pgtrigger

from accountability.models.ending_guards import TAKES_PARTY_GROUP
from accountability.rules.table import OF_INSTITUTIONS, OF_STAFF, TIERS
from accountability.rules.terms import KIND, RoadTable
from accountability.rules.words import Beyond, MeasureCode, Organ, ProposalKind, RemedyKind

THEIRS = TAKES_PARTY_GROUP.replace("PROPOSAL", "NEW.proposal_id")
FROM_TIER = f"""
    COALESCE((SELECT (v."values"->>'party_group_from')::int FROM bureau_ruleversion v
              WHERE v.kind = '{KIND}' AND v.state = 'approved' AND v.valid_from
                    <= (NEW.put_forward_at AT TIME ZONE 'Asia/Shanghai')::date
              ORDER BY v.valid_from DESC LIMIT 1), {RoadTable.party_group_from})
"""  # noqa: S608
GROUP_STAYS = pgtrigger.Trigger(
    name="party_group_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Condition("NOT NEW.needs_party_group"),
    func=f"""
        IF TG_OP = 'UPDATE' THEN
            IF NOT OLD.needs_party_group AND OLD.put_forward_at = NEW.put_forward_at THEN
                RETURN NEW;
            END IF;
        END IF;
        IF EXISTS (
            SELECT 1 FROM accountability_sanctionproposal p WHERE p.id = NEW.proposal_id
            AND (p.kind = '{ProposalKind.BEYOND_LADDER}'
                 OR p.staff_id IS NULL AND p.tier >= {FROM_TIER})
        ) THEN
            RAISE EXCEPTION 'this is for the party group to decide';
        END IF;
        RETURN NEW;
    """,  # noqa: S608
)
"""By the rules of the day on which it was put forward, as the service reckons it."""
DECIDED_BY_ITS_BODY = pgtrigger.Trigger(
    name="decided_by_its_body",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition("OLD.decided_on IS NULL AND NEW.decided_on IS NOT NULL"),
    func=f"""
        IF NEW.organ = '{Organ.APPEAL_BODY}' THEN
            RAISE EXCEPTION 'the bureau decides first';
        END IF;
        IF NEW.organ <> '{Organ.PARTY_GROUP}' AND EXISTS ({THEIRS}) THEN
            RAISE EXCEPTION 'the party group decides here';
        END IF;
        RETURN NEW;
    """,
)
BEGINS_UNDECIDED = pgtrigger.Protect(
    name="handling_begins_undecided",
    operation=pgtrigger.Insert,
    condition=pgtrigger.Condition("NEW.decided_on IS NOT NULL"),
)
"""A decision is written into what was put forward: what guards it looks at that change."""
ANSWERED_BY_ITS_BODY = pgtrigger.Trigger(
    name="answered_by_its_body",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Condition("NEW.organ <> ''"),
    func=f"""
        IF NEW.kind IN ('{RemedyKind.REVIEW}', '{RemedyKind.GROUND}')
           AND NEW.organ = '{Organ.APPEAL_BODY}' THEN
            RAISE EXCEPTION 'a review is the bureau''s own to decide';
        END IF;
        IF NEW.kind IN ('{RemedyKind.APPEAL}', '{RemedyKind.RE_APPEAL}')
           AND NEW.organ = '{Organ.BUREAU_MEETING}' THEN
            RAISE EXCEPTION 'the bureau''s meeting decides on no appeal';
        END IF;
        IF NEW.organ = '{Organ.BUREAU_MEETING}' AND EXISTS ({THEIRS}) THEN
            RAISE EXCEPTION 'the party group decides here';
        END IF;
        RETURN NEW;
    """,
)


def _listed(*codes: MeasureCode) -> str:
    return ", ".join(f"'{one}'" for one in codes)


BEYOND = f"""
    p.kind = '{ProposalKind.BEYOND_LADDER}'
    AND COALESCE(v."values"->>'beyond', '{Beyond.REFER}')
"""
NAME = f"(ARRAY[{', '.join(repr(one) for one in TIERS)}])[LEAST(p.tier, {len(TIERS)})]"
MEASURE_OF_ITS_TIER = pgtrigger.Trigger(
    name="measure_of_its_tier",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    condition=pgtrigger.Condition(f"NEW.code <> '{MeasureCode.DEPARTMENT_TALK}'"),
    func=f"""
        IF NOT EXISTS (
            SELECT 1 FROM accountability_sanctionproposal p
            JOIN bureau_ruleversion v ON v.id = p.rules_id
            WHERE p.id = NEW.proposal_id AND CASE
                WHEN {BEYOND} = '{Beyond.REFER}'
                    THEN NEW.code = '{MeasureCode.PARTY_GROUP_DECISION}'
                WHEN {BEYOND} = '{Beyond.EXTEND}'
                    THEN NEW.code = '{MeasureCode.TITLE_PROMOTION_BAN}'
                WHEN v."values" ? {NAME} THEN v."values"->{NAME} @> to_jsonb(NEW.code::text)
                WHEN p.staff_id IS NULL THEN NEW.code IN ({_listed(*OF_INSTITUTIONS)})
                ELSE NEW.code IN ({_listed(*OF_STAFF)}) END
        ) THEN
            RAISE EXCEPTION 'the tier calls for no such measure';
        END IF;
        RETURN NEW;
    """,  # noqa: S608
)
"""As the version of its proposal names them; where that names none, of the ladder at least.

A talk in place of the first bulletin no tier calls for: it has a guard of its own.
"""
