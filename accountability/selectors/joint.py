"""Who headed whose department on the day: the facts of joint liability, from those of people."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from accountability.rules.counting import Fact
from accountability.rules.joint import Headed, Holder, against_heads, head_among
from accountability.rules.table import JointTable
from accountability.rules.words import LadderCode, NoHead
from accountability.selectors.directory import Directory
from accountability.selectors.ladders import Ladders
from accountability.selectors.persons import People
from bureau.models import Placement


class Placed(NamedTuple):
    """Where somebody worked, as what and when; an open side is None."""

    staff: int
    institution: int
    department: int | None
    position: str
    from_on: date | None
    to_on: date | None

    def holds_on(self, day: date) -> bool:
        return (self.from_on or day) <= day <= (self.to_on or day)


class Heads:
    """The heads of the departments in which some people ever worked: three queries."""

    def __init__(self, staff: Collection[int]) -> None:
        people = People()
        own = _placed(people, staff__in=people.records_of(staff))
        self._of: dict[int, list[Placed]] = defaultdict(list)
        for one in own:
            self._of[one.staff].append(one)
        self._in: dict[int, list[Placed]] = defaultdict(list)
        for one in _placed(
            people, department__in={one.department for one in own if one.department}
        ):
            self._in[one.department or 0].append(one)

    def head_of(
        self, staff: int, *, institution: int, day: date, of_heads: Sequence[str]
    ) -> int | NoHead:
        """Name who headed the department of a house in which somebody worked on a day."""
        own = (one for one in self._of[staff] if one.holds_on(day))
        where = next((one for one in own if one.institution == institution), None)
        if where is None or where.department is None:
            return NoHead.NO_DEPARTMENT
        there = [one for one in self._in[where.department] if one.holds_on(day)]
        head = head_among((Holder(one.staff, one.position) for one in there), of_heads=of_heads)
        return NoHead.HIMSELF if head == staff else head


def _placed(people: People, **of: Collection[int]) -> list[Placed]:
    rows = Placement.objects.filter(**of).order_by("pk")
    names = ("staff_id", "institution_id", "department_id", "position", "from_on", "to_on")
    return [Placed(people.counts_as(staff), *rest) for staff, *rest in rows.values_list(*names)]


def joint_facts(facts: Iterable[Fact], ladders: Ladders) -> Iterator[Fact]:
    """Say what stands against heads, where the rules of the day have joint liability in use."""
    if not ladders.were_ever_on(LadderCode.JOINT):
        return
    found = [one for one in facts if one.ladder is LadderCode.STAFF]
    own = [(one, table) for one in found if (table := table_in_use(ladders, one.received_on))]
    if not own:
        return
    heads = Heads({one.subject for one, _table in own})
    headed = [(one, _head(heads, one, table)) for one, table in own]
    known = [(one, head) for one, head in headed if not isinstance(head, NoHead)]
    people = Directory(institutions=(), staff={head for _one, head in known})
    yield from against_heads(
        (Headed(one, head, people.employment_on(head, one.received_on)) for one, head in known),
        found,
    )


def _head(heads: Heads, fact: Fact, table: JointTable) -> int | NoHead:
    return heads.head_of(
        fact.subject, institution=fact.institution, day=fact.received_on,
        of_heads=table.head_positions,
    )  # fmt: skip


def without_head(facts: Iterable[Fact], ladders: Ladders) -> dict[tuple[int, int], NoHead]:
    """Say by case and person why no head answers, where the rules have joint liability in use."""
    own = [(one, table) for one in facts if (table := table_in_use(ladders, one.received_on))]
    heads = Heads({one.subject for one, _table in own}) if own else None
    found = {(one.case, one.subject): _head(heads, one, table) for one, table in own if heads}
    return {key: head for key, head in found.items() if isinstance(head, NoHead)}


def table_in_use(ladders: Ladders, day: date) -> JointTable | None:
    table = ladders.table_on(LadderCode.JOINT, day)
    return table if isinstance(table, JointTable) and table.is_on else None


def around(head: int) -> set[int]:
    """Name a person and whoever ever worked in a department in which that person had a post."""
    people = People()
    own = people.records_of([head])
    held = Placement.objects.filter(staff__in=own, department__isnull=False).exclude(position="")
    there = Placement.objects.filter(department__in=held.order_by().values("department"))
    return people.records_of({head, *there.order_by().values_list("staff", flat=True)})
