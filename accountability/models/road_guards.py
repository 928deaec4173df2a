"""What the database refuses on the road to effect, whoever writes: by hand, in bulk, in SQL."""

from collections.abc import Mapping

import pgtrigger

from accountability.models.pending_guards import ENDS_BY_ASSESSMENT
from accountability.models.persons_guards import ONESELF
from accountability.rules.road import edges
from accountability.rules.states import TAKING_BACK
from accountability.rules.words import Document, ProposalKind, ProposalState

S = ProposalState
HANDLED = "SELECT 1 FROM accountability_handling h WHERE h.proposal_id = NEW.id"
SERVED = "SELECT 1 FROM accountability_service s WHERE s.proposal_id = NEW.id AND s.document = "
WITHOUT_DAYS = (
    "SELECT 1 FROM accountability_measure m WHERE m.proposal_id = NEW.id AND m.stands"
    " AND m.starts_on IS NULL AND m.ceased_on IS NULL"
)
NEEDS = {
    S.UNDER_REVIEW: HANDLED,
    S.NOTICE_SERVED: f"{SERVED}'{Document.NOTICE}'",
    S.STATEMENT: f"{HANDLED} AND h.heard <> ''",
    S.DECIDED: f"{HANDLED} AND h.decided_on IS NOT NULL",
    S.SERVED: f"{SERVED}'{Document.DECISION}'",
    S.IN_EFFECT: f"{HANDLED} AND h.effect_from IS NOT NULL"
    f" AND EXISTS ({SERVED}'{Document.DECISION}') AND NOT EXISTS ({WITHOUT_DAYS})",
    S.COMPLETED: f"{HANDLED} AND h.ended_on IS NOT NULL AND EXISTS ({ENDS_BY_ASSESSMENT})",
    S.LIFTED: f"{HANDLED} AND h.ended_on IS NOT NULL",
}
"""What has to be there when a proposal comes into a state."""


ANSWERED = "SELECT 1 FROM accountability_remedy r WHERE r.state = 'decided'"
PUT_RIGHT = (
    "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM accountability_restoration x"
    " JOIN accountability_remedy r ON r.id = x.remedy_id"
    " WHERE r.cause_id = NEW.id AND x.done_on IS NULL)"
)
NEEDS |= {
    one: f"{ANSWERED} AND r.proposal_id = NEW.id AND r.outcome = '{one}'"
    for one in (S.REVOKED, S.VARIED)
}
NEEDS_BACK = {
    S.UNDER_REVIEW: "SELECT 1 FROM accountability_remedy r WHERE r.cause_id = NEW.id",
    S.DECIDED: f"{ANSWERED} AND r.cause_id = NEW.id",
    S.SERVED: f"{SERVED}'{Document.REVOCATION}'",
    S.COMPLETED: PUT_RIGHT,
}
"""The same for a proposal to take back."""


def _moves() -> str:
    back = ", ".join(f"'{one}'" for one in sorted(TAKING_BACK))
    of_back, of_others = (
        _moves_of(ProposalKind.REVOKE, NEEDS_BACK),
        _moves_of(ProposalKind.IMPOSE, NEEDS),
    )
    return f"IF NEW.kind IN ({back}) THEN {of_back} ELSE {of_others} END IF; RETURN NEW;"


def _moves_of(kind: ProposalKind, needs: Mapping[S, str]) -> str:
    open_ones = ", ".join(sorted(f"'{old}>{new}'" for old, new in edges(kind)))
    refusals = [
        f"IF OLD.state || '>' || NEW.state NOT IN ({open_ones}) THEN "
        "RAISE EXCEPTION 'a proposal that is % does not become %', OLD.state, NEW.state; END IF;"
    ]
    refusals += [
        f"IF NEW.state = '{state}' AND NOT EXISTS ({needed}) THEN "
        f"RAISE EXCEPTION 'nothing is there that makes a proposal {state}'; END IF;"
        for state, needed in needs.items()
    ]
    return " ".join(refusals)


