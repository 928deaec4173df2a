"""Keys of hospital systems: issued, replaced with an overlap, revoked, and counted in use."""

import hmac
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau import access_keys
from bureau.access_keys import KeyState, Scope
from bureau.models import ApiClient, ApiKey, ApiUse, Institution, User
from bureau.sealing import keyed_hash
from bureau.services.acts import record_act


class ApiKeyError(Exception):
    """An anticipated refusal, worded for the person at the screen."""


class IssuedKey(NamedTuple):
    """A new key with its whole text, which exists here and nowhere else."""

    key: ApiKey
    token: str


@transaction.atomic
def issue_api_key(
    *,
    institution: Institution,
    name: str,
    scopes: Sequence[Scope],
    expires_on: date,
    addresses: Sequence[str] = (),
    per_minute: int = access_keys.PER_MINUTE,
    by: User | None,
    at: datetime,
) -> IssuedKey:
    """Issue the key of an institution's system, which becomes known with it.

    :raises ApiKeyError: if the system has a key already, or the day of expiry will not do.
    """
    _check_expiry(expires_on, at)
    client, _is_new = ApiClient.objects.get_or_create(
        institution=institution, name=name, defaults={"created_at": at}
    )
    client = ApiClient.objects.select_for_update().get(pk=client.pk)
    if client.keys.filter(rotated_at=None, revoked_at=None).exists():
        raise ApiKeyError(_("%(system)s has a key. Replace it instead.") % {"system": client})
    client.per_minute = per_minute
    client.save(update_fields=["per_minute"])
    issued = _new_key(
        client, scopes=scopes, expires_on=expires_on, addresses=addresses, by=by, at=at
    )
    _note("issue_api_key", issued.key, by=by, at=at, facts=_facts(issued.key))
    return issued


def _check_expiry(expires_on: date, at: datetime) -> None:
    today = timezone.localdate(at)
    if expires_on <= today:
        raise ApiKeyError(_("The key must be valid beyond today."))
    if expires_on > today + timedelta(days=access_keys.LONGEST_LIFE_DAYS):
        raise ApiKeyError(
            _("A key is valid for %(n)s days at most.") % {"n": access_keys.LONGEST_LIFE_DAYS}
        )


def _new_key(
    client: ApiClient,
    *,
    scopes: Sequence[str],
    expires_on: date,
    addresses: Sequence[str],
    by: User | None,
    at: datetime,
    replaces: ApiKey | None = None,
) -> IssuedKey:
    token = access_keys.new_token()
    key = ApiKey.objects.create(
        client=client,
        prefix=token.prefix,
        secret_hash=keyed_hash(token.secret, purpose="api key"),
        scopes=[str(scope) for scope in scopes],
        addresses=list(addresses),
        expires_on=expires_on,
        issued_at=at,
        issued_by=by,
        replaces=replaces,
    )
    return IssuedKey(key, token.text)


def _facts(key: ApiKey) -> dict[str, object]:
    """Say of a key what the trail keeps; never its secret, nor the hash of it."""
    return {
        "system": key.client.name,
        "scopes": key.scopes,
        "addresses": key.addresses,
        "expires_on": key.expires_on.isoformat(),
    }


def _note(verb: str, key: ApiKey, *, by: User | None, at: datetime, **more: object) -> None:
    record_act(
        verb=verb,
        kind="api_key",
        no=key.prefix,
        by=by,
        at=at,
        institution=key.client.institution,
        **more,  # type: ignore[arg-type]
    )


@transaction.atomic
def rotate_api_key(
    *,
    key: ApiKey,
    expires_on: date,
    overlap_days: int = access_keys.OVERLAP_DAYS,
    by: User | None,
    at: datetime,
) -> IssuedKey:
    """Replace a key by a new one with the same rights; the old one goes on for some days.

    :raises ApiKeyError: if it was replaced or revoked before, or the day of expiry will not do.
    """
    key = _locked(key)
    _check_expiry(expires_on, at)
    if key.revoked_at or key.rotated_at:
        raise ApiKeyError(_("Key %(key)s was replaced or revoked already.") % {"key": key.prefix})
    key.rotated_at = at
    key.expires_on = access_keys.overlap_ends_on(
        expires_on=key.expires_on, day=timezone.localdate(at), overlap_days=overlap_days
    )
    key.save(update_fields=["rotated_at", "expires_on"])
    issued = _new_key(
        key.client,
        scopes=key.scopes,
        expires_on=expires_on,
        addresses=key.addresses,
        by=by,
        at=at,
        replaces=key,
    )
    facts = {**_facts(issued.key), "replaced_by": issued.key.prefix}
    facts["old_until"] = key.expires_on.isoformat()
    _note("rotate_api_key", key, by=by, at=at, facts=facts)
    return issued


@transaction.atomic
def revoke_api_key(*, key: ApiKey, why: str, by: User | None, at: datetime) -> ApiKey:
    """Take a key back from this moment on; one revoked before stays as it was.

    :raises ApiKeyError: if no reason is given.
    """
    key = _locked(key)
    if key.revoked_at:
        return key
    if not why.strip():
        raise ApiKeyError(_("Please write why the key is revoked."))
    before = key.state(timezone.localdate(at))
    key.revoked_at = at
    key.save(update_fields=["revoked_at"])
    _note("revoke_api_key", key, by=by, at=at, before=before, after=KeyState.REVOKED, why=why)
    return key


def _locked(key: ApiKey) -> ApiKey:
    keys = ApiKey.objects.select_related("client__institution")
    return keys.select_for_update(of=("self",)).get(pk=key.pk)


class KeyRefused(Exception):
    """A key that opens nothing. Its bearer is told neither whose it is nor that it is over.

    `state` is "" where the secret is wrong, and there is no `key` where the prefix is nobody's.
    """

    def __init__(self, key: ApiKey | None = None, state: str = ""):
        super().__init__(state)
        self.key, self.state = key, state


def key_of_token(text: str, *, day: date) -> ApiKey:
    """Find the key a request came with.

    :raises KeyRefused: if it is unknown, over, or its secret is wrong.
    """
    prefix, secret = access_keys.split_token(text) or ("", "")
    keys = ApiKey.objects.select_related("client__institution")
    key = keys.filter(prefix=prefix).first() if prefix else None
    if key is None:
        raise KeyRefused
    if not hmac.compare_digest(bytes(key.secret_hash), keyed_hash(secret, purpose="api key")):
        raise KeyRefused(key)
    if (state := key.state(day)) not in access_keys.USABLE:
        raise KeyRefused(key, state.value)
    return key


def note_use(key: ApiKey, *, day: date) -> None:
    """Remember the last day a key was used on: one write a day."""
    if key.last_used_on != day:
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=day)


def count_request(key: ApiKey, *, at: datetime) -> int:
    """Count a request of a key in its minute, in one statement; return the minute's count."""
    table = connection.ops.quote_name(ApiUse._meta.db_table)
    statement = f"""
        INSERT INTO {table} AS of_key (key_id, minute, requests) VALUES (%s, %s, 1)
        ON CONFLICT (key_id) DO UPDATE
           SET requests = CASE WHEN of_key.minute = EXCLUDED.minute
                               THEN of_key.requests + 1 ELSE 1 END,
               minute = EXCLUDED.minute
        RETURNING requests
    """  # noqa: S608 - the name comes from the model
    with connection.cursor() as cursor:
        cursor.execute(statement, [key.pk, at.replace(second=0, microsecond=0)])
        return cursor.fetchone()[0]
