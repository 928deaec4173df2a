"""What every test's house needs: first rows and roles put back, and a quiet server at the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from threading import Condition
from types import SimpleNamespace
from unittest.mock import patch

from django.core.files.storage import Storage
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import connection, transaction

from bureau.models import Section
from bureau.services import files
from config.first_rows import put_back_first_rows


def put_back_what_migrations_brought() -> None:
    """Put it back where an earlier test's flush took it away; else do nothing."""
    if Section.objects.exists():
        return
    put_back_first_rows()
    give_roles_their_verbs()
    # What still waits to be checked would keep a test from altering a table.
    connection.check_constraints()


def give_roles_their_verbs() -> None:
    """Give them without acts: what a test counts begins at nought."""
    with patch("bureau.services.records.record_act"):
        call_command("sync_roles", stdout=StringIO())


@contextmanager
def no_file_outlives_its_transaction() -> Iterator[None]:
    """Let no file be kept in a transaction whose rollback would leave it behind.

    :raises AssertionError: where the outermost transaction is not `atomic_with_files`.
    """
    ours, save = [], Storage.save

    def atomic() -> transaction.Atomic:
        ours.append(transaction.atomic())
        return ours[-1]

    def checked(storage: Storage, name: str, *args: object, **kwargs: object) -> str:
        blocks = [one for one in connection.atomic_blocks if not one._from_testcase]
        assert not blocks or blocks[0] in ours, "a rollback here would leave this file behind"
        return save(storage, name, *args, **kwargs)

    stand_in = SimpleNamespace(atomic=atomic, get_rollback=transaction.get_rollback)
    with (
        patch.object(files, "transaction", stand_in),
        patch.object(Storage, "save", checked),
    ):
        yield


@contextmanager
def no_request_left_behind(seconds: float = 30) -> Iterator[None]:
    """Wait at the end until every request that began has been answered.

    A page may still ask for something when its browser goes away, and the flush that follows would
    take turns with that request at the tables' locks until PostgreSQL ends one of the two.

    :raises AssertionError: if one is still being answered after `seconds`.
    """
    under_way, changed = 0, Condition()

    def count(by: int) -> None:
        nonlocal under_way
        with changed:
            under_way += by
            changed.notify_all()

    def began(**kwargs: object) -> None:
        count(1)

    def ended(**kwargs: object) -> None:
        count(-1)

    request_started.connect(began)
    request_finished.connect(ended)
    try:
        yield
        with changed:
            quiet = changed.wait_for(lambda: under_way == 0, timeout=seconds)
        assert quiet, f"{under_way} requests were not answered within {seconds} s"
    finally:
        request_started.disconnect(began)
        request_finished.disconnect(ended)
