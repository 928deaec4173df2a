"""Over which rows a person's verbs go: every role, own and other and unassigned, now and later."""

from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser, Group

from bureau.models import Department, Institution, Job, OfficerAssignment, Section, Staff, User
from bureau.rules import Role, SectionCode
from bureau.services import queue_job
from followups import services
from followups.models import (
    FollowUpRecord,
    MonthlyRegister,
    MonthReport,
    NumberReveal,
    RegisterRow,
    RegisterVersion,
    Reminder,
    SpotCall,
    SpotCheck,
    SpotCheckItem,
    Upload,
)
from followups.rules.words import Verdict
from tests.factories import (
    AFTER_CLOSING,
    CLOSING,
    OCTOBER,
    InstitutionFactory,
    StaffFactory,
    UserFactory,
    drawn,
    rows,
    submitted,
)

OF_FOLLOWUPS = [
    MonthlyRegister, Upload, RegisterRow, RegisterVersion, FollowUpRecord, Reminder,
    SpotCheck, SpotCheckItem, SpotCall, NumberReveal,
]  # fmt: skip
OF_THE_DIRECTORY = [Institution, Department, Staff, OfficerAssignment]


@pytest.fixture
def houses(db, hospital, township):
    """Three houses: the hospital, another, and one that nobody looks after."""
    return {"own": hospital, "other": township, "unassigned": InstitutionFactory()}


@pytest.fixture
def whole_month(houses):
    """Rows of every model at every house: registers in, checks drawn, called and finished."""
    caller = UserFactory()
    for number, house in enumerate(houses.values()):
        StaffFactory(institution=house)
        Department.objects.create(institution=house, name="内科")
        OfficerAssignment.objects.create(
            officer=UserFactory(),
            institution=house,
            from_on=date(2019, 1, 1),
            to_on=date(2019, 2, 1),
        )
        register = submitted(house, rows(4 + number)).register
        Reminder.objects.create(register=register, by=caller, at=AFTER_CLOSING)
        check = services.draw_spot_check(register=register, at=CLOSING)
        for item in check.items.filter(is_called_up=True):
            services.reveal_number(item=item, by=caller, at=AFTER_CLOSING)
            services.record_call(
                item=item, attempt=1, verdict=Verdict.GENUINE, by=caller, at=AFTER_CLOSING
            )
    services.close_month(month=OCTOBER, at=CLOSING)


def section(code):
    return Section.objects.get(code=code)


def in_section(code, role=Role.BUREAU_STAFF):
    return UserFactory(section=section(code), roles=[role])


PEOPLE = {
    "anonymous": lambda own: AnonymousUser(),
    "no role": lambda own: UserFactory(institution=own),
    "superuser without a role": lambda own: UserFactory(is_superuser=True),
    "sys_admin": lambda own: UserFactory(roles=[Role.SYS_ADMIN]),
    "auditor": lambda own: UserFactory(roles=[Role.AUDITOR]),
    "leader": lambda own: UserFactory(roles=[Role.LEADER]),
    "medical staff": lambda own: in_section(SectionCode.MEDICAL_ADMIN),
    "medical head": lambda own: in_section(SectionCode.MEDICAL_ADMIN, Role.SECTION_HEAD),
    "personnel staff": lambda own: in_section(SectionCode.PERSONNEL),
    "petitions head": lambda own: in_section(SectionCode.PETITIONS, Role.SECTION_HEAD),
    "staff without a section": lambda own: UserFactory(roles=[Role.BUREAU_STAFF]),
    "medical section without a role": lambda own: UserFactory(
        section=section(SectionCode.MEDICAL_ADMIN)
    ),
    "liaison": lambda own: UserFactory(roles=[Role.LIAISON], looks_after=[own]),
    "liaison of nobody": lambda own: UserFactory(roles=[Role.LIAISON]),
    "officer": lambda own: UserFactory(roles=[Role.HOSPITAL_OFFICER], institution=own),
    "officer without a house": lambda own: UserFactory(roles=[Role.HOSPITAL_OFFICER]),
    "leader in a house": lambda own: UserFactory(roles=[Role.LEADER], institution=own),
    "department handler": lambda own: UserFactory(roles=[Role.DEPARTMENT_HANDLER], institution=own),
    "dismissed leader": lambda own: UserFactory(roles=[Role.LEADER], is_active=False),
    "dismissed officer": lambda own: UserFactory(
        roles=[Role.HOSPITAL_OFFICER], institution=own, is_active=False
    ),
}
OWN, EVERYBODY = {"own"}, {"own", "other", "unassigned"}
SEES_FOLLOWUPS = {
    "auditor": EVERYBODY,
    "leader": EVERYBODY,
    "medical staff": EVERYBODY,
    "medical head": EVERYBODY,
    "liaison": OWN,
    "officer": OWN,
}
SEES_DIRECTORY = {
    **SEES_FOLLOWUPS,
    "sys_admin": EVERYBODY,
    "personnel staff": EVERYBODY,
    "petitions head": EVERYBODY,
    "staff without a section": EVERYBODY,
}


