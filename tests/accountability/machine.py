"""A bureau at random: complaints, findings, proposals, decisions and appeals, and what must hold.

What counts is told a second time here, in the few words of the plan, and by none of its rules.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from accountability import services as road_services
from accountability.invariants import breaches
from accountability.models import CountableEvent, SanctionProposal
from accountability.rules.states import GONE, IMPOSING, STANDING, UNTOLD
from accountability.rules.words import LadderCode, ProposalState
from accountability.selectors.counts import recount
from bureau.services import BureauError, transfer_staff
from complaints import services
from complaints.models import Case, NamedPerson
from tests.accountability.conftest import P, S, U, ruled, settle
from tests.accountability.walker import Walker
from tests.complaints.conftest import moment

FIRST_DAY, TODAY = date(2026, 11, 1), date(2027, 3, 1)
SO = (S, P)
FINDINGS = st.sampled_from([S, S, S, P, U])
INDEX = st.integers(0, 50)
ENDED = [*GONE, "dismissed", "completed", "lifted"]
SAID = ("no", "ladder", "staff", "tier", "kind", "window_from", "rules", "reached_by", "about")


@dataclass
class Told:
    """One case as the oracle knows it: by whom of the people, of which matter, what holds."""

    case: Case
    on: date
    matter: int
    people: list[int]
    alleged: str = ""
    found: list[str] = field(default_factory=list)
    is_held: bool = False


def of_test() -> transaction.Atomic:
    """Make a transaction that is the test's own: files may be kept in it."""
    block = transaction.atomic()
    block._from_testcase = True
    return block


