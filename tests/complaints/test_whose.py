"""Which allegations concern whom, and of what kind each is: said before findings hold."""

import pytest
from django.urls import reverse

from bureau.models import ProblemCategory
from bureau.rules import Role
from complaints import selectors, services
from complaints.rules.findings import asks_whose, is_borne_out
from complaints.rules.words import CaseState, Finding
from complaints.services import CaseError
from tests.complaints.conftest import moment
from tests.factories import StaffFactory, UserFactory

SO, NOT_SO = Finding.SUBSTANTIATED, Finding.UNSUBSTANTIATED


@pytest.mark.parametrize(
    ("finding", "alleged", "said", "asks"),
    [
        (SO, 2, 0, True),
        (Finding.PARTLY, 3, 0, True),
        (SO, 2, 1, False),
        (SO, 1, 0, False),
        (NOT_SO, 2, 0, False),
        ("", 2, 0, False),
    ],
)
def test_whose_an_allegation_is_is_asked_where_it_may_be_anothers(finding, alleged, said, asks):
    assert asks_whose(finding, alleged=alleged, said=said) is asks


@pytest.mark.parametrize(
    ("finding", "by", "fits"),
    [
        (SO, [NOT_SO, Finding.PARTLY], True),
        (SO, [NOT_SO, Finding.UNVERIFIABLE], False),
        (Finding.PARTLY, [NOT_SO], False),
        (NOT_SO, [SO], True),
        (Finding.OUTSIDE, [NOT_SO], True),
    ],
)
def test_nobody_is_found_so_of_what_was_not(finding, by, fits):
    assert is_borne_out(finding, by=by) is fits


@pytest.fixture
def two(desk, attitude):
    """A case with two allegations, and two people named and tied."""
    case = desk.dispatched()
    desk.report(case)
    alleged = [
        desk.do("add_allegation", case, text="说话生硬", category=attitude),
        desk.do("add_allegation", case, text="多收检查费"),
    ]
    people = []
    for name in ("张医生", "李收费"):
        person = desk.do("name_person", case, said_as=name)
        staff = StaffFactory(institution=desk.hospital)
        services.tie_person(person=person, staff=staff, by=desk.clerk, at=moment("2026-11-04"))
        person.refresh_from_db()
        people.append(person)
    return case, alleged, people


@pytest.mark.long
def test_a_finding_of_a_person_says_which_allegations_concern_them(desk, two):
    case, (rude, dear), (doctor, cashier) = two
    made = {"basis": "调取监控与谈话记录", "by": desk.clerk, "at": moment("2026-11-05")}
    elsewhere = desk.do("add_allegation", desk.accepted(), text="候诊时间长")

    with pytest.raises(CaseError, match="Say which of the allegations concern"):
        services.find_person(person=doctor, finding=SO, **made)
    with pytest.raises(CaseError, match="of another case"):
        services.find_person(person=doctor, finding=SO, allegations=[elsewhere], **made)
    for one in (rude, dear):
        services.find_allegation(allegation=one, finding=SO, **made)
    for _ in range(2):
        services.find_person(person=doctor, finding=SO, allegations=[rude], **made)
    services.find_person(person=cashier, finding=SO, allegations=[rude, dear], **made)
    services.find_person(person=cashier, finding=SO, allegations=[dear], **made)

    # Found so, the second is of no kind at all: it would count for nothing, and nobody knew why.
    case.refresh_from_db()
    with pytest.raises(CaseError, match="Allegation 2 was found so and has no category"):
        desk.do("verify_case", case, on="2026-11-05", by=desk.head)
    changes = {"category": ProblemCategory.objects.get(code="QUAL")}
    desk.do("sort_case", case, changes=changes, calendar=desk.calendar)
    desk.do("verify_case", case, on="2026-11-05", by=desk.head)

    held = {
        one.person.said_as.reveal(): [it.text for it in one.allegations.all()]
        for one in selectors.findings_that_hold().filter(person__isnull=False)
    }
    assert held == {"张医生": ["说话生硬"], "李收费": ["多收检查费"]}


@pytest.mark.long
def test_the_form_asks_whose_it_is_and_who_verifies_reads_it(desk, two, client, attitude):
    case, (rude, dear), (doctor, cashier) = two
    desk.do("sort_case", case, changes={"category": attitude}, calendar=desk.calendar)
    page = reverse("complaints:step", args=[case.no, "find"])
    client.force_login(desk.clerk)
    said = {"finding": "substantiated", "basis": "调取监控与谈话记录"}
    keys = (f"a{rude.pk}", f"a{dear.pk}", f"p{doctor.pk}", f"p{cashier.pk}")
    typed = {f"{name}-{key}": value for name, value in said.items() for key in keys}

    refused = client.post(page, typed | {f"concerns-p{doctor.pk}": rude.pk})
    assert set(refused.context["form"].errors) == {f"concerns-p{cashier.pk}"}
    whose = {f"concerns-p{doctor.pk}": [rude.pk], f"concerns-p{cashier.pk}": [rude.pk, dear.pk]}
    client.post(page, typed | whose)

    client.force_login(desk.head)
    shown = client.get(reverse("complaints:step", args=[case.no, "verify"]))
    said = [words for _one, words, _chip in shown.context["found"]]
    assert said[2].endswith(" · allegations 1")
    assert said[3].endswith(" · allegations 1, 2")
    assert "allegations 1, 2" in client.get(case.get_absolute_url()).content.decode()
    case.refresh_from_db()
    assert case.state == CaseState.FINDING_SUBMITTED


@pytest.mark.long
def test_findings_fit_each_other_and_nobody_named_makes_or_holds_any(desk, two):
    case, (rude, dear), (doctor, cashier) = two
    made = {"basis": "调取监控与谈话记录", "by": desk.clerk, "at": moment("2026-11-05")}
    services.find_allegation(allegation=rude, finding=NOT_SO, **made)
    services.find_allegation(allegation=dear, finding=NOT_SO, **made)
    services.find_person(person=cashier, finding=NOT_SO, **made)
    services.find_person(person=doctor, finding=SO, allegations=[rude], **made)
    with pytest.raises(CaseError, match=f"{doctor} was found so, yet no allegation"):
        desk.do("verify_case", case, by=desk.head)

    services.find_person(person=doctor, finding=NOT_SO, **made)
    named = UserFactory(section=desk.clerk.section, roles=[Role.SECTION_HEAD], staff=doctor.staff)
    with pytest.raises(CaseError, match="Who is named in a case finds nothing"):
        desk.do("verify_case", case, by=named)
    with pytest.raises(CaseError, match="Who is named in a case finds nothing"):
        services.find_allegation(allegation=dear, finding=SO, **made | {"by": named})
    assert selectors.lacks_to_verify(case, verifier=named.pk) == selectors.keeps_out()

    desk.do("verify_case", case, by=desk.head)
    assert selectors.findings_that_hold().count() == 4
