"""Evidence: what of it strikes off, and who sees it."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from bureau.models import Act, Section
from bureau.rules import Role, SectionCode
from bureau.services import withdraw_attachment
from rectification.models import Closure, Item, ItemSection
from rectification.rules.words import Method, Stage, Verdict
from tests.factories import UserFactory
from tests.rectification.conftest import moment

STRIKE_OFF = """
    UPDATE rectification_item SET state = 'closed', closed_on = %s, closure_id = %s WHERE id = %s
"""


@pytest.fixture
def accepted(ledger):
    """An application that was accepted, and the item it would strike off."""
    item = ledger.applied()
    Closure.objects.filter(item=item).update(
        verdict=Verdict.ACCEPTED, verified_by=ledger.verifier, verified_at=moment("2026-09-22"),
        method=Method.ON_SITE,
    )  # fmt: skip
    return item


def strike_off_in_sql(item):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            STRIKE_OFF, [date(2026, 9, 22), item.closures.get(verdict=Verdict.ACCEPTED).pk, item.pk]
        )


def test_the_database_refuses_a_strike_off_on_what_shows_the_problem_alone(accepted):
    accepted.evidence.update(stage=Stage.BEFORE)

    with pytest.raises(IntegrityError, match="verifier and evidence"):
        strike_off_in_sql(accepted)


def test_the_database_refuses_a_strike_off_on_what_was_seen_and_returned(accepted, ledger):
    Closure.objects.create(
        item=accepted, round=1, done="已整改", requested_by=ledger.officer,
        requested_at=moment("2026-09-20"), requested_on=date(2026, 9, 20),
        due_on=date(2026, 10, 1), verify_by=date(2026, 9, 27), verdict=Verdict.RETURNED,
        verified_by=ledger.verifier, verified_at=moment("2026-09-21"), opinion="仍无人",
    )  # fmt: skip

    with pytest.raises(IntegrityError, match="verifier and evidence"):
        strike_off_in_sql(accepted)


def test_the_database_refuses_a_strike_off_on_what_was_withdrawn(accepted, ledger):
    withdraw_attachment(
        attachment=accepted.evidence.get().attachment, reason="照片有患者面部",
        by=ledger.officer, at=moment("2026-09-21"),
    )  # fmt: skip

    with pytest.raises(IntegrityError, match="verifier and evidence"):
        strike_off_in_sql(accepted)


def test_the_database_takes_a_strike_off_on_what_shows_the_end(accepted):
    strike_off_in_sql(accepted)

    assert Item.objects.get().closed_on == date(2026, 9, 22)


@pytest.fixture
def of_another_section(db):
    section = Section.objects.exclude(code=SectionCode.MEDICAL_ADMIN).first()
    return UserFactory(section=section, roles=[Role.BUREAU_STAFF], is_staff=True)


@pytest.fixture
def asks(client, ledger):
    """Ask for an item's page and for its evidence, in September."""

    def asked(item, user):
        client.force_login(user)
        file = item.evidence.get().attachment
        addresses = (
            reverse("rectification:item", args=[item.no]),
            reverse("rectification:evidence_file", args=[item.no, file.pk]),
        )
        with time_machine.travel(moment("2026-09-24"), tick=False):
            return [client.get(address) for address in addresses]

    return asked


@pytest.mark.long
def test_another_section_that_answers_for_an_item_sees_its_evidence(
    asks, ledger, of_another_section
):
    item = ledger.applied()
    ItemSection.objects.create(item=item, section=of_another_section.section, position=1)

    page, file = asks(item, of_another_section)

    assert "整改后.pdf" in page.content.decode()
    assert file.status_code == 200
    assert Act.objects.get(verb="open_attachment").actor_id == str(of_another_section.pk)


@pytest.mark.long
def test_a_section_that_does_not_answer_for_an_item_finds_neither(asks, ledger, of_another_section):
    answers = asks(ledger.applied(), of_another_section)

    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.long
def test_a_unit_still_sees_only_what_it_handed_in_or_was_shown(asks, ledger):
    item = ledger.issued()
    ledger.show(item, on="2026-09-02", by=ledger.clerk)

    page, file = asks(item, ledger.officer)

    assert "整改后.pdf" not in page.content.decode()
    assert file.status_code == 404


@pytest.mark.long
def test_what_was_withdrawn_is_served_to_no_section(asks, ledger, of_another_section):
    item = ledger.applied()
    ItemSection.objects.create(item=item, section=of_another_section.section, position=1)
    file = item.evidence.get().attachment
    withdraw_attachment(
        attachment=file, reason="传错了文件", by=ledger.officer, at=moment("2026-09-21")
    )

    assert asks(item, of_another_section)[1].status_code == 404
