"""The labels of the rules' words, in the language of whoever reads."""

from bureau.choices.acts import ACTS
from bureau.choices.by_word import by_word
from bureau.choices.files import (
    AUDIENCES,
    EXPORT_FORMS,
    EXPORT_STATES,
    PAPER_STATES,
    SENT,
    TO_VOID,
    UNFIT,
)
from bureau.choices.notices import (
    CHANNELS,
    DELIVERY_STATES,
    LEVEL_ACTS,
    LEVEL_KINDS,
    NOT_MAILED,
    NOTICE_KINDS,
    URGENCIES,
)
from bureau.choices.people import (
    COUNTINGS,
    DAY_KINDS,
    GRADES,
    INSTITUTION_KINDS,
    LEADER_KINDS,
    ROLES,
)
from bureau.choices.versions import API_SCOPES, BASES, KEY_STATES, USE_STATES, VERSION_STATES
from bureau.choices.work import ACTOR_KINDS, JOB_STATES, TRAIL_FAULTS

__all__ = [
    "ACTOR_KINDS",
    "ACTS",
    "API_SCOPES",
    "AUDIENCES",
    "BASES",
    "CHANNELS",
    "COUNTINGS",
    "DAY_KINDS",
    "DELIVERY_STATES",
    "EXPORT_FORMS",
    "EXPORT_STATES",
    "GRADES",
    "INSTITUTION_KINDS",
    "JOB_STATES",
    "KEY_STATES",
    "LEADER_KINDS",
    "LEVEL_ACTS",
    "LEVEL_KINDS",
    "NOTICE_KINDS",
    "NOT_MAILED",
    "PAPER_STATES",
    "ROLES",
    "SENT",
    "TO_VOID",
    "TRAIL_FAULTS",
    "UNFIT",
    "URGENCIES",
    "USE_STATES",
    "VERSION_STATES",
    "by_word",
]
