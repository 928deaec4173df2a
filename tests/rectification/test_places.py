from datetime import date

import pytest
from django.utils.translation import override

from bureau.calendar import WorkCalendar
from bureau.models import Act, Department
from bureau.rules import Role
from rectification.models import AbsentZone, PostingPlace, TestCall
from rectification.rules.postings import CheckResult, Zone
from rectification.selectors.places import posting_standings, proposed_numbers
from rectification.services import LedgerError
from rectification.services import places as services
from tests.factories import UserFactory
from tests.rectification.conftest import moment
from tests.rectification.pictures import photograph

ON = "2026-11-20"


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


@pytest.fixture
def register(hospital, officer):
    def registered(place="门诊大厅东墙", **said):
        given = {"institution": hospital, "zone": Zone.OUTPATIENT, "by": officer, "at": moment(ON)}
        numbers = {"own_number": "0539-2250001", "bureau_number": "0539-2250000"}
        return services.register_place(place=place, **{**given, **numbers, **said})

    return registered


def verbs():
    return list(Act.objects.order_by("id").values_list("verb", flat=True))


def test_a_place_gets_a_code_of_its_own_and_an_act(register):
    one, other = register(), register("住院部一楼")

    assert one.code != other.code
    assert one.since == date(2026, 11, 20)
    assert verbs() == ["register_place", "register_place"]


def test_the_same_place_entered_again_is_the_one_that_stands(register):
    first = register()

    for spelt in (" 门诊大厅东墙 ", "门诊大厅 东墙", "门诊大厅\u3000东墙"):
        assert register(spelt, own_number="120") == first
    assert PostingPlace.objects.get().own_number == "0539-2250001"
    assert verbs() == ["register_place"]


@pytest.mark.parametrize(
    ("said", "words"),
    [({"place": " "}, "where the numbers hang"), ({"own_number": "总机"}, "no telephone number")],
)
def test_a_place_that_says_nothing_is_refused(register, said, words):
    with pytest.raises(LedgerError, match=words):
        register(**said)

    assert not PostingPlace.objects.exists()


def test_an_institution_speaks_for_itself_alone(register, township):
    with pytest.raises(LedgerError, match="itself alone"):
        register(institution=township)


def test_a_department_of_another_house_is_refused(register, township):
    theirs = Department.objects.create(institution=township, name="内科")

    with pytest.raises(LedgerError, match="another institution"):
        register(department=theirs)


def test_what_was_found_stands_on_the_place_and_in_its_story(register, clerk):
    place = register()
    for _ in range(2):
        services.check_place(
            place=place, result=CheckResult.WRONG_NUMBER, note="少一位", by=clerk, at=moment(ON)
        )

    place.refresh_from_db()
    assert (place.checked_on, place.checked_by, place.is_in_order) == (
        date(2026, 11, 20), clerk, False,
    )  # fmt: skip
    assert verbs() == ["register_place", "check_place"]


def test_a_house_does_not_check_itself_nor_ring_itself(register, officer):
    place = register()

    with pytest.raises(LedgerError, match="does not check itself"):
        services.check_place(place=place, result=CheckResult.IN_ORDER, by=officer, at=moment(ON))
    with pytest.raises(LedgerError, match="does not test itself"):
        services.record_test_call(
            institution=place.institution, number="120", called_at=moment(ON), answered_in_s=3,
            by=officer, at=moment(ON),
        )  # fmt: skip


def test_numbers_put_right_twice_are_put_right_once(register, officer):
    place = register(own_number="")
    for _ in range(2):
        services.correct_place(
            place=place, own_number="0539-2250009", bureau_number="12345", by=officer,
            at=moment(ON),
        )  # fmt: skip

    place.refresh_from_db()
    assert (place.own_number, place.bureau_number) == ("0539-2250009", "12345")
    assert verbs() == ["register_place", "correct_place"]


def test_taken_down_it_counts_no_more_and_its_spot_may_be_posted_anew(register, officer, clerk):
    place = register()
    with pytest.raises(LedgerError, match="At least"):
        services.retire_place(place=place, reason=" ", by=officer, at=moment(ON))
    for _ in range(2):
        services.retire_place(place=place, reason="大厅装修拆除", by=officer, at=moment(ON))

    assert register().code != place.code
    assert verbs() == ["register_place", "retire_place", "register_place"]
    with pytest.raises(LedgerError, match="taken down"):
        services.check_place(place=place, result=CheckResult.IN_ORDER, by=clerk, at=moment(ON))


