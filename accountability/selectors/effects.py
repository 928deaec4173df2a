"""What was imposed on people and institutions and took effect, read from the rows of the road."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from accountability.models import Measure, Service
from accountability.models.scope import ProposalQuerySet
from accountability.rules.effects import KEPT_FROM, TAKEN_AWAY, Imposed, Purpose, stacked
from accountability.rules.measures import last_day
from accountability.rules.table import TABLES, JointTable, StaffTable, kind_of
from accountability.rules.words import Document, LadderCode, MeasureCode
from accountability.selectors.persons import People
from bureau.models import Act
from bureau.rule_tables import read
from bureau.selectors import rules_on

KIND = "sanction_proposal"


def imposed_on(
    ladder: LadderCode, subjects: Collection[int], *, among: ProposalQuerySet | None = None
) -> Mapping[int, list[Imposed]]:
    """Read what ever took effect, by person or institution; four queries for however many.

    Of a person it is all the same by which of the ladders of people it came, and under which of
    their records.

    A page shows it `among` the proposals that its reader sees. Where a check is asked for, the
    caller has asked whom it may be about: what is in effect holds whoever looks it up.
    """
    of = "staff" if ladder.is_of_people else "institution"
    alike = [one for one in LadderCode if one.is_of_people == ladder.is_of_people]
    people = People() if ladder.is_of_people else None
    whose = people.records_of(subjects) if people else subjects
    rows = Measure.objects.filter(**{f"proposal__{of}__in": whose}, proposal__ladder__in=alike)
    rows = rows.filter(stands=True, proposal__handling__effect_from__isnull=False)
    # A ban that a review ended before it began has no days.
    rows = rows.exclude(starts_on=None)
    if among is not None:
        rows = rows.filter(proposal__in=among.values("pk"))
    measures = list(rows.select_related("proposal__handling", "proposal__rules").order_by("pk"))
    gone = _gone_on({one.proposal.no for one in measures})
    numbers = _numbers({one.proposal_id for one in measures})
    found: dict[int, list[Imposed]] = defaultdict(list)
    for one in measures:
        made = _imposed(one, gone.get(one.proposal.no), numbers.get(one.proposal_id, ""))
        found[_whom(people, one.proposal.subject_id)].append(made)
    stacks = {subject: stacked(measures) for subject, measures in found.items()}
    of_each = {subject: stacks.get(_whom(people, subject)) for subject in subjects}
    return {subject: stack for subject, stack in of_each.items() if stack}


def _whom(people: People | None, subject: int) -> int:
    return people.counts_as(subject) if people else subject


def _table(one: Measure) -> Any:
    return read(TABLES[LadderCode(one.proposal.ladder)], one.proposal.rules.values)


def _imposed(one: Measure, gone_on: date | None, number: str) -> Imposed:
    proposal = one.proposal
    first, effect_from = one.starts_on, proposal.handling.effect_from
    assert first is not None  # noqa: S101
    assert effect_from is not None  # noqa: S101
    table = _table(one)
    adds_up = isinstance(table, StaffTable) and table.adds_up(MeasureCode(one.code), proposal.tier)
    # Made shorter where a decision was looked at again, it goes before its proposal does. What
    # adds up keeps the months that are left: its days move with what it follows on.
    left = one.left_months if adds_up else None
    ended = [day for day in (gone_on, None if left else one.ceased_on) if day]
    of_awards = one.code == MeasureCode.AWARD_BAN
    return Imposed(
        MeasureCode(one.code), first, last_day(first, months=left) if left else one.holds_until,
        first.year if of_awards else proposal.award_year.first.year, effect_from,
        min(ended, default=None), one.done_on, number,
        getattr(table, "award_types", ()), getattr(table, "ban_scope", ()),
        left or one.decided_months, adds_up, proposal.pk,
    )  # fmt: skip


def awaiting_effect(
    staff: Collection[int], purpose: Purpose, *, day: date, year: int, award: str = ""
) -> Mapping[int, str]:
    """Name the decision by which each may be kept from something once it is put in effect.

    It was served by that day. Until somebody puts it in effect nobody can say that they may. Of a
    ban on awards it is that of the year and, where one is asked for, of the kind of award.
    """
    people = People()
    codes = [code.value for code, kept in KEPT_FROM.items() if kept is purpose]
    # As of a past day also what was put in effect since, or taken away before it ever was.
    not_yet = Q(proposal__handling__effect_from=None) | Q(proposal__handling__effect_from__gt=day)
    rows = Measure.objects.filter(
        not_yet, Q(ceased_on=None) | Q(ceased_on__gt=day), stands=True, code__in=codes,
        proposal__staff__in=people.records_of(staff),
        proposal__services__document=Document.DECISION, proposal__services__served_on__lte=day,
    )  # fmt: skip
    if purpose is Purpose.AWARD:
        rows = rows.filter(starts_on__year=year)
    number = F("proposal__services__paper__number__text")
    named = list(rows.annotate(by=number).select_related("proposal__rules").order_by("pk"))
    gone = _gone_on({one.proposal.no for one in named})
    of_each = {
        people.counts_as(one.proposal.subject_id): one.by
        for one in named
        if gone.get(one.proposal.no, date.max) > day
        and (not award or award in _table(one).award_types)
    }
    whole = {one: of_each.get(people.counts_as(one)) for one in staff}
    return {one: number for one, number in whole.items() if number}


def award_types(day: date) -> tuple[str, ...]:
    """Name the kinds of awards that the rules of a day keep back from people, on any ladder."""
    of_people = (read(StaffTable, rules_on(kind_of(LadderCode.STAFF), day)),
                 read(JointTable, rules_on(kind_of(LadderCode.JOINT), day)))  # fmt: skip
    named = (kind for table in of_people for kind in table.award_types if table.is_on)
    return tuple(dict.fromkeys((*of_people[0].award_types, *named)))


def _gone_on(nos: Collection[str]) -> dict[str, date]:
    """Tell since when what was lifted or taken back held no more, by the acts: they stay."""
    acts = Act.objects.filter(object_kind=KIND, object_no__in=nos, after__in=sorted(TAKEN_AWAY))
    found: dict[str, date] = {}
    for no, at in acts.order_by("pk").values_list("object_no", "at"):
        found.setdefault(no, timezone.localdate(at))
    return found


def _numbers(proposals: Collection[int]) -> dict[int, str]:
    served = Service.objects.filter(proposal__in=proposals, document=Document.DECISION)
    return dict(served.order_by().values_list("proposal", "paper__number__text"))
