"""Who reads what counts against whom, and what stands on the pages."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accountability.models import CountableEvent, SanctionProposal
from accountability.rule_kinds import STAFF
from accountability.rules.words import LadderCode
from accountability.selectors.evidence import evidence
from bureau.models import Act, Notice, User
from bureau.rules import Role
from bureau.selectors import rules_on
from bureau.services import approve_rule_version, draft_rule_version
from complaints.models import Case
from tests.accountability.conftest import LATER, U, forced, settle
from tests.complaints.conftest import moment
from tests.factories import UserFactory


def page(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"accountability:{name}", args=args, query=query))


@pytest.mark.long
def test_the_evidence_says_what_counts_what_does_not_and_why(bureau, doctor, personnel, client):
    so, not_so = bureau.found(doctor, "2026-03-02"), bureau.found(doctor, "2026-03-09", finding=U)
    settle()
    proposal = SanctionProposal.objects.get(staff=doctor)

    shown = page(client, personnel, "proposal", proposal.no).content.decode()
    file = page(client, personnel, "person", doctor.pk).content.decode()
    board = page(client, personnel, "board").content.decode()

    for text in (so.no, not_so.no, "Found unsubstantiated", "County-wide criticism bulletin"):
        assert text in shown
    assert proposal.no in file
    assert so.no in file
    assert doctor.name in board
    assert doctor.name in page(client, personnel, "register", ladder="staff").content.decode()


@pytest.mark.long
def test_names_only_those_read_who_must(bureau, doctor, township, personnel, client):
    bureau.found(doctor, "2026-03-02")
    settle()
    person, house = SanctionProposal.objects.order_by("ladder").values_list("no", flat=True)[::-1]
    here = UserFactory(roles=[Role.LIAISON], looks_after=[bureau.hospital])
    elsewhere = UserFactory(roles=[Role.LIAISON], looks_after=[township])
    leader, nobody = UserFactory(roles=[Role.LEADER]), UserFactory()
    himself = UserFactory(section=personnel.section, roles=[Role.BUREAU_STAFF], staff=doctor)
    asked = [personnel, leader, here, elsewhere, bureau.clerk, himself, bureau.officer, nobody]

    found = [
        [page(client, user, *place).status_code for user in asked]
        for place in (("proposal", person), ("person", doctor.pk), ("proposal", house))
    ]

    assert found == [
        [200, 200, 200, 404, 404, 404, 403, 403],
        [200, 200, 200, 404, 404, 404, 403, 403],
        [200, 200, 200, 404, 200, 200, 403, 403],
    ]


@pytest.mark.long
def test_the_list_of_what_counts_tells_number_and_day_of_an_accusation_to_its_readers_alone(
    bureau, doctor, personnel, client
):
    open_ = bureau.found(doctor, "2026-03-02")
    case = bureau.found(doctor, "2026-04-03", type="report")
    Case.objects.filter(pk=case.pk).update(is_accusation=True)
    settle()

    def said(user):
        client.force_login(user)
        address = reverse("accountability:events")
        return client.get(address, {"since": "2026-01-01", "until": "2027-12-31"}).content.decode()

    told, read = said(personnel), said(UserFactory(roles=[Role.LEADER]))
    assert open_.no in told
    assert case.no not in told
    assert "not open to you" in told
    assert case.no in read
    assert "not open to you" not in read


@pytest.mark.long
def test_neither_a_narrow_time_nor_the_admin_tells_the_day_of_an_accusation(
    bureau, doctor, personnel, client
):
    bureau.found(doctor, "2026-03-02")
    case = bureau.found(doctor, "2026-04-03", type="report")
    Case.objects.filter(pk=case.pk).update(is_accusation=True)
    settle()
    hidden = CountableEvent.objects.filter(case=case, staff=doctor).get()
    personnel.is_staff = True
    personnel.save()
    client.force_login(personnel)

    def listed(since, name="events"):
        asked = {"since": since, "until": "2027-12-31"}
        page = client.get(reverse(f"accountability:{name}"), asked).content.decode()
        assert "Times are whole months for you" in page
        return page.count("not open to you")

    assert listed("2026-04-20") == listed("2026-04-01") > 0
    assert listed("2026-05-04") == 0
    listed("2026-04-20", "figures")
    rows = client.get(reverse("admin:accountability_countableevent_changelist"))
    assert rows.status_code == 200
    assert str(hidden.pk) not in [str(one.pk) for one in rows.context["cl"].result_list]
    own = reverse("admin:accountability_countableevent_change", args=[hidden.pk])
    assert client.get(own).status_code in (302, 404)
    leader = UserFactory(roles=[Role.LEADER])
    client.force_login(leader)
    asked = {"since": "2026-04-20", "until": "2027-12-31"}
    page = client.get(reverse("accountability:events"), asked).content.decode()
    assert case.no not in page
    assert "whole months" not in page


@pytest.mark.long
def test_an_accusation_counts_and_only_who_may_read_it_sees_which_it_is(bureau, doctor, personnel):
    case = bureau.found(doctor, "2026-03-02", type="report")
    Case.objects.update(is_accusation=True)
    leader = UserFactory(roles=[Role.LEADER])
    settle()

    [masked] = evidence(LadderCode.STAFF, doctor.pk, user=personnel)
    [open_] = evidence(LadderCode.STAFF, doctor.pk, user=leader)

    assert (masked.case, masked.categories, masked.basis, masked.why_not) == (None, [], "", None)
    assert open_.case == case
    assert not CountableEvent.objects.visible_to(UserFactory(roles=[Role.AUDITOR])).exists()
    assert CountableEvent.objects.visible_to(personnel).count() == 2


@pytest.mark.long
def test_what_an_accusation_reached_is_seen_and_told_to_those_alone_who_read_of_it(
    bureau, doctor, personnel
):
    case = bureau.found(doctor, "2026-03-02", type="report")
    Case.objects.update(is_accusation=True)
    auditor, leader = UserFactory(roles=[Role.AUDITOR]), UserFactory(roles=[Role.LEADER])
    settle()
    forced(SanctionProposal.objects.filter(ladder="institution"), "in_effect")
    Case.objects.update(is_accusation=False)
    bureau.reopen(case)
    Case.objects.update(is_accusation=True)
    settle()
    everything = set(SanctionProposal.objects.all())

    seen = [
        set(SanctionProposal.objects.visible_to(one))
        for one in (personnel, leader, auditor, bureau.clerk)
    ]

    assert len(everything) == 3
    assert seen == [everything, everything, set(), set()]
    assert {one.recipient for one in Notice.objects.filter(subject_kind="sanction_proposal")} == {
        personnel
    }
    acts = Act.objects.filter(object_kind="sanction_proposal")
    assert set(acts.values_list("institution", flat=True)) == {None}

    later = bureau.found(doctor, "2026-09-02")
    settle()
    assert SanctionProposal.objects.filter(reached_by__case=later).exists()
    assert not SanctionProposal.objects.visible_to(auditor).exists()


@pytest.mark.long
def test_the_board_says_what_counts_today(bureau, doctor, personnel, client):
    cases = [bureau.found(doctor, on) for on in ("2026-03-02", "2026-04-02", "2026-05-06")]
    settle()
    forced(SanctionProposal.objects.filter(staff=doctor), "in_effect")
    bureau.overturn(cases[0], doctor)
    settle()

    board = page(client, personnel, "board").content.decode()

    assert "2026: count 2" in board
    assert "2026: count 3" not in board


@pytest.mark.long
def test_the_button_brings_everything_in_step_at_once(bureau, doctor, personnel, client):
    bureau.found(doctor, "2026-03-02")
    client.force_login(personnel)

    said = [
        client.post(reverse("accountability:reconcile"), follow=True).content.decode()
        for _twice in range(2)
    ]

    assert "Brought 2 people and institutions in step" in said[0]
    assert "Everything is in step" in said[1]


@pytest.mark.long
def test_a_year_recounted_equals_what_stands_or_says_where_not(bureau, doctor):
    bureau.found(doctor, "2026-03-02")
    out = StringIO()
    with pytest.raises(CommandError) as told:
        call_command("recount", "2026", "--lang", "en", stdout=out)
    assert told.value.returncode == 1
    assert out.getvalue().count("counts, and no row says so") == 2
    assert doctor.name not in out.getvalue()

    settle()
    out = StringIO()
    call_command("recount", "2026", "--lang", "en", stdout=out)

    assert "2026: 2 events" in out.getvalue()


@pytest.mark.long
def test_a_ladder_is_changed_by_two_people_for_days_to_come(bureau, doctor, personnel):
    at = moment("2026-11-02")
    given = STAFF.filled(rules_on(STAFF.code, at.date())) | {"tiers_at": "2, 3、4"}
    words = {"document_no": "安卫发〔2026〕40号", "source": "通知", "valid_from": "2026-12-01"}
    form = STAFF.form(given | words | {"not_own_staff": "外包、实习"}, kind=STAFF)
    assert form.is_valid(), form.errors

    version = draft_rule_version(kind=STAFF, draft=form.draft, by=personnel, at=at)
    head = User.objects.get(pk=UserFactory(roles=[Role.LEADER]).pk)
    approve_rule_version(kind=STAFF, version=version, by=head, at=at)
    bureau.found(doctor, "2026-11-30")
    bureau.found(doctor, "2026-12-01")
    settle(at=LATER)

    [first] = SanctionProposal.objects.filter(staff=doctor)
    assert (first.tier, first.rules.number, version.number) == (1, 1, 2)
    assert version.values["not_own_staff"] == ["外包", "实习"]


def test_a_ladder_whose_tiers_do_not_rise_is_refused_by_the_form(db):
    given = STAFF.filled(rules_on(STAFF.code, moment("2026-11-02").date())) | {"tiers_at": "3 2 1"}
    words = {"document_no": "a", "source": "a", "valid_from": "2026-12-01", "not_own_staff": ""}

    form = STAFF.form(given | words, kind=STAFF)

    assert form.errors == {"tiers_at": ["Write three numbers that rise."]}