def test_a_photo_sent_twice_hangs_once_and_the_house_sees_it(register, officer, clerk):
    place = register()
    for _ in range(2):
        photo = services.add_place_photo(
            place=place, name="东墙.png", content=photograph(), by=clerk, at=moment(ON)
        )

    assert list(place.photos) == [photo]
    assert type(photo).objects.visible_to(officer).get() == photo


def test_a_zone_is_said_not_to_be_there_with_a_reason_and_once(township, clerk, officer):
    given = {"institution": township, "zone": Zone.WARD, "by": clerk, "at": moment(ON)}
    with pytest.raises(LedgerError, match="At least"):
        services.say_zone_absent(**given, reason="")
    for _ in range(2):
        services.say_zone_absent(**given, reason="未设住院病房")

    assert AbsentZone.objects.count() == 1
    for _ in range(2):
        services.say_zone_there(**given)
    assert not AbsentZone.objects.exists()
    assert verbs() == ["say_zone_absent", "say_zone_there"]


def test_nothing_hangs_in_a_zone_that_is_not_there(register, hospital, clerk):
    zone = {"institution": hospital, "zone": Zone.WARD, "by": clerk, "at": moment(ON)}
    services.say_zone_absent(reason="本院不设住院部", **zone)

    with pytest.raises(LedgerError, match="is not there"):
        register(zone=Zone.WARD)
    services.say_zone_there(**zone)
    assert register(zone=Zone.WARD).stands


def test_one_number_is_not_both(register):
    with pytest.raises(LedgerError, match="are two"):
        register(own_number="0539-2250001", bureau_number="0539-2250001")


def test_a_zone_in_which_something_hangs_is_there(register, hospital, clerk, officer):
    register()

    with pytest.raises(LedgerError, match="take it down first"):
        services.say_zone_absent(
            institution=hospital, zone=Zone.OUTPATIENT, reason="没有门诊大厅", by=clerk,
            at=moment(ON),
        )  # fmt: skip
    with pytest.raises(LedgerError, match="bureau says"):
        services.say_zone_absent(
            institution=hospital, zone=Zone.WARD, reason="没有住院病房", by=officer, at=moment(ON)
        )


def test_the_same_call_entered_twice_is_one(hospital, clerk):
    given = {"institution": hospital, "number": "120", "called_at": moment(ON, 23), "by": clerk}
    for _ in range(2):
        services.record_test_call(**given, answered_in_s=None, at=moment("2026-11-21"))

    assert not TestCall.objects.get().was_answered
    assert verbs() == ["record_test_call"]
    with pytest.raises(LedgerError, match="future"):
        services.record_test_call(**given, answered_in_s=1, at=moment(ON))


def test_coverage_of_many_houses_costs_as_many_queries_as_of_one(
    register, hospital, township, django_assert_num_queries
):
    register()

    for houses in ([hospital], [hospital, township]):
        with django_assert_num_queries(10):
            posting_standings(houses, day=date(2026, 11, 20), calendar=WorkCalendar())


@pytest.mark.long
def test_a_level_2_house_is_covered_when_every_ward_of_its_registry_is(register, hospital):
    ward = Department.objects.create(
        institution=hospital, name="内一病区", is_ward=True, entered_at=None
    )
    for zone in Zone:
        register(f"{zone}处", zone=zone)

    def standing():
        [one] = posting_standings([hospital], day=date(2026, 11, 20), calendar=WorkCalendar())
        return one.coverage

    assert [one.name for one in standing().missing] == ["内一病区"]
    register("内一病区护士站", zone=Zone.WARD, department=ward)
    assert standing().is_complete


def test_each_sees_the_places_of_their_own_houses(register, hospital, township, clerk, liaison):
    own, others = (
        register(),
        services.register_place(
            institution=township, zone=Zone.OFFICE, place="二楼", by=clerk, at=moment(ON)
        ),
    )
    other_officer = UserFactory(institution=township, roles=[Role.HOSPITAL_OFFICER])

    seen = {
        who: set(PostingPlace.objects.visible_to(who)) for who in (clerk, liaison, other_officer)
    }
    assert seen == {clerk: {own, others}, liaison: {own}, other_officer: {others}}


def test_the_bureaus_number_is_proposed_as_it_is_set_and_not_as_a_house_wrote_it(
    register, township, clerk, settings
):
    settings.COMPLAINT_PHONE = "0539-2250009"
    register(institution=township, own_number="120", bureau_number="0539-225000", by=clerk)

    assert proposed_numbers(township) == ("120", "0539-2250009")