def whose(model, user, houses):
    """Tell at which houses a person sees rows of a model, and that it is all or none of them."""
    path = model.objects.all().institution_field
    found = set()
    for name, house in houses.items():
        at_house = model.objects.filter(**{path: house.pk})
        seen = at_house.intersection(model.objects.visible_to(user).order_by())
        if seen.count():
            assert seen.count() == at_house.count()
            found.add(name)
    return found


def seen_by_everybody(models, houses):
    """Map everybody and every model to the houses seen; what nobody may see is left out."""
    people = {who: make(houses["own"]) for who, make in PEOPLE.items()}
    seen = {
        (who, model.__name__): whose(model, user, houses)
        for who, user in people.items()
        for model in models
    }
    return {key: found for key, found in seen.items() if found}


@pytest.mark.long
@pytest.mark.usefixtures("whole_month")
def test_everybody_sees_the_follow_ups_of_whom_they_are_there_for(houses):
    assert seen_by_everybody(OF_FOLLOWUPS, houses) == {
        (who, model.__name__): seen
        for who, seen in SEES_FOLLOWUPS.items()
        for model in OF_FOLLOWUPS
    }


@pytest.mark.long
@pytest.mark.usefixtures("whole_month")
def test_the_directory_is_no_secret_within_the_bureau_and_a_house_sees_its_own(houses):
    assert seen_by_everybody(OF_THE_DIRECTORY, houses) == {
        (who, model.__name__): seen
        for who, seen in SEES_DIRECTORY.items()
        for model in OF_THE_DIRECTORY
    }


@pytest.mark.long
@pytest.mark.usefixtures("whole_month")
def test_the_county_report_is_for_who_sees_the_county(houses):
    people = {who: make(houses["own"]) for who, make in PEOPLE.items()}

    readers = {who for who, user in people.items() if MonthReport.objects.visible_to(user).exists()}

    assert readers == {who for who, seen in SEES_FOLLOWUPS.items() if seen == EVERYBODY}


# --- Rights that begin and end ---------------------------------------------------------------


def fresh(user):
    """Load a person anew, as the next request does."""
    return User.objects.get(pk=user.pk)


def assigned(hospital, *, from_on=date(2026, 1, 1), to_on=None):
    officer = UserFactory(roles=[Role.LIAISON])
    OfficerAssignment.objects.create(
        officer=officer, institution=hospital, from_on=from_on, to_on=to_on
    )
    return officer


@pytest.mark.parametrize(
    ("now", "sees"),
    [
        ("2026-11-08T15:59:59Z", False),
        ("2026-11-08T16:00:00Z", True),
        ("2026-11-10T15:59:59Z", True),
        ("2026-11-10T16:00:00Z", False),
    ],
    ids=["the day before", "the first day", "the last day", "the day after"],
)
def test_an_assignment_opens_and_ends_the_sight_at_midnight_in_shanghai(hospital, now, sees):
    officer = assigned(hospital, from_on=date(2026, 11, 9), to_on=date(2026, 11, 10))

    with time_machine.travel(now, tick=False):
        assert Institution.objects.visible_to(officer).exists() == sees


def test_an_assignment_taken_away_ends_the_sight_with_the_next_request(hospital):
    officer = assigned(hospital)
    assert Institution.objects.visible_to(officer).exists()

    OfficerAssignment.objects.all().delete()

    assert not Institution.objects.visible_to(fresh(officer)).exists()


def test_a_role_taken_away_ends_the_sight_with_the_next_request(officer):
    assert Institution.objects.visible_to(officer).exists()

    officer.groups.clear()

    assert not Institution.objects.visible_to(fresh(officer)).exists()


def test_a_person_moved_to_another_house_sees_that_one_alone(officer, hospital, township):
    officer.institution = township
    officer.save()

    assert list(Institution.objects.visible_to(fresh(officer))) == [township]


def test_an_assignment_without_the_role_opens_nothing(hospital):
    user = UserFactory(looks_after=[hospital])

    assert not Institution.objects.visible_to(user).exists()


def test_a_group_that_is_no_duty_opens_nothing(hospital):
    user = UserFactory(institution=hospital)
    user.groups.add(Group.objects.create(name="friends of the house"))

    assert fresh(user).roles == frozenset()
    assert not Institution.objects.visible_to(fresh(user)).exists()


def test_an_officer_of_a_house_sees_nothing_by_a_duty_of_the_bureau(hospital, township):
    check, _other = drawn(hospital, 30), drawn(township, 30)
    user = UserFactory(
        institution=hospital, roles=[Role.HOSPITAL_OFFICER, Role.LIAISON], looks_after=[township]
    )

    assert set(Institution.objects.visible_to(user)) == {hospital}
    assert not SpotCheck.objects.visible_to(user)
    SpotCheck.objects.filter(pk=check.pk).update(finished_at=CLOSING)
    assert list(SpotCheck.objects.visible_to(user)) == [check]


# --- Jobs ------------------------------------------------------------------------------------


def test_a_job_is_its_owners_affair(officer, clerk):
    job = queue_job(kind="check", by=officer, institution=officer.institution, at=CLOSING)
    queue_job(kind="check", by=None, institution=officer.institution, at=CLOSING)

    assert list(Job.objects.visible_to(officer)) == [job]
    assert not Job.objects.visible_to(clerk)
    assert not Job.objects.visible_to(AnonymousUser())
