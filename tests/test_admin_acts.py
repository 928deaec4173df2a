"""Every door by which the admin changes a row leaves an act of who came through it.

A model that the admin lets somebody add, change or remove needs its row here.
"""

from datetime import date
from io import StringIO

import pytest
import time_machine
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import RequestFactory
from django.urls import reverse

from bureau import services
from bureau.calendar import FIXED_HOLIDAYS
from bureau.models import (
    Act,
    CalendarDay,
    CalendarYear,
    Department,
    Institution,
    InstitutionVisits,
    LeaderPost,
    LexiconEntry,
    NumberSeries,
    OfficerAssignment,
    ProblemCategory,
    Section,
    Staff,
    User,
)
from bureau.rules import InstitutionKind, LeaderKind, Role, SectionCode
from rectification.models import Checklist, Theme
from rectification.services import checklists
from tests.factories import IN_TIME, StaffFactory, UserFactory

TODAY = "2026-11-20T02:00:00+00:00"
DAY = "2026-11-20"
HOUSE = {"code": "X1", "name": "新医院", "kind": InstitutionKind.GENERAL.value, "grade": "2a"}
# Doors whose page is one of the bureau's own, where the service asks for more than a form can.
SENT_ON = {
    ("bureau.apikey", "add"),
    ("bureau.ruleversion", "add"),
    ("complaints.case", "add"),
    ("complaints.caseimport", "add"),
    ("rectification.item", "add"),
    ("rectification.ledgerimport", "add"),
}
ADDED = {
    "bureau.calendarday": lambda house: {"day": "2026-12-31", "kind": "holiday", "name": "元旦"},
    "bureau.calendaryear": lambda house: {"year": 2027, "source": "通知", "notice": notice()},
    "bureau.department": lambda house: {"institution": house.pk, "name": "内科"},
    "bureau.dutysection": lambda house: {"section": other_section().pk, "from_on": DAY},
    "bureau.institution": lambda house: HOUSE,
    "bureau.institutionvisits": lambda house: {
        "institution": house.pk, "year": 2026, "visits": 120_000, "source": "卫生统计月报",
    },
    "bureau.leaderpost": lambda house: {
        "institution": house.pk, "kind": "principal_head", "name": "常博敏", "from_on": DAY,
    },
    "bureau.lexiconentry": lambda house: {"phrase": "没见过的说法", "priority": 0},
    "bureau.numberseries": lambda house: {"code": "new", "mark": "沂卫函", "name": "函"},
    "bureau.officerassignment": lambda house: {
        "institution": house.pk, "officer": UserFactory().pk, "from_on": DAY,
    },
    "bureau.placement": lambda house: {
        "staff": person(house).pk, "institution": house.pk, "from_on": DAY, "position": "主任",
    },
    "bureau.problemcategory": lambda house: {"code": "NEW", "name": "新类别", "order": 99},
    "bureau.section": lambda house: {"code": "new", "name": "新科室"},
    "bureau.staff": lambda house: {"institution": house.pk, "name": "郝静玲", "staff_no": "A1"},
    "bureau.user": lambda house: {
        "username": "new", "name": "新人", "language": "zh-hans", "usable_password": "false",
        "groups": [Group.objects.get(name=Role.AUDITOR).pk], "is_active": "on",
    },
    "rectification.postingplace": lambda house: {
        "institution": house.pk, "zone": "outpatient", "place": "门诊大厅",
        "own_number": "0539-2255001", "bureau_number": "0539-2255002",
    },
    "rectification.theme": lambda house: {"code": "new", "name": "新主题", "position": 9},
    "rectification.visit": lambda house: {
        "institution": house.pk, "kind": "unannounced", "planned_on": "2099-01-01",
        "inspectors": [UserFactory(roles=[Role.BUREAU_STAFF]).pk],
    },
}  # fmt: skip
CHANGED = {
    "bureau.calendarday": (lambda house: holiday(), {"kind": "holiday", "name": "调休"}),
    "bureau.calendaryear": (lambda house: year(), {"source": "国办发明电"}),
    "bureau.department": (lambda house: ward(house), {"name": "外科", "institution": "own"}),
    "bureau.institution": (lambda house: house, HOUSE),
    "bureau.institutionvisits": (
        lambda house: visited(house), {"visits": 130_000, "source": "卫生统计年报"},
    ),
    "bureau.leaderpost": (lambda house: deputy(house), {"remit": "护理"}),
    "bureau.lexiconentry": (lambda house: phrase(), {"phrase": "说法", "priority": 5}),
    "bureau.numberseries": (
        lambda house: NumberSeries.objects.first(), {"mark": "新", "name": "函"},
    ),
    "bureau.officerassignment": (lambda house: assigned(house), {"to_on": "2026-12-31"}),
    "bureau.problemcategory": (
        lambda house: ProblemCategory.objects.first(),
        {"name": "新名", "order": 1, "is_active": "on"},
    ),
    "bureau.section": (lambda house: other_section(), {"name": "新名"}),
    "bureau.staff": (lambda house: person(house), {"name": "新名", "staff_no": "A1"}),
    "bureau.user": (
        lambda house: UserFactory(roles=[Role.AUDITOR]),
        {"username": "new", "name": "新名", "language": "en", "is_active": "on",
         "groups": "auditor"},
    ),
    "rectification.checklist": (lambda house: draft(), {}),
    "rectification.theme": (
        lambda house: Theme.objects.first(), {"code": "new", "name": "新名", "position": 9},
    ),
}  # fmt: skip
REMOVED = {
    "bureau.calendarday": lambda house: holiday(),
    "bureau.department": lambda house: ward(house),
    "bureau.institution": lambda house: house,
    "bureau.section": lambda house: Section.objects.create(code="new", name="新科室"),
    "bureau.staff": lambda house: StaffFactory(institution=house),
    "rectification.theme": lambda house: Theme.objects.create(code="new", name="新主题"),
}


