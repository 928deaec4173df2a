"""A paper that no longer says all goes on only by the hand of who knows it and says why."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from bureau import services as bureau_services
from bureau.models import Act
from bureau.rules import PaperState, Role
from bureau.services import BureauError
from tests.factories import AFTER_CLOSING, UserFactory
from tests.followups.test_notices import came_in_late, closed, drafted

__all__ = ["closed"]

LATER = AFTER_CLOSING + timedelta(hours=2)
WHY = "该院为逾期补交，通报对象不变"


@pytest.fixture
def leader(db):
    return UserFactory(roles=[Role.LEADER])


@pytest.fixture
def outdated(clerk, closed, township):
    paper = drafted(clerk, "2026-10")
    came_in_late(township)
    return paper


def acts(paper, verb):
    return Act.objects.of("paper", paper.pk).filter(verb=verb)


@pytest.mark.long
def test_what_came_in_since_the_drafting_stops_a_review_and_a_signature(
    outdated, section_head, leader
):
    with pytest.raises(BureauError, match=r"城关镇卫生院.*2026-11-12"):
        bureau_services.review_paper(paper=outdated, by=section_head, at=LATER)
    with pytest.raises(BureauError):
        bureau_services.review_paper(paper=outdated, by=section_head, at=LATER, known="知道")
    known = {"paper": outdated, "known": WHY}
    bureau_services.review_paper(**known, by=section_head, at=LATER)
    with pytest.raises(BureauError, match="城关镇卫生院"):
        bureau_services.sign_paper(paper=outdated, by=leader, at=LATER)
    signed = bureau_services.sign_paper(**known, by=leader, at=LATER)

    assert signed.state == PaperState.SIGNED
    for verb in ("review_paper", "sign_paper"):
        act = acts(outdated, verb).get()
        assert act.why == WHY
        assert "城关镇卫生院" in act.facts["unsaid"][0]


@pytest.mark.long
def test_a_reason_is_neither_asked_nor_kept_where_the_paper_says_all(clerk, section_head, closed):
    paper = drafted(clerk, "2026-10")

    bureau_services.review_paper(paper=paper, by=section_head, at=LATER, known=WHY)

    act = acts(paper, "review_paper").get()
    assert (act.why, act.facts.get("unsaid")) == ("", None)


@pytest.mark.long
def test_the_page_asks_for_a_tick_with_a_reason_and_still_tells_it_after_the_signature(
    client, outdated, section_head, leader
):
    def post(user, verb, **data):
        client.force_login(user)
        client.post(reverse(f"bureau:paper_{verb}", args=[outdated.pk]), data)
        outdated.refresh_from_db()
        return outdated.state

    with time_machine.travel(LATER, tick=False):
        assert post(section_head, "review") == PaperState.DRAFT
        assert post(section_head, "review", reason=WHY) == PaperState.DRAFT
        assert post(section_head, "review", reason=WHY, known="on") == PaperState.REVIEWED
        asked = client.get(reverse("bureau:paper", args=[outdated.pk])).content.decode()
        assert post(leader, "sign", reason=WHY, known="on") == PaperState.SIGNED
        page = client.get(reverse("bureau:paper", args=[outdated.pk])).content.decode()

    assert 'name="known"' not in asked, "who reviewed it does not sign it"
    assert page.count("城关镇卫生院") == 2
    assert page.count(WHY) == 4, "twice in the box, twice in what happened"


@pytest.mark.long
def test_the_admin_lets_no_such_paper_pass(client, outdated, section_head):
    client.force_login(section_head)
    chosen = {"action": "review", "_selected_action": [outdated.pk], "post": "yes"}

    with time_machine.travel(LATER, tick=False):
        page = client.post(reverse("admin:bureau_officialpaper_changelist"), chosen, follow=True)

    outdated.refresh_from_db()
    assert outdated.state == PaperState.DRAFT
    assert "城关镇卫生院" in page.content.decode()


@pytest.mark.long
def test_a_notice_that_urges_is_seen_and_a_further_one_drafted_when_it_is_signed(
    client, clerk, section_head, leader, closed, township, settings
):
    settings.LANGUAGE_CODE = "en"
    about = "371323B01/2026-10"
    page = reverse("followups:register", args=["371323B01", "2026-10"])
    client.force_login(clerk)

    def asked():
        return client.get(page).content.decode()

    with time_machine.travel(LATER, tick=False):
        first = asked()
        paper = drafted(clerk, about, "followups.reminder")
        in_work = asked()
        with pytest.raises(BureauError, match="not signed"):
            drafted(clerk, f"{about}/2", "followups.reminder")
        bureau_services.review_paper(paper=paper, by=section_head, at=LATER)
        signed = bureau_services.sign_paper(paper=paper, by=leader, at=LATER)
        out = asked()
        further = drafted(clerk, f"{about}/2", "followups.reminder", at=LATER)

    address = reverse("bureau:paper", args=[paper.pk])
    assert f'value="{about}"' in first
    assert address not in first
    assert address in in_work
    assert "followups.reminder" not in in_work
    assert address in out
    assert f'value="{about}/2"' in out
    assert f"已发催办通知书（{signed.number.text}）" in further.paper.body[0]
