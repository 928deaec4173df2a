"""What may follow what on a proposal's way (domain 7.4), and what the machine may do alone.

The machine proposes, and takes back what it proposed as long as nobody outside the bureau was
told. Everything else people decide.
"""

from collections.abc import Mapping
from types import MappingProxyType

from accountability.rules.words import Column, ProposalKind, ProposalState

S = ProposalState
UNTOLD = frozenset({S.PROPOSED, S.UNDER_REVIEW})
"""Nobody outside was told: where the ground falls the machine takes it back by itself."""
GONE = frozenset({S.WITHDRAWN, S.REVOKED, S.VARIED})
FREE = GONE | {S.DISMISSED}
"""Their tier can be proposed anew; what people ended the machine itself never changes."""
ENDED_BY_PEOPLE = frozenset({S.REVOKED, S.VARIED})
"""So ended, a tier is not proposed again for what was decided, as long as that counts."""
ENDED_WITH_A_WORD = frozenset({S.DISMISSED, S.LIFTED, S.COMPLETED})
"""So ended it says itself by whom and why; of the others the decision of a review does."""
STANDING = frozenset(S) - UNTOLD - FREE
"""Somebody was told: where the ground falls, people decide what becomes of it."""
BEFORE_EFFECT = frozenset({S.NOTICE_SERVED, S.STATEMENT, S.DECIDED, S.SERVED})
"""Told, and nothing of it holds yet: without its ground it goes no further."""
IMPOSING = frozenset({ProposalKind.IMPOSE, ProposalKind.BEYOND_LADDER})
TAKING_BACK = frozenset({ProposalKind.DOWNGRADE, ProposalKind.REVOKE, ProposalKind.VARY})
UNSEEN_BY_UNITS = UNTOLD | {S.WITHDRAWN, S.DISMISSED}
"""A unit and its people are told by the notice, and of nothing before it."""

COLUMNS: Mapping[Column, frozenset[ProposalState]] = MappingProxyType(
    {
        Column.PROPOSED: frozenset({S.PROPOSED}),
        Column.UNDER_WAY: frozenset(
            {S.UNDER_REVIEW, S.NOTICE_SERVED, S.STATEMENT, S.DECIDED, S.SERVED}
        ),
        Column.IN_EFFECT: frozenset({S.IN_EFFECT}),
    }
)
"""The columns of the board; what has ended stands in none of them."""
