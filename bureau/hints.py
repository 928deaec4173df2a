"""Telling a worker that there is work: only ever a hint, the row is what counts."""

import logging

from celery import Task, signature
from django.db import transaction
from kombu.exceptions import OperationalError

LETTERS = "bureau.tasks.send_notices"
logger = logging.getLogger(__name__)


def hint(task: Task | str, *arguments: str) -> None:
    """Tell a worker that there is work, once the transaction stands.

    Another app's job goes by its name. Without a broker the hint is lost and nothing else: the
    sweep finds the row.
    """
    called = signature(task) if isinstance(task, str) else task

    def send() -> None:
        try:
            called.delay(*arguments)
        except OperationalError:
            logger.warning("no broker for %s: the sweep will find it", called.name)

    transaction.on_commit(send)