def other_section() -> Section:
    return Section.objects.exclude(code=SectionCode.MEDICAL_ADMIN).first()


def holiday() -> CalendarDay:
    return CalendarDay.objects.create(day=date(2030, 10, 1), kind="holiday", name="国庆节")


def notice() -> SimpleUploadedFile:
    days = "".join(f"2027-{month:02}-{day:02},放假,节日\n" for month, day in FIXED_HOLIDAYS)
    return SimpleUploadedFile("notice.csv", days.encode())


def year() -> CalendarYear:
    return CalendarYear.objects.create(year=2030, source="通知")


def ward(house: Institution) -> Department:
    return Department.objects.create(institution=house, name="内科")


def person(house: Institution) -> Staff:
    staff = StaffFactory(institution=house, staff_no="A1")
    services.place_staff(staff=[staff], by=None, at=IN_TIME)
    return staff


def deputy(house: Institution) -> LeaderPost:
    told = {"name": "叶玲", "from_on": date(2026, 1, 1), "by": None, "at": IN_TIME}
    return services.appoint_leader(institution=house, kind=LeaderKind.DEPUTY, **told)


def visited(house: Institution) -> InstitutionVisits:
    told = {"visits": 120_000, "source": "卫生统计月报", "by": UserFactory(), "at": IN_TIME}
    return services.note_visits(institution=house, year=2026, **told)


def assigned(house: Institution) -> OfficerAssignment:
    UserFactory(looks_after=[house])
    return OfficerAssignment.objects.get(institution=house)


def phrase() -> LexiconEntry:
    told = {"category": None, "priority": 0, "by": None, "at": IN_TIME}
    return services.add_lexicon_entry(phrase="没见过的说法", **told)


def draft() -> Checklist:
    base, day = Checklist.objects.first(), date(2099, 1, 1)
    return checklists.draft_checklist(base=base, valid_from=day, by=UserFactory(), at=IN_TIME)


def with_inlines(client, url: str, said: dict) -> dict:
    """Fill the forms of rows below a row as the page has them, the first with another text."""
    filled = dict(said)
    for formset in client.get(url).context["inline_admin_formsets"]:
        forms = [formset.formset.management_form, *formset.formset.forms]
        for form in forms:
            filled |= {one.html_name: "" if one.value() is None else one.value() for one in form}
        filled[forms[1].add_prefix("text")] = "改过的文字"
    return {name: getattr(value, "pk", value) for name, value in filled.items()}


