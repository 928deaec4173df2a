"""The one way to write down that something happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bureau.models import Act, ApiClient, Institution, User
from bureau.rules import Actor, ActorKind
from bureau.trace import current_trace

JOB = Actor(ActorKind.JOB, "", "", "")


@dataclass(frozen=True, slots=True)
class Public:
    """Somebody from outside, for whom a service acts: nothing is known of them."""

    actor: Actor


PUBLIC = Public(Actor(ActorKind.PUBLIC, "", "", ""))


class Doer(Protocol):
    """Whoever a service acts for: an account, an API client. None stands for a job."""

    @property
    def actor(self) -> Actor: ...


def record_act(
    *,
    verb: str,
    kind: str,
    no: object,
    by: Doer | Actor | None,
    at: datetime,
    institution: Institution | None = None,
    before: str = "",
    after: str = "",
    why: str = "",
    facts: Mapping[str, Any] | None = None,
) -> Act:
    """Write one act, in the caller's transaction: it stands exactly if what it tells of does.

    `verb` is the service's name and has its label in the app's `choices.ACTS`. `facts` are
    numbers, codes and words of the rules, never what is sealed elsewhere.
    """
    actor = by if isinstance(by, Actor) else by.actor if by is not None else JOB
    trace = current_trace.get()
    return Act.objects.create(
        at=at,
        **actor.as_columns(),
        actor_name=actor.name,
        actor_roles=actor.roles,
        institution=institution,
        verb=verb,
        object_kind=kind,
        object_no=str(no),
        before=before,
        after=after,
        why=why,
        facts=dict(facts or {}),
        request_id=trace.request_id,
        session=trace.session,
    )


def user_of(by: Doer | None) -> User | None:
    """Return the account behind a doer, for columns that name one; None for jobs and clients."""
    return by if isinstance(by, User) else None


def client_of(by: Doer | None) -> ApiClient | None:
    """Return the hospital system behind a doer; None for people and jobs."""
    return by if isinstance(by, ApiClient) else None
