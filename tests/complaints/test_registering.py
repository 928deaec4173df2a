from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from bureau.models import Act
from complaints import services
from complaints.models import Case, Matter
from complaints.rules.words import Channel, Confidentiality
from complaints.services import CaseError
from tests.complaints.conftest import moment


def test_numbers_run_through_a_day_and_are_never_reused(desk):
    assert [desk.case("2026-11-19").no for _ in range(2)] == [
        "TS-20261119-0001", "TS-20261119-0002",
    ]  # fmt: skip
    assert desk.case("2026-11-20").no == "TS-20261120-0001"


def test_an_order_is_registered_once(desk):
    first = desk.case(channel=Channel.HOTLINE, external_no="DH20260000001")
    again = desk.case(channel=Channel.HOTLINE, external_no="DH20260000001")

    assert again == first
    assert Case.objects.count() == Matter.objects.count() == 1
    assert desk.case().no.endswith("0002")


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_at_once_register_an_order_once(desk):
    def register(_n):
        try:
            return desk.case(channel=Channel.HOTLINE, external_no="DH9").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(register, range(8)))

    assert len(found) == 1
    assert Case.objects.count() == Matter.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [({"words": "  "}, "what happened"), ({"received_at": moment("2026-11-02", 11)}, "future")],
)
def test_a_case_that_says_nothing_or_of_later_is_refused(desk, said, words):
    told = desk.told(**said)
    with pytest.raises(CaseError, match=words):
        services.register_case(
            told=told, complainant=services.Complainant(), by=desk.clerk,
            at=moment("2026-11-02"), calendar=desk.calendar,
        )  # fmt: skip

    assert not Case.objects.exists()


def test_of_an_anonymous_complaint_nothing_is_kept_of_who_complained(desk):
    who = services.Complainant(
        confidentiality=Confidentiality.ANONYMOUS, name="黄志涛", phone="13855144502"
    )

    case = desk.case(who=who)

    case.refresh_from_db()
    assert not any([case.complainant, case.phone, case.phone_hash, case.name_hash])


def test_the_database_refuses_a_name_on_an_anonymous_case(desk):
    case = desk.case()

    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(confidentiality=Confidentiality.ANONYMOUS)


@pytest.mark.parametrize(
    "kept", [{"tail_hash": b"x"}, {"initials_hash": b"x"}, {"patient": b"x"}, {"relation": "丈夫"}]
)
def test_the_database_keeps_nothing_that_finds_who_complained_without_a_name(desk, kept):
    case = desk.case(who=services.Complainant(confidentiality=Confidentiality.ANONYMOUS))

    with pytest.raises(IntegrityError, match="names_nobody"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**kept)


def test_what_was_said_is_never_edited(desk):
    case = desk.case()
    case.words = "改过的话"

    with pytest.raises(IntegrityError, match="never edited"), transaction.atomic():
        case.save(update_fields=["words"])


def test_the_query_code_is_known_once_and_only_its_hash_is_kept(desk):
    told = desk.told()
    registered = services.register_case(
        told=told, complainant=services.Complainant(), by=None, at=told.received_at,
        calendar=desk.calendar,
    )  # fmt: skip

    assert len(registered.query_code) == 8
    row = Case.objects.filter(pk=registered.case.pk).values().get()
    assert registered.query_code not in str(row)


def test_an_act_names_no_institution_of_an_accusation(desk):
    case = desk.case(is_accusation=True)

    assert Act.objects.get(object_no=case.no, verb="register_case").institution is None
