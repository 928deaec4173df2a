"""What auditors meet of patients: lists, masked; nobody in the clear."""

import pytest
import time_machine
from django.urls import reverse

from bureau import exports, masks
from bureau.history import changes_of
from bureau.rules import Role
from followups.models import FollowUpRecord, SpotCheckItem
from tests.factories import IN_TIME, UserFactory, drawn
from tests.followups.pages import url


@pytest.fixture
def auditor(db):
    return UserFactory(roles=[Role.AUDITOR], is_staff=True)


@pytest.fixture
def check(hospital):
    with time_machine.travel(IN_TIME, tick=False):
        yield drawn(hospital)


def sealed_words(record):
    words = [record.patient_name.reveal(), record.phone.reveal(), record.inpatient_no]
    return [word for word in words if word]


PAGES = ["check", "check_export", "changelist", "history", "item_page", "trail", "check_history"]


def address_of(page, check, item):
    admin = "admin:followups_spotcheckitem"
    return {
        "check": url("check", check.pk),
        "check_export": url("check_export", check.pk),
        "changelist": reverse(f"{admin}_changelist"),
        "history": reverse(f"{admin}_history", args=[item.pk]),
        "item_page": reverse(f"{admin}_change", args=[item.pk]),
        "trail": reverse("admin:bureau_act_changelist"),
        "check_history": reverse("admin:followups_spotcheck_history", args=[check.pk]),
    }[page]


@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_a_spot_check_shows_an_auditor_anybody_in_the_clear(
    client, auditor, check, page
):
    item = check.items.select_related("record").first()
    SpotCheckItem.objects.filter(pk=item.pk).update(verdict="genuine")
    client.force_login(auditor)

    ask = client.post if page.endswith("export") else client.get
    answer = ask(address_of(page, check, item))

    assert answer.status_code == 200
    content = answer.content.decode(errors="ignore")
    assert [word for word in sealed_words(item.record) if word in content] == []


def test_the_exported_list_of_people_has_whole_case_numbers_for_those_who_see_the_rows(
    auditor, check, clerk
):
    kind = exports.kind_of("followups.people")
    asked = {"check": str(check.pk)}
    record = check.items.order_by("position").first().record

    mine, theirs = (
        next(iter(kind.lay_out(one, asked, False, IN_TIME.date()).rows()))
        for one in (clerk, auditor)
    )

    assert (mine[2], theirs[2]) == (record.inpatient_no, masks.number(record.inpatient_no))
    assert mine[1] == theirs[1] == str(record.patient_name)


@pytest.mark.long
def test_an_auditor_finds_nobody_by_their_number(client, auditor, check):
    number = check.items.first().record.inpatient_no
    client.force_login(auditor)

    changelist = reverse("admin:followups_spotcheckitem_changelist")
    found = client.get(changelist, {"q": number}).context["cl"]

    assert found.result_count in (0, check.items.count())


@pytest.mark.parametrize("page", ["change", "history"])
def test_rows_and_their_history_are_not_for_auditors(client, auditor, check, page):
    record = check.items.first().record
    client.force_login(auditor)

    answer = client.get(reverse(f"admin:followups_followuprecord_{page}", args=[record.pk]))

    assert answer.status_code == 403


def test_changes_of_rows_about_people_are_read_with_the_verb_for_the_rows(auditor, clerk, check):
    FollowUpRecord.objects.update(department="外科")
    changes = changes_of(FollowUpRecord).objects

    assert not changes.visible_to(auditor)
    assert changes.visible_to(clerk).count() == FollowUpRecord.objects.count()
