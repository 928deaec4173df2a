"""Answers kept, so that a creating request sent twice happens once and is answered alike."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import OperationalError, connection

from bureau.models import ApiClient, IdempotencyRecord

KEPT_FOR = timedelta(hours=48)
"""Longer than the day that is promised."""
TWIN_WAITS_SECONDS = 10


class TwinUnderWay(Exception):
    """The same request is being answered at this moment and took longer than a twin waits."""


class KeyUsedOtherwise(Exception):
    """The idempotency key belongs to another request."""


def claim_key(
    *, client: ApiClient, key: str, fingerprint: bytes, at: datetime
) -> IdempotencyRecord | None:
    """Claim a key within the caller's transaction; None if it is ours to answer under.

    A twin in flight holds the key until its transaction ends: whoever comes second waits, and
    then finds its answer or, where it failed, the key free again.

    :raises TwinUnderWay: if the twin takes longer than ten seconds. The transaction is lost.
    :raises KeyUsedOtherwise: if the key was used for another request.
    """
    if _insert(client, key, fingerprint, at):
        return None
    kept = IdempotencyRecord.objects.get(client=client, key=key)
    if bytes(kept.fingerprint) != fingerprint:
        raise KeyUsedOtherwise
    return kept


def _insert(client: ApiClient, key: str, fingerprint: bytes, at: datetime) -> bool:
    record = IdempotencyRecord(client=client, key=key, fingerprint=fingerprint, at=at)
    table = connection.ops.quote_name(IdempotencyRecord._meta.db_table)
    statement = f"""
        INSERT INTO {table} (seal_id, client_id, key, fingerprint, at, status, headers, body)
        VALUES (%s, %s, %s, %s, %s, 0, '{{}}', '') ON CONFLICT (client_id, key) DO NOTHING
    """  # noqa: S608 - the name comes from the model
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{TWIN_WAITS_SECONDS}s"])
        try:
            cursor.execute(statement, [record.seal_id, client.pk, key, fingerprint, at])
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", "") == LOCK_NOT_AVAILABLE:
                raise TwinUnderWay from error
            raise
        is_ours = cursor.rowcount == 1
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
    return is_ours


LOCK_NOT_AVAILABLE = "55P03"


def keep_answer(
    *, client: ApiClient, key: str, status: int, headers: Mapping[str, str], body: bytes
) -> None:
    """Keep the answer given under a claimed key, sealed: it may name people."""
    record = IdempotencyRecord.objects.get(client=client, key=key)
    record.status, record.headers, record.body = status, dict(headers), body.decode()
    record.save(update_fields=["status", "headers", "body"])


def purge_kept_answers(*, at: datetime) -> int:
    """Throw away answers kept long enough; return how many."""
    return IdempotencyRecord.objects.filter(at__lt=at - KEPT_FOR).delete()[0]