class Machine(RuleBasedStateMachine):
    """Each run is undone as a whole. `world` and `met` are set by the test."""

    world: Any
    met: Counter

    def __init__(self) -> None:
        super().__init__()
        self.undone = of_test()
        self.undone.__enter__()
        self.today, self.cases, self.said = TODAY, [], {}
        self.is_ruled, self.is_counted, self.walker = False, False, Walker(self.world)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def takes(self, act, *args, **said) -> bool:
        """Take a step on the next day; return whether it was not refused."""
        self.today += timedelta(days=1)
        self.met["steps"] += 1
        self.is_counted = False
        self.met[getattr(act, "__name__", "")] += 1
        try:
            with of_test():
                act(*args, **said)
        except BureauError:
            self.met["refused"] += 1
            return False
        return True

    @property
    def day(self) -> str:
        return self.today.isoformat()

    def one(self, index: int) -> Told:
        return self.cases[index % len(self.cases)]

    # What people do.

    @initialize(who=st.integers(0, 2), is_told=st.booleans())
    def begins(self, who, is_told):
        """Have two tiers reached, in half of all runs with the second one in effect."""
        for index in range(2):
            self.accept(day=20 + index, people=[who])
            self.finds(index=index, alleged=S, found=[S, S])
        self.counts_anew()
        if is_told:
            self.walks(index=0, ways=[3] * 6)

    @rule(day=st.integers(0, 110), people=st.lists(st.integers(0, 2), min_size=1, max_size=2,
                                                   unique=True))  # fmt: skip
    def accept(self, day, people):
        on = FIRST_DAY + timedelta(days=day)
        staff = [self.world.staff[one] for one in people]
        bureau = self.world.bureau

        def act():
            case = bureau.accepted(
                on=on.isoformat(), named=[one.name for one in staff], category=bureau.attitude
            )
            self.cases.append(Told(case, on, len(self.cases), people))

        self.takes(act)

    @rule(index=INDEX, alleged=FINDINGS, found=st.lists(FINDINGS, min_size=2, max_size=2))
    def finds(self, index, alleged, found):
        one = self.one(index)
        if one.is_held:
            return
        if self.takes(self._find, one, alleged, found):
            one.alleged, one.found, one.is_held = alleged, found, True

    def _find(self, one, alleged, found):
        bureau, at = self.world.bureau, moment(self.day, 9)
        made = {"basis": "调取监控与谈话记录", "by": bureau.clerk, "at": at}
        case = Case.objects.get(pk=one.case.pk)
        if case.state != "investigating":
            services.begin_investigation(case=case, by=bureau.clerk, at=at)
        of_case = case.allegations.first() or services.add_allegation(
            case=case, text="说话生硬", category=case.category, by=bureau.clerk, at=at
        )
        services.find_allegation(allegation=of_case, finding=alleged, **made)
        people = NamedPerson.objects.filter(case=case).order_by("pk")
        for person, who, what in zip(people, one.people, found, strict=False):
            if person.staff_id is None:
                staff = self.world.staff[who]
                services.tie_person(person=person, staff=staff, by=bureau.clerk, at=at)
                person.refresh_from_db()
            services.find_person(person=person, finding=what, **made)
        services.verify_case(case=case, by=bureau.head, at=at)

    @rule(index=INDEX)
    def reopens(self, index):
        one = self.one(index)
        if one.is_held and self.takes(self._reopen, one):
            one.is_held = False

    def _reopen(self, one):
        self.world.bureau.reopen(Case.objects.get(pk=one.case.pk), self.day)

    @rule(index=INDEX, to=st.integers(0, 2), found=st.lists(FINDINGS, min_size=2, max_size=2))
    def puts_a_tie_right(self, index, to, found):
        """Take a case up again, and find the same of somebody else."""
        one = self.one(index)
        if not one.is_held or to in one.people:
            return

        def act():
            self._reopen(one)
            person = NamedPerson.objects.filter(case=one.case).order_by("pk").first()
            services.tie_person(person=person, staff=self.world.staff[to],
                                by=self.world.bureau.clerk, at=moment(self.day, 11))  # fmt: skip

        if self.takes(act):
            one.is_held, one.people = False, [to, *one.people[1:]]

    @rule(index=INDEX, other=INDEX)
    def joins(self, index, other):
        one, another = self.one(index), self.one(other)
        if one.matter == another.matter:
            return
        cases = [Case.objects.get(pk=told.case.pk) for told in (one, another)]
        said = {"why": "查明是同一次就诊同一事项", "by": self.world.joiner}
        if self.takes(services.merge_cases, cases=cases, at=moment(self.day, 9), **said):
            for told in self.cases:
                told.matter = one.matter if told.matter == another.matter else told.matter

    @rule(index=INDEX)
    def parts(self, index):
        one = self.one(index)
        case = Case.objects.get(pk=one.case.pk)
        said = {"why": "查明是另一次就诊", "by": self.world.joiner, "at": moment(self.day, 9)}
        if sum(told.matter == one.matter for told in self.cases) < 2:
            return
        if self.takes(services.unmerge_case, case=case, **said):
            one.matter = 1_000 + self.met["steps"]

    @rule(who=st.integers(0, 2), where=st.integers(0, 1))
    def moves(self, who, where):
        staff, to = self.world.staff[who], self.world.houses[where]
        said = {"from_on": self.today, "by": None, "at": moment(self.day)}
        self.takes(transfer_staff, staff=staff, to=to, **said)

    @precondition(lambda self: not self.is_ruled)
    @rule(since=st.sampled_from(["2026-12-01", "2027-01-15"]))
    def rules_change(self, since):
        self.is_ruled = True
        self.takes(ruled, self.world.bureau, LadderCode.STAFF, since=since, title_ban_years=3)

    @rule(index=st.integers(0, 2), ways=st.lists(st.integers(0, 9), min_size=1, max_size=9))
    def walks(self, index, ways):
        self.counts_anew()
        rows = SanctionProposal.objects.filter(staff__in=self.world.staff).order_by("-pk")
        there = list(islice(rows.exclude(state__in=ENDED), 6))
        there.sort(key=lambda one: one.kind in IMPOSING)
        for way in ways if there else []:
            proposal = there[index % len(there)]
            if not self.walker.has_step(proposal, way):
                break
            taken = self.takes(self.walker.step, proposal, way, self.today + timedelta(days=1))
            self.today += timedelta(days=self.walker.waited)
            proposal = there[index % len(there)] = SanctionProposal.objects.get(pk=proposal.pk)
            for one in (proposal, proposal.about):
                self.met[one.state if one else "none"] += taken

    walks_again = rule(index=st.just(0), ways=st.lists(st.integers(0, 9), min_size=4, max_size=9))(
        lambda self, index, ways: self.walks(index, ways)
    )

    @rule()
    def terms_end(self):
        self.takes(lambda: road_services.end_terms(at=moment(self.day)))

    # What must hold.

    @rule()
    def counts_anew(self):
        if self.is_counted:
            return
        before = dict(SanctionProposal.objects.values_list("pk", "state"))
        self.takes(lambda: settle(at=moment(self.day, 17)))
        self.is_counted = True
        assert settle(at=moment(self.day, 18)) == 0, "run twice it did something more"
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        self._only_what_was_untold_is_withdrawn(before)
        self._every_tier_is_there_once()
        for year in (2026, 2027):
            assert not any(recount(year)[1]), "the rows differ from the findings"
        assert list(breaches(at=moment(self.day, 19))) == []

    def _only_what_was_untold_is_withdrawn(self, before):
        rows = list(SanctionProposal.objects.values("pk", "state", *SAID))
        assert len({row["no"] for row in rows}) == len(rows)
        for row in rows:
            told = {name: row[name] for name in SAID}
            assert self.said.setdefault(row["pk"], told) == told, "a proposal was relabelled"
            was = before.get(row["pk"], "")
            if was and was != row["state"]:
                assert was in UNTOLD
                assert row["state"] == ProposalState.WITHDRAWN
            self.met[row["state"]] += row["state"] == ProposalState.WITHDRAWN
        assert {row["no"] for row in rows} >= {one["no"] for one in self.said.values()}

    def _every_tier_is_there_once(self):
        ought = self._counted()
        rows = CountableEvent.objects.filter(ladder=LadderCode.STAFF, state="active")
        assert Counter((one.staff_id, one.window_from.year) for one in rows) == ought
        tiers = defaultdict(list)
        for one in SanctionProposal.objects.filter(ladder=LadderCode.STAFF, kind__in=IMPOSING):
            tiers[one.staff_id, one.window_from.year].append(one)
        for whom in {*ought, *tiers}:
            self._of_one_year(ought[whom], tiers[whom])

    def _of_one_year(self, total, proposals):
        held = [one.tier for one in proposals if one.state in UNTOLD | STANDING]
        assert len(held) == len(set(held)), "two of a tier"
        known = {one.tier for one in proposals if one.state != ProposalState.WITHDRAWN}
        assert set(range(1, total + 1)) <= known, "a tier is missing"
        for one in proposals:
            if one.tier > total:
                assert one.state not in UNTOLD, "proposed on a count that does not reach it"
                is_told = one.state in STANDING
                back = one.taken_back_by.exclude(state__in=GONE)
                assert not is_told or back.exists(), "told, fallen, and nobody is asked"

    def _counted(self) -> Counter:
        """Count matters, each in the year of its earliest complaint found so of somebody."""
        first: dict[tuple[int, int], date] = {}
        for one in self.cases:
            if not one.is_held or one.alleged not in SO:
                continue
            for who, found in zip(one.people, one.found, strict=False):
                key = (self.world.staff[who].pk, one.matter)
                if found in SO:
                    first[key] = min(first.get(key, one.on), one.on)
        return Counter((staff, on.year) for (staff, _matter), on in first.items())
