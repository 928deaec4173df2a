"""Whoever acts next on a paper is told, and finds it on the workbench and in the side bar."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from bureau import open_work, paper_kinds, services
from bureau.models import Act, Institution, Notice, OfficialPaper
from bureau.rules import LeaderKind, PaperState, Role
from bureau.selectors import waits_for
from bureau.services import BureauError
from tests.bureau.test_services_papers import KIND
from tests.factories import InstitutionFactory, UserFactory

AT = datetime(2026, 11, 21, 2, tzinfo=UTC)
DAY = date(2026, 11, 21)
WHY = "附件里少了一家机构"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _known(monkeypatch):
    monkeypatch.setitem(paper_kinds._kinds, KIND.name, KIND)


@pytest.fixture
def leader(db):
    return UserFactory(roles=[Role.LEADER])


@pytest.fixture
def draft(clerk):
    return services.draft_paper(kind=KIND, about="10月", by=clerk, at=AT)


def told(user):
    return [(notice.kind, notice.subject_no) for notice in Notice.objects.filter(recipient=user)]


def titles(user):
    return [card.title for card in open_work.todo_cards(user, DAY)]


def test_a_draft_sent_for_review_waits_for_the_head_of_its_section(draft, clerk, section_head):
    elsewhere = UserFactory(roles=[Role.SECTION_HEAD], name="别科科长")

    sent = services.send_paper(paper=draft, by=clerk, at=AT)

    assert sent.is_sent
    assert told(section_head) == [("task", str(draft.pk))]
    assert told(elsewhere) == told(clerk) == []
    assert titles(section_head) == ["Papers waiting for your review"]
    assert titles(clerk) == titles(elsewhere) == []


def test_a_draft_sent_twice_is_told_of_once(draft, clerk, section_head):
    for _time in range(2):
        services.send_paper(paper=draft, by=clerk, at=AT)

    assert len(told(section_head)) == 1
    assert Act.objects.of("paper", draft.pk).filter(verb="send_paper").count() == 1


def test_a_paper_past_its_draft_cannot_be_sent_for_review(draft, clerk, section_head):
    services.review_paper(paper=draft, by=section_head, at=AT)

    with pytest.raises(BureauError):
        services.send_paper(paper=draft, by=clerk, at=AT)


@pytest.mark.long
def test_a_reviewed_paper_waits_for_the_leader_and_the_signature_is_told(
    draft, clerk, section_head, leader
):
    services.review_paper(paper=draft, by=section_head, at=AT)
    assert told(leader) == [("task", str(draft.pk))]
    assert titles(leader) == ["Papers waiting for your signature"]

    services.sign_paper(paper=draft, by=leader, at=AT)
    assert told(clerk) == [("task", str(draft.pk))]
    assert titles(leader) == []


@pytest.mark.parametrize("is_reviewed", [False, True], ids=["sent", "reviewed"])
def test_a_paper_given_back_waits_for_its_drafter_again(draft, clerk, section_head, is_reviewed):
    services.send_paper(paper=draft, by=clerk, at=AT)
    if is_reviewed:
        services.review_paper(paper=draft, by=section_head, at=AT)

    for _time in range(2):
        back = services.return_paper(paper=draft, reason=WHY, by=section_head, at=AT)

    assert (back.state, back.sent_at) == (PaperState.DRAFT, None)
    assert WHY in Notice.objects.get(recipient=clerk).text
    assert titles(clerk) == ["Your drafts, not yet sent for review"]
    assert titles(section_head) == []


@pytest.mark.long
def test_the_side_bar_counts_the_papers_that_wait_and_the_page_sends_them(
    draft, clerk, client, section_head
):
    client.force_login(clerk)
    page = client.get(reverse("bureau:paper", args=[draft.pk])).content.decode()
    assert reverse("bureau:paper_send", args=[draft.pk]) in page
    assert OfficialPaper.objects.waiting_for(clerk).count() == 1

    client.post(reverse("bureau:paper_send", args=[draft.pk]))

    client.force_login(section_head)
    home = client.get(reverse("satisfaction:home"))
    groups = home.context["shell"]["nav"]
    places = {place.url: place.count for group in groups for place in group.items}
    assert places[reverse("bureau:papers")] == 1
    assert reverse("bureau:paper", args=[draft.pk]) in home.content.decode()


# --- Where the only head wrote it ---------------------------------------------------------------


@pytest.fixture
def of_the_head(section_head):
    return services.draft_paper(kind=KIND, about="10月", by=section_head, at=AT)


def leads(kind, sections=()):
    leader = UserFactory(roles=[Role.LEADER])
    services.appoint_leader(
        institution=None, kind=kind, name=leader.name, user=leader, sections=sections,
        from_on=date(2026, 1, 1), by=None, at=AT,
    )  # fmt: skip
    return leader


@pytest.mark.long
def test_a_draft_of_the_only_head_waits_for_the_deputy_in_charge(
    of_the_head, section_head, leader, client
):
    leads(LeaderKind.HEAD)
    deputy = leads(LeaderKind.DEPUTY, [section_head.section])

    sent = services.send_paper(paper=of_the_head, by=section_head, at=AT)

    assert waits_for(sent, day=DAY) == [deputy]
    assert told(deputy) == [("task", str(sent.pk))]
    assert titles(deputy) == ["Papers waiting for your review"]
    assert told(leader) == titles(leader) == titles(section_head) == []
    client.force_login(section_head)
    page = client.get(reverse("bureau:paper", args=[sent.pk])).content.decode()
    assert deputy.name in page
    with pytest.raises(BureauError, match=deputy.name):
        services.review_paper(paper=sent, by=leader, at=AT)
    client.force_login(deputy)
    client.post(reverse("bureau:paper_review", args=[sent.pk]))
    sent.refresh_from_db()
    assert (sent.state, sent.reviewed_by) == (PaperState.REVIEWED, deputy)


def test_without_a_deputy_in_charge_it_waits_for_the_principal_head_then_for_any_leader(
    of_the_head, section_head, leader
):
    second = UserFactory(roles=[Role.LEADER])
    services.send_paper(paper=of_the_head, by=section_head, at=AT)
    of_the_head.refresh_from_db()
    assert waits_for(of_the_head, day=DAY) == [leader, second]

    principal = leads(LeaderKind.HEAD)

    assert waits_for(of_the_head, day=DAY) == [principal]
    assert (titles(principal), titles(leader)) == (["Papers waiting for your review"], [])


def test_with_a_second_head_no_leader_reviews(of_the_head, section_head, leader):
    services.send_paper(paper=of_the_head, by=section_head, at=AT)
    second = UserFactory(section=section_head.section, roles=[Role.SECTION_HEAD])

    assert titles(leader) == []
    assert titles(second) == ["Papers waiting for your review"]
    with pytest.raises(BureauError, match=second.name):
        services.review_paper(paper=of_the_head, by=leader, at=AT)


def test_a_draft_the_only_head_reworded_waits_for_a_leader(draft, clerk, section_head, leader):
    UserFactory(roles=[Role.LEADER])
    services.send_paper(paper=draft, by=clerk, at=AT)
    services.revise_paper(
        paper=draft, title=draft.title, body=["另一句话"], seen=draft.paper.fingerprint,
        by=section_head, at=AT,
    )  # fmt: skip

    assert titles(section_head) == []
    assert titles(leader) == ["Papers waiting for your review"]


# --- Nobody both reviews and signs --------------------------------------------------------------


@pytest.fixture
def stood_in(of_the_head, section_head, leader):
    """A paper that a leader reviewed in place of the head, with another leader beside."""
    other = UserFactory(roles=[Role.LEADER], name="另一位局领导")
    services.send_paper(paper=of_the_head, by=section_head, at=AT)
    paper = services.review_paper(paper=of_the_head, by=leader, at=AT)
    return paper, other


@pytest.mark.long
def test_whoever_stood_in_to_review_cannot_sign_and_another_leader_can(
    stood_in, leader, client, section_head
):
    paper, other = stood_in
    assert waits_for(paper, day=DAY) == [other]
    assert (titles(leader), titles(other)) == ([], ["Papers waiting for your signature"])
    assert str(paper.pk) not in [no for _kind, no in told(leader)[1:]]

    with pytest.raises(BureauError, match="another leader has to sign"):
        services.sign_paper(paper=paper, by=leader, at=AT)
    client.force_login(leader)
    sign = reverse("bureau:paper_sign", args=[paper.pk])
    assert sign not in client.get(reverse("bureau:paper", args=[paper.pk])).content.decode()
    client.post(sign)
    paper.refresh_from_db()
    assert paper.state == PaperState.REVIEWED

    for _time in range(2):
        services.sign_paper(paper=paper, by=other, at=AT)
    paper.refresh_from_db()
    assert (paper.state, paper.signed_by) == (PaperState.SIGNED, other)


@pytest.mark.long
def test_the_admin_signs_nothing_that_its_user_reviewed(stood_in, leader, client):
    paper, other = stood_in
    states = []
    for person in (leader, other):
        person.is_staff = True
        person.save()
        client.force_login(person)
        client.post(
            reverse("admin:bureau_officialpaper_changelist"),
            {"action": "sign", "_selected_action": [str(paper.pk)], "post": "yes"},
        )
        paper.refresh_from_db()
        states.append(paper.state)

    assert states == [PaperState.REVIEWED, PaperState.SIGNED]


@pytest.mark.long
def test_the_database_keeps_one_person_from_both_desks(stood_in, leader):
    paper, other = stood_in
    services.sign_paper(paper=paper, by=other, at=AT)
    paper.refresh_from_db()
    paper.pk, paper.about, paper.number, paper.signed_by = uuid4(), "另一件", None, leader

    with pytest.raises(IntegrityError, match="paper_signed_by_no_reviewer"), transaction.atomic():
        paper.save(force_insert=True)


@pytest.mark.long
def test_the_only_leader_stands_in_for_nobody_and_the_page_says_what_to_do(
    of_the_head, section_head, leader, client
):
    services.send_paper(paper=of_the_head, by=section_head, at=AT)
    of_the_head.refresh_from_db()

    assert waits_for(of_the_head, day=DAY) == []
    assert titles(leader) == []
    with pytest.raises(BureauError, match="the only leader who can sign this one"):
        services.review_paper(paper=of_the_head, by=leader, at=AT)
    section_head.language = "en"
    section_head.save()
    client.force_login(section_head)
    page = client.get(reverse("bureau:paper", args=[of_the_head.pk])).content.decode()
    assert "appoint another head of the section or a second leader" in page

    services.review_paper(paper=of_the_head, by=UserFactory(roles=[Role.SECTION_HEAD]), at=AT)
    services.sign_paper(paper=of_the_head, by=leader, at=AT)


def test_a_head_who_is_the_only_leader_as_well_signs_and_does_not_review(draft, clerk):
    both = UserFactory(roles=[Role.SECTION_HEAD, Role.LEADER], section=clerk.section)
    services.send_paper(paper=draft, by=clerk, at=AT)

    with pytest.raises(BureauError, match="Nobody both reviews and signs"):
        services.review_paper(paper=draft, by=both, at=AT)


def test_an_institution_is_never_told_of_a_draft(draft, clerk, officer):
    services.send_paper(paper=draft, by=clerk, at=AT)

    assert Institution.objects.exists()
    assert told(officer) == titles(officer) == []


def test_whom_a_paper_is_addressed_to_is_told_that_it_is_issued_and_that_it_is_void(
    draft, officer, section_head, leader
):
    elsewhere = UserFactory(roles=[Role.HOSPITAL_OFFICER], institution=InstitutionFactory())
    draft.institutions.set([officer.institution])
    services.review_paper(paper=draft, by=section_head, at=AT)
    assert told(officer) == []

    for _time in range(2):
        signed = services.sign_paper(paper=draft, by=leader, at=AT)
    [issued] = Notice.objects.filter(recipient=officer)
    assert issued.text == f"The bureau issued “{signed.title}”, {signed.number.text}."
    assert OfficialPaper.objects.visible_to(officer).filter(pk=issued.subject_no).exists()

    services.void_paper(paper=signed, reason=WHY, by=leader, at=AT + timedelta(days=1))
    assert Notice.objects.filter(recipient=officer).count() == 2
    assert told(elsewhere) == []


def test_a_draft_laid_aside_is_told_to_nobody_outside(draft, clerk, officer):
    draft.institutions.set([officer.institution])

    services.void_paper(paper=draft, reason=WHY, by=clerk, at=AT)

    assert told(officer) == []