MOVES_ON_THE_ROAD = pgtrigger.Trigger(
    name="proposal_moves_on_the_road",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("state"),
    condition=pgtrigger.Condition("OLD.state IS DISTINCT FROM NEW.state"),
    func=_moves(),
)

_TOLD = ("facts", "basis", "awards_given", "talk_advice", "needs_party_group", "put_forward_by_id",
         "put_forward_at", "statement_due_on")  # fmt: skip
_DECIDED = ("heard", "heard_on", "said", "is_complete", "decided_on", "organ", "minutes_no",
            "opinion", "is_legal_reviewed", "is_free_of_ties", "holds_from", "talk_reason",
            "decided_by_id", "decided_at")  # fmt: skip


def _any_change(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"OLD.{one} IS DISTINCT FROM NEW.{one}" for one in columns)


NOTICED_STANDS = pgtrigger.Protect(
    name="noticed_stands",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(f"OLD.statement_due_on IS NOT NULL AND ({_any_change(_TOLD)})"),
)
DECIDED_STANDS = pgtrigger.Protect(
    name="decided_stands",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(f"OLD.decided_on IS NOT NULL AND ({_any_change(_DECIDED)})"),
)
DAYS_STAND = pgtrigger.Protect(
    name="days_of_effect_stand",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "OLD.proposal_id <> NEW.proposal_id"
        " OR OLD.effect_from IS NOT NULL AND OLD.effect_from IS DISTINCT FROM NEW.effect_from"
        " OR OLD.ended_on IS NOT NULL AND OLD.ended_on IS DISTINCT FROM NEW.ended_on"
    ),
)
"""Eligibility reads these days; each is written once, of the proposal that it was written of."""
BORN_PROPOSED = pgtrigger.Trigger(
    name="proposal_begins_as_proposed",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    condition=pgtrigger.Condition("NEW.state <> 'proposed'"),
    func="RAISE EXCEPTION 'the road begins with a proposal';",
)
RECEIVED_STANDS = pgtrigger.Protect(
    name="received_stands",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        f"OLD.heard = 'received' AND ({_any_change(('heard', 'heard_on'))}"
        " OR NOT starts_with(NEW.said, OLD.said) OR OLD.is_complete AND NOT NEW.is_complete)"
    ),
)
"""Silence and a waiver give way to a statement that comes all the same; a statement to nothing.

What is said later stands below what was said before.
"""
DECIDED_AFTER_THE_TERM = pgtrigger.Trigger(
    name="decided_after_the_term",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "OLD.decided_on IS NULL AND NEW.decided_on IS NOT NULL AND NEW.heard <> 'waived'"
        " AND NOT NEW.is_complete AND NEW.decided_on <= NEW.statement_due_on"
    ),
    func="RAISE EXCEPTION 'it is decided once the term of the statement is over';",
)
"""Of new decisions alone: what was decided before this was asked stays as it was decided."""
ADDS_UP = """(e.window_from = p.window_from
                  OR e.counted_on >= p.window_from
                     AND e.counted_on <= (p.window_from + interval '1 year')::date
                         - CASE to_char(p.window_from, 'MMDD') WHEN '0229' THEN 0 ELSE 1 END
                     AND (e.rolls OR p.rolls AND e.window_from >= p.window_from))"""
"""What adds up to a proposal's tier: as `EventQuerySet.adding_up`."""
TAKES_BACK = "p.about_id IS NOT NULL"
BEHIND = f"""accountability_countableevent e
              ON e.ladder = p.ladder AND (e.state = 'active' OR {TAKES_BACK}) AND {ADDS_UP}
             AND (e.staff_id = p.staff_id
                  OR p.staff_id IS NULL AND e.institution_id = p.institution_id)"""
