"""How long things have been waiting: ages alone, no names and no numbers of anybody."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Min
from django.utils import timezone

from bureau.channels import Email
from bureau.models import Act, ActSeal, Heartbeat, Job
from bureau.selectors import letters_due, letters_forgotten, work_calendar
from bureau.sending import could_go_since

BEAT = "beat"
# A beat comes each minute; what is queued is swept up in minutes. What is told and what is done
# wait ten minutes at most: a letter from when it may go out, an act from when it was written.
MOST = {
    "beat": timedelta(minutes=5),
    "queue": timedelta(minutes=30),
    "letters": timedelta(minutes=10),
    "acts": timedelta(minutes=10),
}


@dataclass(frozen=True, slots=True)
class Ages:
    """In seconds; None where there is nothing of the kind.

    `worker` and `seal` tell when something was last done, and are never late: there may have been
    nothing to do. The others tell what waits.
    """

    beat: int | None
    worker: int | None
    queue: int | None
    letters: int | None
    acts: int | None
    seal: int | None

    @property
    def late(self) -> list[str]:
        """Name what has waited longer than it may. A beat that never came is late."""
        ages = asdict(self)
        too_old = {name for name, most in MOST.items() if (ages[name] or 0) > most.total_seconds()}
        return sorted(too_old | ({BEAT} if self.beat is None else set()))


def ages(*, at: datetime) -> Ages:
    """Tell how long ago the beat came, a job was done and an act sealed, and what waits longest.

    Each age is one value of one query, whatever there is of its kind.
    """
    beat = Heartbeat.objects.filter(name=BEAT).aggregate(last=Max("at"))["last"]
    jobs = Job.objects.aggregate(done=Max("finished_at"))
    waits = Job.objects.filter(finished_at=None).aggregate(first=Min("created_at"))
    end = ActSeal.objects.aggregate(at=Max("sealed_at"), act=Max("act_id"))
    # Beyond the end of the chain; what came late with a lower number is looked for once a day.
    unsealed = Act.objects.filter(id__gt=end["act"] or 0).aggregate(first=Min("recorded_at"))
    moments = (beat, jobs["done"], waits["first"], _letter_since(at), unsealed["first"], end["at"])
    return Ages(*(_age(since, at) for since in moments))


def _letter_since(at: datetime) -> datetime | None:
    """Since when the letter that waits longest could have gone out.

    At night nothing is due, but what was forgotten through day and night is told at any hour.
    """
    letter = letters_due(Email.name, at=at, calendar=work_calendar()).first()
    if letter is None or letter.next_try_at is None:
        return letters_forgotten(at=at).aggregate(first=Min("next_try_at"))["first"]
    zone = timezone.get_default_timezone()
    return could_go_since(letter.urgency, letter.next_try_at, at, zone=zone)


def _age(since: datetime | None, at: datetime) -> int | None:
    return None if since is None else max(0, int((at - since).total_seconds()))
