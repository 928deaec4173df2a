"""Telling people: a notice is written in the transaction of what it tells, and sent later."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from bureau.models import Delivery, Notice, User
from bureau.sending import (
    IN_APP_ONLY,
    ChannelName,
    DeliveryState,
    NoticeKind,
    Urgency,
    first_try_at,
)
from bureau.sentences import in_each_language
from bureau.services.acts import record_act

WAYS_OUT = (ChannelName.EMAIL,)


@dataclass(frozen=True, slots=True)
class Telling:
    """What is to be told to whom.

    `cause` and `level` know it again, so that nobody is told it twice; the engine for due things
    sets them itself. `words` makes the sentence in the language that is active, without anything
    sealed in it. `subject` is the record's kind and number, as in acts.
    """

    kind: NoticeKind
    recipients: Sequence[User]
    words: Callable[[], str]
    subject: tuple[str, str]
    url: str
    cause: str = ""
    level: int = 0
    urgency: Urgency = Urgency.NORMAL


@transaction.atomic
def tell(*tellings: Telling, at: datetime) -> list[Notice]:
    """Write the notices that do not stand yet, and the letters that will carry them; return them.

    Call it in the transaction of what is told, with everything at once: letters are locked in
    one order, so that two workers never wait for each other.
    """
    told = [notice for telling in tellings for notice in _write(telling, at)]
    for notice in sorted(told, key=lambda one: (one.recipient_id, one.pk)):
        _put_into_letters(notice, at)
    return told


def _write(telling: Telling, at: datetime) -> Iterable[Notice]:
    words = in_each_language(telling.words)
    kind, no = telling.subject
    for recipient in sorted(set(telling.recipients), key=lambda user: user.pk):
        if not recipient.is_active:
            continue
        notice, is_new = Notice.objects.get_or_create(
            cause=telling.cause,
            level=telling.level,
            recipient=recipient,
            defaults={
                "kind": telling.kind,
                "urgency": telling.urgency,
                "subject_kind": kind,
                "subject_no": no,
                "url": telling.url,
                "words": words,
                "created_at": at,
            },
        )
        if is_new:
            yield notice


def _put_into_letters(notice: Notice, at: datetime) -> None:
    """Add a notice to the letter that collects, or write it a letter of its own."""
    if notice.kind in IN_APP_ONLY:
        return
    urgency = Urgency(notice.urgency)
    if notice.kind in notice.recipient.unmailed_kinds and urgency is not Urgency.SAFETY:
        return
    for channel in WAYS_OUT:
        fresh = {"created_at": at, "next_try_at": first_try_at(urgency, at)}
        letter = {"channel": channel, "recipient": notice.recipient, "urgency": urgency}
        if urgency is Urgency.NORMAL:
            # Locked: a worker that claims it now waits until the notice is in it.
            waiting = Delivery.objects.select_for_update(of=("self",))
            found, _new = waiting.get_or_create(
                **letter, state=DeliveryState.WAITING, defaults=fresh
            )
        else:
            found = Delivery.objects.create(**letter, **fresh)
        found.notices.add(notice)


def read_notice(*, notice: Notice, at: datetime) -> None:
    """Note that its reader has seen a notice; the first time stays."""
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=at)


def read_all_notices(*, user: User, at: datetime) -> int:
    """Note that a person has seen everything they were told up to now; return how many that was."""
    unread = Notice.objects.visible_to(user).unread().filter(created_at__lte=at)
    return unread.update(read_at=at)


@transaction.atomic
def choose_letters(*, user: User, email: str, unmailed: Iterable[str], at: datetime) -> None:
    """Set where a person's letters go, and which kinds of notice stay out of them."""
    kinds = sorted(set(unmailed))
    if (user.email, user.unmailed_kinds) == (email, kinds):
        return
    user.email, user.unmailed_kinds = email, kinds
    user.save(update_fields=["email", "unmailed_kinds"])
    record_act(
        verb="choose_letters", kind="account", no=user.username, by=user, at=at,
        institution=user.institution, facts={"unmailed": kinds, "has_address": bool(email)},
    )  # fmt: skip