"""What counts behind a proposal; where it takes another back, what ever did."""
NO_HAND = f"""
        IF EXISTS (
            SELECT 1 FROM accountability_sanctionproposal p
            JOIN bureau_user u ON u.id = NEW.decided_by_id
            LEFT JOIN bureau_staff s ON s.id = u.staff_id
            LEFT JOIN {BEHIND}
            WHERE p.id = NEW.proposal_id
              AND ({ONESELF}
                   OR p.institution_id IN (u.institution_id, s.institution_id)
                   OR e.institution_id IN (u.institution_id, s.institution_id))
        ) THEN
            RAISE EXCEPTION 'nobody decides on himself or on his own unit';
        END IF;
        IF EXISTS (
            SELECT 1 FROM accountability_sanctionproposal p
            JOIN {BEHIND}
            -- Whichever of the cases that were joined counts for all of them.
            JOIN complaints_case c ON c.id = e.case_id OR c.matter_id = e.matter_id
            WHERE p.id = NEW.proposal_id
              AND (c.handler_id = NEW.decided_by_id OR c.verified_by_id = NEW.decided_by_id
                   OR EXISTS (
                       SELECT 1 FROM complaints_casechange o WHERE o.pgh_obj_id = c.id
                       AND NEW.decided_by_id IN (o.handler_id, o.verified_by_id))
                   OR EXISTS (
                       SELECT 1 FROM complaints_heldfinding f WHERE f.case_id = c.id
                       AND NEW.decided_by_id IN (f.found_by_id, f.held_by_id))
                   OR EXISTS (
                       SELECT 1 FROM complaints_case k
                       JOIN bureau_act a ON a.object_kind = 'case' AND a.object_no = k.no
                       WHERE k.matter_id = c.matter_id AND a.actor_kind = 'user'
                       AND a.verb IN ('merge_cases', 'unmerge_case', 'reopen_case')
                       AND a.actor_id = NEW.decided_by_id::text))
        ) THEN
            RAISE EXCEPTION 'who handled a complaint that counts does not decide on it';
        END IF;
        IF EXISTS (
            SELECT 1 FROM accountability_sanctionproposal p
            JOIN {BEHIND}
            JOIN followups_doubtedfollowup d ON d.id = e.doubt_id
            JOIN followups_spotcheckitem i ON i.id = d.item_id
            -- Of whatever was drawn of the same follow-up, and of every doubt about it.
            JOIN followups_spotcheckitem j ON j.record_id = i.record_id
            LEFT JOIN followups_doubtedfollowup o ON o.item_id = j.id
            LEFT JOIN followups_spotcall call ON call.item_id = j.id
            WHERE p.id = NEW.proposal_id
              AND NEW.decided_by_id
                  IN (o.called_by_id, o.decided_by_id, o.taken_back_by_id, call.by_id)
        ) THEN
            RAISE EXCEPTION 'who found that a follow-up was made up does not decide on it';
        END IF;
"""  # noqa: S608
"""Whom the database lets decide neither at first nor when it is looked at again."""


def who_imposed(proposal: str, other: str = "TRUE") -> str:
    """Name in SQL who ever put a proposal forward or decided on it, by remedies r that are `other`.

    `proposal` is the expression of its key.
    """
    return f"""
            SELECT unnest(ARRAY[h.put_forward_by_id, h.decided_by_id])
            FROM accountability_handling h WHERE h.proposal_id = {proposal}
            UNION ALL SELECT r.decided_by_id FROM accountability_remedy r
            WHERE r.proposal_id = {proposal} AND {other}
            UNION ALL SELECT a.actor_id::bigint FROM bureau_act a
            JOIN accountability_sanctionproposal p ON p.no = a.object_no
            WHERE p.id = {proposal} AND a.object_kind = 'sanction_proposal'
              AND a.verb = 'put_forward_measures' AND a.actor_kind = 'user'
    """  # noqa: S608


DECIDED_BY_NO_HAND = pgtrigger.Trigger(
    name="decided_by_no_hand",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Condition("NEW.decided_by_id IS NOT NULL"),
    func=f"""
        IF TG_OP = 'UPDATE' THEN
            -- Who handles another complaint later does not undo what was decided before.
            IF OLD.decided_by_id IS NOT DISTINCT FROM NEW.decided_by_id THEN
                RETURN NEW;
            END IF;
        END IF;
        {NO_HAND}
        RETURN NEW;
    """,
)


