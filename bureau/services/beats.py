"""The sign of life that a worker gives for itself and for the beat that called it."""

from datetime import datetime

from bureau.models import Heartbeat


def note_beat(*, name: str, at: datetime) -> None:
    """Write that a thing happened at this instant. A late or repeated run never turns it back."""
    row, is_new = Heartbeat.objects.get_or_create(name=name, defaults={"at": at})
    if not is_new:
        Heartbeat.objects.filter(pk=row.pk, at__lt=at).update(at=at)
