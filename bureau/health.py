"""How long things have been waiting: ages alone, no names and no numbers of anybody."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Min

from bureau.models import ActSeal, Delivery, Heartbeat, Job

BEAT = "beat"
# A beat comes each minute; what is queued is swept up in minutes. Letters and seals may rest:
# nothing is sent at night, and nothing is sealed where nothing happened.
MOST = {"beat": timedelta(minutes=5), "queue": timedelta(minutes=30)}


@dataclass(frozen=True, slots=True)
class Ages:
    """In seconds; None where there is nothing of the kind."""

    beat: int | None
    queue: int | None
    letters: int | None
    seal: int | None

    @property
    def late(self) -> list[str]:
        """Name what has waited longer than it may. A beat that never came is late."""
        ages = asdict(self)
        too_old = {name for name, most in MOST.items() if (ages[name] or 0) > most.total_seconds()}
        return sorted(too_old | ({BEAT} if self.beat is None else set()))


def ages(*, at: datetime) -> Ages:
    """Tell how old the last beat and seal are, the longest-waiting job and the letter due longest.

    Four queries, each for one value.
    """
    beat = Heartbeat.objects.filter(name=BEAT).aggregate(last=Max("at"))["last"]
    job = Job.objects.filter(finished_at=None).aggregate(first=Min("created_at"))["first"]
    due = Delivery.objects.to_send().filter(next_try_at__lte=at)
    letter = due.aggregate(first=Min("next_try_at"))["first"]
    seal = ActSeal.objects.aggregate(last=Max("sealed_at"))["last"]
    return Ages(*(_age(since, at) for since in (beat, job, letter, seal)))


def _age(since: datetime | None, at: datetime) -> int | None:
    return None if since is None else max(0, int((at - since).total_seconds()))