def open_doors() -> set[tuple[str, str]]:
    """Name what the admin lets a superuser do to rows of each model."""
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True)
    return {
        (model._meta.label_lower, verb)
        for model, site in admin.site._registry.items()
        for verb, may in (
            ("add", site.has_add_permission(request)),
            ("change", site.has_change_permission(request, model())),
            ("delete", site.has_delete_permission(request, model())),
        )
        if may
    }


def test_every_door_of_the_admin_has_its_row():
    rows = {"add": ADDED, "change": CHANGED, "delete": REMOVED}
    asked = {(label, verb) for verb, labels in rows.items() for label in labels}

    assert open_doors() == asked | SENT_ON


@pytest.fixture
def boss(client, liaison):
    boss = UserFactory(is_superuser=True, is_staff=True, roles=list(Role))
    client.force_login(boss)
    return boss


def leaves_an_act(client, boss, url, said):
    before = Act.objects.count()
    response = client.post(url, said)
    assert response.status_code == 302, response.context["adminform"].errors
    acts = Act.objects.order_by("-pk")[: Act.objects.count() - before]
    return {(act.actor_kind, act.actor_id) for act in acts} == {("user", str(boss.pk))}


def page(label: str, verb: str, *args) -> str:
    return reverse(f"admin:{label.replace('.', '_')}_{verb}", args=args)


@pytest.mark.parametrize("label", ADDED)
def test_what_is_added_leaves_an_act(client, boss, township, label):
    with time_machine.travel(TODAY, tick=False):
        assert leaves_an_act(client, boss, page(label, "add"), ADDED[label](township))


@pytest.mark.parametrize("label", CHANGED)
def test_what_is_changed_leaves_an_act_and_what_stays_the_same_none(client, boss, township, label):
    make, said = CHANGED[label]
    with time_machine.travel(TODAY, tick=False):
        url = page(label, "change", make(township).pk)
        said = with_inlines(client, url, said)
        standing = {"own": township.pk, "auditor": Group.objects.get(name=Role.AUDITOR).pk}
        said = {name: standing.get(value, value) for name, value in said.items()}
        assert leaves_an_act(client, boss, url, said)
        acts = Act.objects.count()
        assert client.post(url, said).status_code == 302
    assert Act.objects.count() == acts


@pytest.mark.parametrize("label", REMOVED)
def test_what_is_removed_leaves_an_act_that_says_what_it_said(client, boss, township, label):
    row = REMOVED[label](township)
    with time_machine.travel(TODAY, tick=False):
        assert leaves_an_act(client, boss, page(label, "delete", row.pk), {"post": "yes"})
    assert Act.objects.latest("pk").facts["values"]


def test_rows_removed_by_the_action_of_a_list_leave_an_act_each(client, boss):
    days = [
        holiday(),
        CalendarDay.objects.create(day=date(2030, 1, 1), kind="holiday", name="元旦"),
    ]
    chosen = {"action": "delete_selected", "_selected_action": [d.pk for d in days], "post": "yes"}

    client.post(page("bureau.calendarday", "changelist"), chosen)

    assert Act.objects.filter(verb="remove_record").count() == 2


def test_a_sealed_value_is_named_in_the_act_and_never_told(client, boss, township):
    staff = person(township)
    said = {"name": staff.name, "staff_no": staff.staff_no, "phone_number": "13800000001"}

    client.post(page("bureau.staff", "change", staff.pk), said)

    act = Act.objects.get(verb="change_record")
    assert act.facts["sealed"] == ["phone"]
    assert "13800000001" not in str(act.facts)


def test_a_role_given_other_verbs_leaves_an_act_once(db):
    Group.objects.get(name=Role.LIAISON).permissions.clear()

    for _twice in range(2):
        call_command("sync_roles", stdout=StringIO())

    act = Act.objects.get(verb="set_permissions")
    assert (act.object_no, act.facts["removed"]) == (Role.LIAISON.value, [])
    assert "followups.view_number" in act.facts["added"]


def test_a_year_loaded_into_the_calendar_leaves_an_act_once(db):
    for name in ("元旦", "元旦", "新年"):
        services.load_calendar_year(
            year=2030, source="通知", holidays={date(2030, 1, 1): name}, makeup_days={},
            by=None, at=IN_TIME,
        )  # fmt: skip

    acts = Act.objects.filter(verb="load_calendar_year").order_by("pk")
    assert [act.facts["changed"] for act in acts] == [["2030-01-01"], ["2030-01-01"]]
