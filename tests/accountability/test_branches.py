"""What is found at a branch: shown in its house's file, not counted to it."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accountability.models import CountableEvent, SanctionProposal
from accountability.rules.words import LadderCode, WhyNot
from accountability.selectors.directory import Directory
from accountability.selectors.evidence import evidence, found_at_branches
from bureau.models import Institution
from bureau.rules import InstitutionKind, Role
from complaints.models import Case
from tests.accountability.conftest import U, counted, employed, ruled, settle
from tests.factories import InstitutionFactory, UserFactory

HOUSE = LadderCode.INSTITUTION
HEADING = "At its branches, not counted to it"


@pytest.fixture
def clinic(township):
    return InstitutionFactory(name="河东村卫生室", kind=InstitutionKind.CLINIC, parent=township)


def file_of(client, user, house, **query):
    client.force_login(user)
    return client.get(reverse("accountability:house", args=[house.code], query=query)).text


@pytest.mark.long
def test_what_a_branch_does_is_shown_in_the_file_of_its_house_and_not_counted_to_it(
    bureau, township, clinic, personnel, client
):
    so = bureau.found(at=clinic)
    not_so = bureau.found(on="2026-03-09", finding=U, at=clinic)
    settle()

    shown = file_of(client, personnel, township)
    own = file_of(client, personnel, clinic)

    assert HEADING in shown
    assert so.no in shown
    assert not_so.no not in shown
    assert f"Belongs to {township.name}" in own
    assert HEADING not in own
    assert "Belongs to" not in shown
    assert HEADING not in file_of(client, personnel, township, ladder="false_followup")
    assert evidence(HOUSE, township.pk, user=personnel) == []
    [line] = found_at_branches([clinic.pk], user=personnel)
    assert (line.house, line.why_not) == (clinic.name, WhyNot.OTHER_KIND_OF_UNIT)
    assert not CountableEvent.objects.exists()


@pytest.mark.long
def test_a_branch_that_is_on_the_ladder_answers_for_itself_alone(
    bureau, township, clinic, personnel
):
    ruled(bureau, HOUSE, applies_to=["township", "clinic"])
    bureau.found(at=clinic)
    bureau.found(employed(clinic, name="王医生"), on="2026-04-02")
    bureau.found(on="2026-05-02", at=township)
    settle()

    assert counted(ladder=HOUSE) == [
        (clinic.name, 2026),
        (clinic.name, 2026),
        (township.name, 2026),
    ]
    tiers = SanctionProposal.objects.filter(ladder=HOUSE).order_by("institution__name", "tier")
    assert {(one.institution, one.tier) for one in tiers} == {
        (clinic, 1), (clinic, 2), (township, 1),
    }  # fmt: skip
    lines = found_at_branches([clinic.pk], user=personnel)
    assert [(str(one.received_on), one.weight, one.why_not) for one in lines] == [
        ("2026-04-02", 100, None),
        ("2026-03-02", 100, None),
    ]


@pytest.mark.long
def test_of_a_branch_nobody_reads_here_what_its_own_file_would_not_tell_them(
    bureau, township, clinic, personnel, client
):
    case = bureau.found(at=clinic)
    here = UserFactory(roles=[Role.LIAISON], looks_after=[township])
    assert HEADING not in file_of(client, here, township)
    assert case.no in file_of(client, bureau.clerk, township)

    Case.objects.filter(pk=case.pk).update(is_accusation=True)
    told = file_of(client, personnel, township)
    assert case.no not in told
    assert case.no in file_of(client, UserFactory(roles=[Role.LEADER]), township)


@pytest.mark.long
def test_a_file_asks_no_more_of_many_branches_than_of_one(
    bureau, township, clinic, personnel, client
):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            file_of(client, personnel, township)
        return len(asked)

    bureau.found(at=clinic)
    queries()
    of_one = queries()
    for n in range(2):
        other = InstitutionFactory(kind=InstitutionKind.CLINIC, parent=township)
        bureau.found(on=f"2026-04-0{n + 2}", at=other)

    assert queries() == of_one


def told_of(house, user):
    lines = evidence(HOUSE, house.pk, user=user)
    return [(line.house, str(line.received_on), line.weight, line.why_not) for line in lines]


@pytest.mark.long
def test_where_the_rules_say_so_it_counts_for_the_house_as_well_once_a_matter(
    bureau, township, clinic, personnel, client
):
    ruled(bureau, HOUSE, since="2026-04-01", branches_count=1)
    bureau.found(at=clinic)  # by the rules of before it is shown and counts nowhere
    nurse = employed(clinic, name="王医生")
    second = bureau.found(nurse, on="2026-04-02")
    own = bureau.found(on="2026-04-03", at=township)
    own.matter = second.matter
    own.save(update_fields=["matter"])
    bureau.found(on="2026-05-02", at=township)
    for _twice in range(2):
        settle()

    assert counted(ladder=HOUSE) == [(township.name, 2026), (township.name, 2026)]
    assert told_of(township, personnel) == [
        (clinic.name, "2026-03-02", 0, WhyNot.AT_BRANCH),
        (clinic.name, "2026-04-02", 100, None),
        (township.name, "2026-04-03", 0, WhyNot.SAME_MATTER),
        (township.name, "2026-05-02", 100, None),
    ]
    call_command("recount", "2026")
    shown = file_of(client, personnel, township)
    assert HEADING not in shown
    assert "Found at a branch, which answers for itself" in shown
    assert "whether it counts there as well" in file_of(client, personnel, clinic)


@pytest.mark.long
def test_a_branch_on_the_ladder_counts_beside_its_house_and_both_fall_with_the_finding(
    bureau, township, clinic
):
    ruled(bureau, HOUSE, branches_count=1, applies_to=["township", "clinic"])
    case = bureau.found(at=clinic)
    settle()
    assert sorted(counted(ladder=HOUSE)) == [(clinic.name, 2026), (township.name, 2026)]

    bureau.overturn(case)
    settle()

    assert counted(ladder=HOUSE) == []
    assert not SanctionProposal.objects.filter(ladder=HOUSE).exclude(state="withdrawn").exists()
    call_command("recount", "2026")


@pytest.mark.long
def test_a_branch_that_was_given_to_another_house_counts_for_the_one_of_the_day(
    bureau, township, clinic
):
    ruled(bureau, HOUSE, branches_count=1)
    other = InstitutionFactory(name="河西镇卫生院", kind="township_center")
    bureau.found(on="2026-04-02", at=clinic)
    settle()
    # From the day on which that is written down.
    Institution.objects.filter(pk=clinic.pk).update(parent=other)
    settle()

    assert counted(ladder=HOUSE) == [(township.name, 2026)]
    directory = Directory(institutions={clinic.pk}, staff=())
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert directory.parent_on(clinic.pk, date(2026, 4, 2)) == township.pk
    assert directory.parent_on(clinic.pk, tomorrow) == other.pk
