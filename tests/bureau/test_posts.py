"""Who leads what by the day, and which section is on duty."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from bureau import postings, services
from bureau.models import Act, Department, DutySection, LeaderPost, Remit, Section
from bureau.rules import LeaderKind, Role, SectionCode
from bureau.selectors import deputies_over
from tests.factories import IN_TIME, StaffFactory, UserFactory

SPRING, SUMMER, AUTUMN = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)
HEAD, DEPUTY = LeaderKind.HEAD, LeaderKind.DEPUTY


def appointed(institution, name, from_on=SPRING, kind=HEAD, **more):
    return services.appoint_leader(
        institution=institution, kind=kind, name=name, from_on=from_on, by=None, at=IN_TIME, **more
    )


def told(institution):
    posts = LeaderPost.objects.filter(institution=institution).order_by("from_on", "pk")
    return list(posts.values_list("name", "from_on", "to_on"))


def verbs():
    return list(Act.objects.order_by("pk").values_list("verb", flat=True))


# --- Leaders ---------------------------------------------------------------------------------


def test_a_new_head_ends_the_post_of_the_one_before(hospital):
    appointed(hospital, "常博敏")
    appointed(hospital, "叶玲", SUMMER)

    assert told(hospital) == [("常博敏", SPRING, date(2026, 5, 31)), ("叶玲", SUMMER, None)]
    assert postings.principal_head(hospital, date(2026, 5, 31)).name == "常博敏"
    assert postings.principal_head(hospital, SUMMER).name == "叶玲"
    assert postings.principal_head(hospital, date(2026, 2, 28)) is None
    act = Act.objects.latest("pk")
    assert (act.verb, act.before, act.after) == ("appoint_leader", "常博敏", "叶玲")


def test_appointing_again_who_is_in_office_changes_nothing(hospital):
    first = appointed(hospital, "常博敏")

    assert appointed(hospital, "常博敏", SUMMER) == first
    assert told(hospital) == [("常博敏", SPRING, None)]
    assert verbs() == ["appoint_leader"]


def test_a_head_named_anew_on_the_very_day_passes_the_post_on(hospital):
    appointed(hospital, "常博敏")
    appointed(hospital, "叶玲")

    assert told(hospital) == [("叶玲", SPRING, None)]


def test_a_head_entered_late_leads_up_to_the_one_after(hospital):
    appointed(hospital, "叶玲", SUMMER)
    appointed(hospital, "常博敏", SPRING)

    assert told(hospital) == [("常博敏", SPRING, date(2026, 5, 31)), ("叶玲", SUMMER, None)]


def test_deputies_stand_beside_each_other_and_beside_the_head(hospital):
    for name in ("石天雪", "叶玲"):
        appointed(hospital, name, kind=DEPUTY)
    appointed(hospital, "常博敏")

    assert len(told(hospital)) == 3


def test_the_database_refuses_two_heads_on_one_day_of_a_house_and_of_the_bureau(hospital):
    for house in (hospital, None):
        post = {"institution": house, "kind": HEAD.value, "from_on": SPRING}
        LeaderPost.objects.create(name="常博敏", **post)
        with pytest.raises(IntegrityError), transaction.atomic():
            LeaderPost.objects.create(name="叶玲", **post)


def test_the_bureau_has_leaders_of_its_own_with_their_sections(db):
    sections = Section.objects.filter(code=SectionCode.PERSONNEL)
    post = appointed(None, "郑红", kind=DEPUTY, remit="人事", sections=sections)

    assert post.institution is None
    assert Act.objects.get().facts["sections"] == ["personnel"]


def test_an_account_is_named_for_leaders_of_the_bureau_alone(hospital, clerk):
    with pytest.raises(services.DirectoryError):
        appointed(hospital, "叶玲", user=clerk)

    assert appointed(None, "郑红", user=clerk).user == clerk


def test_a_leader_on_the_roster_is_linked_unless_two_have_that_name(hospital):
    known = StaffFactory(institution=hospital, name="叶玲")
    assert appointed(hospital, "叶玲").staff == known

    for _ in range(2):
        StaffFactory(institution=hospital, name="常博敏")
    assert appointed(hospital, "常博敏", SUMMER).staff is None


def test_a_post_ends_once_and_not_before_it_began(hospital):
    post = appointed(hospital, "常博敏", SUMMER)
    with pytest.raises(services.DirectoryError):
        services.end_post(post=post, to_on=SPRING, by=None, at=IN_TIME)

    for _ in range(2):
        services.end_post(post=post, to_on=AUTUMN, by=None, at=IN_TIME, why="退休")

    assert verbs() == ["appoint_leader", "end_post"]
    assert Act.objects.latest("pk").why == "退休"
    with pytest.raises(services.DirectoryError, match="2026-09-01"):
        services.end_post(post=post, to_on=SUMMER, by=None, at=IN_TIME)


def in_charge(post, remit, from_on, departments=(), sections=()):
    return services.set_remit(
        post=post, remit=remit, departments=departments, sections=sections, from_on=from_on,
        by=None, at=IN_TIME,
    )  # fmt: skip


def remits(post):
    return list(post.remits.order_by("from_on").values_list("words", "from_on", "to_on"))


def test_a_remit_is_said_anew_once_and_only_over_own_departments(hospital, township):
    post = appointed(hospital, "叶玲", kind=DEPUTY, remit="医疗")
    own, foreign = (
        Department.objects.create(institution=h, name="内科") for h in (hospital, township)
    )

    for _ in range(2):
        in_charge(post, "医疗", SUMMER, [own])

    assert verbs() == ["appoint_leader", "set_remit"]
    assert Act.objects.latest("pk").facts["from_on"] == "2026-06-01"
    with pytest.raises(services.DirectoryError):
        in_charge(post, "医疗", AUTUMN, [foreign])
    now = next(iter(post.remits.on(AUTUMN)))
    assert postings.in_words(now) == "医疗（内科）"
    assert remits(post) == [("医疗", SPRING, date(2026, 5, 31)), ("医疗", SUMMER, None)]


def test_a_remit_of_the_same_day_is_said_over_and_one_entered_late_holds_up_to_the_next(hospital):
    post = appointed(hospital, "叶玲", kind=DEPUTY)
    for words in ("护理", "医疗"):
        in_charge(post, words, AUTUMN)
    in_charge(post, "院感", SUMMER)
    in_charge(post, "", date(2026, 7, 1))

    assert remits(post) == [
        ("院感", SUMMER, date(2026, 6, 30)), ("", date(2026, 7, 1), date(2026, 8, 31)),
        ("医疗", AUTUMN, None),
    ]  # fmt: skip
    assert postings.in_charge_of(post, SUMMER) == "院感"
    assert postings.in_charge_of(post, SPRING) == ""


def test_a_remit_keeps_within_the_days_of_the_post(hospital):
    post = appointed(hospital, "叶玲", SUMMER, DEPUTY, remit="医疗")
    in_charge(post, "护理", date(2026, 10, 1))

    services.end_post(post=post, to_on=AUTUMN, by=None, at=IN_TIME)

    assert remits(post) == [("医疗", SUMMER, AUTUMN)]
    for day in (SPRING, date(2026, 9, 2)):
        with pytest.raises(services.DirectoryError, match=str(day)):
            in_charge(post, "护理", day)


def test_who_takes_over_a_post_takes_over_no_remit(hospital):
    post = appointed(hospital, "常博敏", remit="全面工作")
    in_charge(post, "全面工作、人事", SUMMER)

    assert remits(appointed(hospital, "叶玲", remit="全面")) == [("全面", SPRING, None)]
    assert remits(appointed(hospital, "石天雪", AUTUMN)) == []
    assert remits(post) == [("全面", SPRING, date(2026, 8, 31))]


def test_the_database_refuses_two_remits_of_a_leader_on_one_day(hospital):
    post = appointed(hospital, "叶玲", kind=DEPUTY, remit="医疗")
    with pytest.raises(IntegrityError), transaction.atomic():
        Remit.objects.create(post=post, words="护理", from_on=SUMMER)


def leads_the_bureau(name, sections, kind=DEPUTY, **account):
    user = UserFactory(name=name, roles=[Role.LEADER], **account)
    services.appoint_leader(
        institution=None, kind=kind, name=name, user=user, sections=sections, from_on=SUMMER,
        by=None, at=IN_TIME,
    )  # fmt: skip
    return user


def test_the_deputies_over_a_section_are_those_in_office_that_day_who_can_sign_in(petitions):
    others = Section.objects.exclude(pk=petitions.pk)
    deputy = leads_the_bureau("甲", [petitions])
    leads_the_bureau("乙", others[:1])
    leads_the_bureau("丙", [petitions], kind=HEAD)
    leads_the_bureau("丁", [petitions], is_active=False)

    assert list(deputies_over(petitions.code, day=SUMMER)) == [deputy]
    assert list(deputies_over(petitions.code, day=SPRING)) == []


def test_a_deputy_is_over_a_section_as_long_as_the_remit_says(petitions):
    deputy = leads_the_bureau("甲", [petitions])
    in_charge(LeaderPost.objects.get(), "人事", AUTUMN, sections=Section.objects.none())

    days = (SUMMER, date(2026, 8, 31), AUTUMN)
    found = [list(deputies_over(petitions.code, day=day)) for day in days]
    assert found == [[deputy], [deputy], []]


def test_the_deputies_of_a_sheet_are_all_there_are(hospital):
    for names in (["叶玲"], ["叶玲"], ["石天雪"]):
        services.name_deputies(
            institution=hospital, names=names, from_on=SUMMER, by=None, at=IN_TIME
        )

    assert told(hospital) == [("叶玲", SUMMER, SUMMER), ("石天雪", SUMMER, None)]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_heads_appointed_at_once_follow_each_other():
    from tests.factories import InstitutionFactory

    for house in InstitutionFactory.create_batch(20):
        start = Barrier(2)

        def appoint(name, from_on, house=house, start=start):
            start.wait()
            appointed(house, name, from_on)
            connection.close()

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(appoint, ["甲", "乙"], [SPRING, SUMMER]))
        assert told(house) == [("甲", SPRING, date(2026, 5, 31)), ("乙", SUMMER, None)]


# --- The section on duty -----------------------------------------------------------------------


@pytest.fixture
def petitions(db):
    return Section.objects.get(code=SectionCode.PETITIONS)


def on_duty(day):
    return postings.duty_section(day).code


def test_there_is_a_section_on_duty_on_every_day(petitions):
    services.assign_duty_section(section=petitions, from_on=SUMMER, by=None, at=IN_TIME)

    days = (date(1999, 1, 1), date(2026, 5, 31), SUMMER, date(2099, 1, 1))
    assert [on_duty(day) for day in days] == ["medical_admin"] * 2 + ["petitions"] * 2
    act = Act.objects.get()
    assert (act.verb, act.before, act.after) == ("assign_duty_section", "医政医管科", "信访办公室")


def test_putting_on_duty_who_is_on_duty_changes_nothing(petitions):
    for _ in range(2):
        services.assign_duty_section(section=petitions, from_on=SUMMER, by=None, at=IN_TIME)

    assert DutySection.objects.count() == 2
    assert Act.objects.count() == 1


def test_a_duty_of_the_same_day_passes_on(petitions):
    personnel = Section.objects.get(code=SectionCode.PERSONNEL)
    for section in (petitions, personnel):
        services.assign_duty_section(section=section, from_on=SUMMER, by=None, at=IN_TIME)

    assert DutySection.objects.count() == 2
    assert on_duty(SUMMER) == "personnel"


def test_a_duty_is_not_put_into_the_time_of_one_that_has_ended(petitions):
    services.assign_duty_section(section=petitions, from_on=SUMMER, by=None, at=IN_TIME)
    personnel = Section.objects.get(code=SectionCode.PERSONNEL)

    with pytest.raises(services.DirectoryError, match="2026-06-01"):
        services.assign_duty_section(section=personnel, from_on=SPRING, by=None, at=IN_TIME)
