"""Refusals are acts of which nobody makes a flood: a log-in, a visitor or a key gone wrong."""

from datetime import datetime
from typing import Any

from django.db import transaction

from bureau.doors import RefusalTold, one_more, telling_of
from bureau.sealing import keyed_hash
from bureau.services.acts import PUBLIC, Doer, record_act
from bureau.services.api_keys import KeyRefused
from bureau.services.doors import locked_door

OFTEN = "be_refused_often"


def note_denial(*, by: Doer, path: str, at: datetime) -> None:
    """Write down that somebody asked for a page that is not theirs."""
    counted_by = keyed_hash(f"{by.actor.kind} {by.actor.id}", purpose="refused")
    _note("denied", counted_by, at=at, verb="be_denied", kind="page", no=path, by=by)


def note_key_refused(*, refused: KeyRefused, visitor: bytes, at: datetime) -> None:
    """Write down that a key opened nothing: whose prefix it bore, and if it is over, how.

    What else was sent may be another system's secret: it is not kept.
    """
    key = refused.key
    whose = {"no": key.prefix, "institution": key.client.institution} if key else {"no": ""}
    said: dict[str, Any] = {"verb": "refuse_api_key", "kind": "api_key", "after": refused.state}
    _note("api key", visitor, at=at, by=PUBLIC, **said, **whose)


def note_failed_log_in(*, username: str, visitor: bytes, at: datetime) -> None:
    """Write down whose account was tried; "" where it was nobody's.

    Each try at an account is told, for it is shut after a few.
    """
    said: dict[str, Any] = {"verb": "fail_log_in", "kind": "account", "no": username, "by": PUBLIC}
    if username:
        record_act(**said, at=at)
    else:
        _note("log-in", visitor, at=at, **said)


@transaction.atomic
def _note(door: str, counted_by: bytes, *, at: datetime, verb: str, **said: Any) -> None:
    """Write the act, or from so many within the hour on now and then one that says how many."""
    with locked_door(door=door, key=counted_by) as counted:
        now = one_more(counted.knocks, at=at)
        counted.count, counted.until = now.count, now.until
        counted.save(update_fields=["count", "until"])
    told = telling_of(now.count)
    if told is RefusalTold.IN_FULL:
        record_act(verb=verb, at=at, **said)
    elif told is RefusalTold.COUNTED:
        record_act(verb=OFTEN, at=at, facts={"times": now.count}, **said)