ONCE_TOLD = """
    IF EXISTS (
        SELECT 1 FROM accountability_handling h
        WHERE h.proposal_id = ROW.proposal_id AND h.statement_due_on IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'what was told is neither added to nor taken from';
    END IF;
    RETURN ROW;
"""
TALK_INSTEAD = """
    IF NEW.code = 'department_talk' THEN
        IF EXISTS (
            SELECT 1 FROM accountability_sanctionproposal p
            JOIN accountability_handling h ON h.proposal_id = p.id
            JOIN accountability_measure m ON m.proposal_id = p.id AND m.code = 'county_bulletin'
            WHERE p.id = NEW.proposal_id AND p.tier = 1 AND p.staff_id IS NOT NULL
              AND h.heard <> '' AND h.decided_on IS NULL
        ) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a talk takes the place of the first bulletin that was told';
    END IF;
"""
"""The one measure that is added once told: it is lighter than what it takes the place of."""
TOLD_STANDS = [
    pgtrigger.Trigger(
        name="nothing_added_once_told",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=TALK_INSTEAD + ONCE_TOLD.replace("ROW", "NEW"),
    ),
    pgtrigger.Trigger(
        name="nothing_taken_out_once_told",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        func=ONCE_TOLD.replace("ROW", "OLD"),
    ),
    pgtrigger.Protect(
        name="told_stands",
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange("proposal", "code", "months"),
    ),
]
LAST_DAY = """
           NEW.starts_on + make_interval(months => NEW.decided_months)
           - make_interval(days => CASE
               WHEN extract(day FROM NEW.starts_on + make_interval(months => NEW.decided_months))
                  = extract(day FROM NEW.starts_on) THEN 1 ELSE 0 END)
"""
"""As `rules.measures.last_day` reckons it: begun on a day that a month lacks, with that month."""
BEGINS_LATER = """
        IF OLD.stands AND NEW.stands AND OLD.starts_on IS NULL
           AND NEW.decided_months = OLD.decided_months
           AND NEW.ends_on <= LAST_DAY
           AND EXISTS (
               SELECT 1 FROM accountability_handling h
               LEFT JOIN accountability_service s ON s.proposal_id = h.proposal_id
                AND s.document = 'accountability.decision'
               WHERE h.proposal_id = NEW.proposal_id AND NEW.starts_on >= h.holds_from
                 AND NEW.starts_on IN (h.holds_from, s.served_on, h.effect_from)
           ) THEN
            RETURN NEW;
        END IF;
"""
"""A ban that was decided without days gets them once: as it is served, or put in effect."""
DECIDED_MEASURES_STAND = pgtrigger.Trigger(
    name="decided_measures_stand",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange("stands", "decided_months", "starts_on", "ends_on"),
    func="""
        BEGINS_LATER
        IF EXISTS (
            SELECT 1 FROM accountability_handling h
            WHERE h.proposal_id = NEW.proposal_id AND h.decided_on IS NOT NULL
        ) THEN
            RAISE EXCEPTION 'what was decided is not made heavier or lighter by hand';
        END IF;
        IF NOT EXISTS (
            SELECT 1 FROM accountability_handling h
            WHERE h.proposal_id = NEW.proposal_id AND h.heard <> ''
        ) THEN
            RAISE EXCEPTION 'nothing is decided before the statement';
        END IF;
        IF NEW.stands AND NEW.code IN ('department_talk', 'county_bulletin') AND EXISTS (
            SELECT 1 FROM accountability_measure m WHERE m.proposal_id = NEW.proposal_id
            AND m.stands AND m.code <> NEW.code
            AND m.code IN ('department_talk', 'county_bulletin')
        ) THEN
            RAISE EXCEPTION 'it is a talk or the bulletin, and never both';
        END IF;
        IF NEW.ends_on > LAST_DAY THEN
            RAISE EXCEPTION 'a measure holds for the months that were decided, and no longer';
        END IF;
        IF NEW.code = 'award_ban' AND NEW.ends_on >= NEW.starts_on + interval '1 year' THEN
            RAISE EXCEPTION 'a ban on awards is of one year';
        END IF;
        RETURN NEW;
    """.replace("BEGINS_LATER", BEGINS_LATER).replace("LAST_DAY", LAST_DAY),
)
DECIDED_WITH_ITS_DAYS = pgtrigger.Trigger(
    name="decided_with_its_days",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition("OLD.decided_on IS NULL AND NEW.decided_on IS NOT NULL"),
    func="""
        IF EXISTS (
            SELECT 1 FROM accountability_measure m
            JOIN accountability_sanctionproposal p ON p.id = m.proposal_id
            WHERE m.proposal_id = NEW.proposal_id AND m.stands AND (
                m.code <> 'award_ban' AND m.starts_on <> NEW.holds_from
                OR m.code = 'award_ban' AND (m.ends_on IS NULL OR m.starts_on NOT BETWEEN
                    p.window_from AND p.window_from
                    + make_interval(years => CASE WHEN p.rolls THEN 2 ELSE 1 END)))
        ) THEN
            RAISE EXCEPTION 'a measure begins on the day that the decision names';
        END IF;
        IF EXISTS (
            SELECT 1 FROM bureau_act a
            JOIN accountability_sanctionproposal p ON p.no = a.object_no
            WHERE p.id = NEW.proposal_id AND a.object_kind = 'sanction_proposal'
              AND a.verb = 'put_forward_measures' AND a.actor_kind = 'user'
              AND a.actor_id = NEW.decided_by_id::text
        ) THEN
            RAISE EXCEPTION 'who ever put it forward does not decide on it';
        END IF;
        RETURN NEW;
    """,
)
DONE_AFTER_SERVICE = pgtrigger.Trigger(
    name="done_after_service",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Condition("NEW.done_on IS NOT NULL"),
    func="""
        IF NOT EXISTS (
            SELECT 1 FROM accountability_service s WHERE s.proposal_id = NEW.proposal_id
            AND s.document = 'accountability.decision' AND s.served_on <= NEW.done_on
        ) THEN
            RAISE EXCEPTION 'nothing is carried out before the decision is served';
        END IF;
        RETURN NEW;
    """,
)
SERVED_IS_SIGNED = pgtrigger.Trigger(
    name="served_is_signed",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func="""
        IF NOT EXISTS (
            SELECT 1 FROM bureau_officialpaper o
            JOIN accountability_sanctionproposal p ON p.no = o.about
            WHERE o.id = NEW.paper_id AND p.id = NEW.proposal_id AND o.kind = NEW.document
            AND o.state = 'signed'
        ) THEN
            RAISE EXCEPTION 'only the signed paper of this proposal is served';
        END IF;
        IF NEW.document = 'accountability.decision' AND NOT EXISTS (
            SELECT 1 FROM accountability_handling h WHERE h.proposal_id = NEW.proposal_id
            AND h.decided_on <= NEW.served_on
        ) THEN
            RAISE EXCEPTION 'a decision is served once there is one';
        END IF;
        IF NEW.document IN ('accountability.dismissal', 'accountability.lifting') AND NOT EXISTS (
            SELECT 1 FROM accountability_sanctionproposal p WHERE p.id = NEW.proposal_id
            AND p.state = CASE NEW.document
                WHEN 'accountability.lifting' THEN 'lifted' ELSE 'dismissed' END
        ) THEN
            RAISE EXCEPTION 'an end is served once it is there';
        END IF;
        RETURN NEW;
    """,
)
LEFT_BEFORE_TWO = pgtrigger.Trigger(
    name="left_before_two",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    condition=pgtrigger.Condition(
        "NEW.way = 'left' AND ('' IN (NEW.place, NEW.witness, NEW.second_witness)"
        " OR NEW.witness = NEW.second_witness)"
    ),
    func="RAISE EXCEPTION 'what is left behind takes two witnesses and the place';",
)
"""Of new rows alone: what was noted before this was asked stays as it was noted."""
