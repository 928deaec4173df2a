"""Sending what was told: each letter is claimed before it is tried, so that none goes out twice."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bureau import sending
from bureau.calendar import WorkCalendar
from bureau.channels import Channel, Message
from bureau.models import Delivery, User
from bureau.rules import Role
from bureau.selectors import letters_due
from bureau.sending import TO_SEND, UNSETTLED, DeliveryState, NoticeKind, Outcome, Report, Urgency
from bureau.services.acts import Doer, record_act
from bureau.services.notices import Telling, tell

AT_ONCE = 100
KIND = "letter"


class LetterError(Exception):
    """An anticipated refusal, worded for the person at the screen."""


def send_due(*, channel: Channel, at: datetime, calendar: WorkCalendar) -> Counter[str]:
    """Send the letters that are due by `at`; return how many came out how.

    Run again, late or in two workers it sends nothing twice: each letter is claimed first, and
    one whose claim nobody reported on is never tried again by itself. At night and on rest days
    only what concerns safety goes out. A server that is away ends the round.
    """
    came_out: Counter[str] = Counter()
    forget_dead_claims(at=at)
    due = letters_due(channel.name, at=at, calendar=calendar).select_related("recipient")
    for letter in due[:AT_ONCE]:
        if not _claim(letter, at):
            continue
        report = _try(letter, channel)
        state = _conclude(letter, report, at) if isinstance(report, Report) else report
        came_out[state] += 1
        if isinstance(report, Report) and report.outcome is Outcome.AWAY:
            break
    return came_out


def _claim(letter: Delivery, at: datetime) -> bool:
    """Take a letter up, if nobody else has; a person's second letter of a day is not taken up.

    The day's letter is of the day on which it is tried: one that a server was away for overnight
    takes along what was told since.
    """
    is_digest = letter.urgency == Urgency.NORMAL and not letter.is_sent_again
    day = timezone.localdate(at) if is_digest else letter.digest_on
    as_found = Delivery.objects.filter(
        pk=letter.pk, state=letter.state, attempts=letter.attempts, next_try_at=letter.next_try_at
    )
    try:
        with transaction.atomic():
            taken = as_found.update(
                state=DeliveryState.CLAIMED,
                claimed_at=at,
                first_tried_at=Coalesce("first_tried_at", at),
                attempts=F("attempts") + 1,
                digest_on=day,
            )
            if taken and is_digest:
                _take_along_what_waits(letter)
    except IntegrityError:
        return False
    letter.refresh_from_db()
    return taken == 1


def _take_along_what_waits(letter: Delivery) -> None:
    """Put what else waits for the reader of a claimed letter into it, but what is being written."""
    others = Delivery.objects.digests_to_send().exclude(pk=letter.pk)
    others = others.filter(channel=letter.channel, recipient=letter.recipient)
    for other in others.select_for_update(of=("self",), skip_locked=True):
        letter.notices.add(*other.notices.all())
        other.state, other.error = DeliveryState.IN_APP.value, "taken_along"
        other.save(update_fields=["state", "error"])


def _try(letter: Delivery, channel: Channel) -> Report | DeliveryState:
    """Try a claimed letter, unless there is nothing to send, or nothing to send it with."""
    recipient = letter.recipient
    notices = list(letter.notices.unread().order_by("pk"))
    address = channel.address_of(recipient)
    reasons = {
        "no_server": not channel.is_set_up(),
        "no_address": not address,
        "inactive": not recipient.is_active,
        "read": not notices,
    }
    reason = next((name for name, holds in reasons.items() if holds), "")
    if reason:
        _settle(letter, DeliveryState.IN_APP, error=reason)
        return DeliveryState.IN_APP
    with translation.override(recipient.language or settings.LANGUAGE_CODE):
        return channel.send(_message(letter, notices, address))


def _message(letter: Delivery, notices: list, address: str) -> Message:
    count = len(notices)
    subject = ngettext("%(bureau)s: %(n)s notice", "%(bureau)s: %(n)s notices", count) % {
        "bureau": settings.BUREAU_NAME,
        "n": count,
    }
    context = {
        "reader": letter.recipient,
        "notices": notices,
        "site": settings.SITE_URL.rstrip("/"),
        "phone": settings.HELP_PHONE,
    }
    body = render_to_string("bureau/mail/letter.txt", context)
    return Message(address, " ".join(subject.split()), body, f"letter-{letter.pk}")


@transaction.atomic
def _conclude(letter: Delivery, report: Report, at: datetime) -> DeliveryState:
    """Write down what came of a try, and call an administrator where a person must decide."""
    first = letter.first_tried_at or at
    after = sending.after(report.outcome, attempts=letter.attempts, first_due_at=first, at=at)
    _settle(
        letter,
        after.state,
        error=report.error[:300],
        next_try_at=after.try_at,
        sent_at=at if after.state is DeliveryState.SENT else None,
        attempts=letter.attempts - (report.outcome is Outcome.AWAY),
    )
    if after.state in UNSETTLED:
        _alert("letters", _unsettled_words, reverse("bureau:letters"), at)
    elif report.outcome is Outcome.AWAY and sending.is_long_away(first, at):
        _alert("mail server", _away_words, reverse("bureau:letters"), at)
    return after.state


def _settle(letter: Delivery, state: DeliveryState, **values: Any) -> None:
    """Change a letter only if it is still ours: a worker that slept too long changes nothing.

    It may still say what came of a letter that was taken for lost meanwhile.
    """
    ours = Delivery.objects.filter(
        pk=letter.pk,
        claimed_at=letter.claimed_at,
        state__in=[DeliveryState.CLAIMED, DeliveryState.UNKNOWN],
    )
    ours.update(state=state, **values)


@transaction.atomic
def forget_dead_claims(*, at: datetime) -> int:
    """Take the letters whose worker never reported for UNKNOWN: they may have arrived."""
    lost = Delivery.objects.filter(
        state=DeliveryState.CLAIMED, claimed_at__lt=sending.claimed_before(at)
    )
    count = lost.update(state=DeliveryState.UNKNOWN, error="never_reported")
    if count:
        _alert("letters", _unsettled_words, reverse("bureau:letters"), at)
    return count


def _unsettled_words() -> str:
    return _("Letters were not delivered, or may not have been. Please decide over them.")


def _away_words() -> str:
    return _("The mail server has not been reached for an hour. Letters wait until it is.")


def _alert(what: str, words: Callable[[], str], url: str, at: datetime) -> None:
    """Tell every administrator, once a day."""
    day = timezone.localdate(at).isoformat()
    tell(
        Telling(
            kind=NoticeKind.SYSTEM,
            recipients=list(User.objects.filter(is_active=True, groups__name=Role.SYS_ADMIN)),
            cause=f"{what} {day}",
            words=words,
            subject=(KIND, day),
            url=url,
        ),
        at=at,
    )


@transaction.atomic
def resend_letter(*, letter: Delivery, by: Doer, why: str, at: datetime) -> None:
    """Let a letter that died, or may have arrived, be tried again; it may then arrive twice.

    Asking again while it waits changes nothing.

    :raises LetterError: without a reason, or if the letter was sent or is on its way.
    """
    letter = _locked(letter, why)
    if letter.state in TO_SEND:
        return
    if letter.state not in UNSETTLED:
        raise LetterError(_("Only letters that were not delivered can be sent again."))
    before, letter.state = letter.state, DeliveryState.FAILED.value
    letter.next_try_at, letter.attempts, letter.first_tried_at = at, 0, None
    letter.save(update_fields=["state", "next_try_at", "attempts", "first_tried_at"])
    _write_act("resend_letter", letter, by=by, before=before, why=why, at=at)


@transaction.atomic
def give_up_letter(*, letter: Delivery, by: Doer, why: str, at: datetime) -> None:
    """Close a letter that died, or may have arrived: nobody tries it again.

    :raises LetterError: without a reason, or if the letter is in no need of a decision.
    """
    letter = _locked(letter, why)
    if letter.state == DeliveryState.GIVEN_UP:
        return
    if letter.state not in UNSETTLED:
        raise LetterError(_("Only letters that were not delivered can be given up."))
    before, letter.state = letter.state, DeliveryState.GIVEN_UP.value
    letter.save(update_fields=["state"])
    _write_act("give_up_letter", letter, by=by, before=before, why=why, at=at)


def _locked(letter: Delivery, why: str) -> Delivery:
    if not why.strip():
        raise LetterError(_("Please write why."))
    return Delivery.objects.select_for_update(of=("self",)).get(pk=letter.pk)


def _write_act(
    verb: str, letter: Delivery, *, by: Doer, before: str, why: str, at: datetime
) -> None:
    record_act(
        verb=verb, kind=KIND, no=letter.pk, by=by, at=at,
        before=before, after=letter.state, why=why.strip(),
    )  # fmt: skip
