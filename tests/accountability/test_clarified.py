"""What was made up counts for nothing, says so in the file, and is cleared up on the own page."""

import pytest
from django.urls import reverse

from accountability.rules.words import LadderCode, WhyNot
from accountability.selectors.evidence import evidence
from bureau import paper_kinds
from bureau.models import OfficialPaper
from bureau.rules import Role
from bureau.services import draft_paper, review_paper, send_paper, sign_paper
from complaints import services
from complaints.paper_kinds import letters
from complaints.rules.words import Finding
from tests.accountability.conftest import counted, employed, settle
from tests.complaints.conftest import moment
from tests.factories import UserFactory

BASIS = "监控显示当日投诉人未到院，且其书面承认系捏造"


def made_up(bureau, doctor):
    case = bureau.found(doctor, "2026-03-02", finding=Finding.UNSUBSTANTIATED)
    mark = bureau.do("mark_fabricated", case, on="2026-03-03", basis=BASIS)
    services.confirm_fabricated(
        mark=mark, is_granted=True, by=bureau.head, at=moment("2026-03-04")
    )  # fmt: skip
    return case


def signed(bureau, case):
    [letter] = letters(case, bureau.clerk)
    at = moment("2026-03-05")
    paper = draft_paper(
        kind=paper_kinds.paper_kind(letter.kind), about=letter.about, by=bureau.clerk, at=at
    )
    send_paper(paper=paper, by=bureau.clerk, at=at)
    review_paper(paper=paper, by=bureau.head, at=at)
    return sign_paper(paper=paper, by=UserFactory(roles=[Role.LEADER]), at=at)


@pytest.mark.long
def test_the_evidence_says_made_up_and_counts_nothing(bureau, doctor, personnel):
    case = made_up(bureau, doctor)
    settle(at=moment("2026-11-20"))

    [line] = evidence(LadderCode.STAFF, doctor.pk, user=bureau.clerk)
    # Whoever may not know of the case knows nothing of the mark either.
    hidden = evidence(LadderCode.STAFF, doctor.pk, user=UserFactory())

    assert (line.case, line.is_fabricated, line.weight) == (case, True, 0)
    assert line.why_not == WhyNot.UNSUBSTANTIATED
    assert counted() == []
    assert hidden == []


@pytest.mark.long
def test_who_is_cleared_reads_the_letter_on_the_own_page_and_nobody_else_does(
    bureau, doctor, client
):
    case = made_up(bureau, doctor)
    paper = signed(bureau, case)
    place = reverse("accountability:own_letter", args=[paper.pk])
    client.force_login(UserFactory(institution=doctor.institution, staff=doctor))

    page = client.get(reverse("accountability:own")).content.decode()
    assert place in page
    assert paper.number.text in page
    assert client.get(place).status_code == 200

    other = employed(doctor.institution, name="李霞")
    client.force_login(UserFactory(institution=doctor.institution, staff=other))
    assert client.get(place).status_code == 404
    client.force_login(bureau.officer)
    assert client.get(reverse("bureau:paper", args=[paper.pk])).status_code == 200
    assert OfficialPaper.objects.visible_to(bureau.officer).get() == paper


@pytest.mark.long
def test_once_it_is_taken_up_again_the_own_page_shows_the_letter_no_more(bureau, doctor, client):
    case = made_up(bureau, doctor)
    paper = signed(bureau, case)
    bureau.reopen(case)
    client.force_login(UserFactory(institution=doctor.institution, staff=doctor))

    assert "letters/" not in client.get(reverse("accountability:own")).content.decode()
    place = reverse("accountability:own_letter", args=[paper.pk])
    assert client.get(place).status_code == 404
