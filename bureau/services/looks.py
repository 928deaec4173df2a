"""Looks behind a mask: each is an act, and whoever takes many is told, and told of."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.models import Institution, User
from bureau.models.acts import LONGEST_WHY
from bureau.rules import LOOK, LOOK_LIMITS, LOOK_OFTEN, MIN_REASON, LookLimits, says_something
from bureau.selectors.looks import looks_of, was_told_of
from bureau.services.acts import record_act
from bureau.services.errors import BureauError
from bureau.services.people import ACCOUNT

logger = logging.getLogger(__name__)


@transaction.atomic
def record_look(
    *,
    verb: str,
    kind: str,
    no: object,
    by: User,
    at: datetime,
    institution: Institution | None = None,
    reason: str | None = None,
    facts: Mapping[str, Any] | None = None,
    limits: LookLimits = LOOK_LIMITS,
) -> None:
    """Write down that somebody looks behind a mask; then what is sealed may be shown to them.

    Every look of every app comes through here. `reason` is None only where the work itself is
    the reason. Whoever looks often is not stopped, for patients wait: from so many a day on it is
    an act of its own, which auditors find on their workbench.

    :raises BureauError: for a reason that says nothing, or is longer than is kept.
    """
    if not verb.startswith(LOOK):
        raise ValueError(verb)
    why = _reason(reason) if reason is not None else ""
    record_act(
        verb=verb, kind=kind, no=no, by=by, at=at, institution=institution, why=why, facts=facts
    )
    counted = looks_of(by, at=at)
    if counted.in_a_day >= limits.a_day and not was_told_of(by, timezone.localdate(at)):
        logger.warning("user %s looked behind %s masks today", by.pk, counted.in_a_day)
        said = {"looks": counted.in_a_day, "doer": by.actor.id}
        record_act(verb=LOOK_OFTEN, kind=ACCOUNT, no=by.username, by=None, at=at, facts=said)


def _reason(reason: str) -> str:
    reason = reason.strip()
    if not says_something(reason):
        said = _("Please write why you need to know, in at least %(n)s characters.")
        raise BureauError(said % {"n": MIN_REASON})
    if len(reason) > LONGEST_WHY:
        said = _("Please write why you need to know, in at most %(n)s characters.")
        raise BureauError(said % {"n": LONGEST_WHY})
    return reason
