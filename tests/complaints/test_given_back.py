"""A case that its unit gave back: who gets it, and whom it is about, somebody says."""

from datetime import date

import pytest
from django.urls import reverse

from bureau.models import Act
from complaints.models import Case
from complaints.selectors.as_of import as_they_stood
from tests.factories import InstitutionFactory


@pytest.fixture
def given_back(desk, client):
    """Give a case back to the bureau, and log its clerk in."""
    case = desk.dispatched()
    said = {"institution": desk.hospital, "reason": "不在本院，属另一家机构"}
    desk.do("return_case", case, by=desk.officer, **said)
    client.force_login(desk.clerk)
    return case


def page_of(case):
    return reverse("complaints:step", args=[case.no, "dispatch"])


@pytest.mark.long
def test_whoever_gave_it_back_is_not_chosen_once_more_by_itself(given_back, desk, client):
    other = InstitutionFactory()

    page = client.get(page_of(given_back))
    silent = client.post(page_of(given_back), {"institution": other.pk, "text": "请核实"})

    form = page.context["form"]
    assert (form["institution"].value(), form["is_about"].value()) == (None, None)
    assert page.context["back"].institution == desk.hospital
    assert "不在本院，属另一家机构" in page.content.decode()
    assert "is_about" in silent.context["form"].errors
    assert not given_back.assignments.filter(institution=other).exists()


@pytest.mark.long
@pytest.mark.parametrize("is_about", ["yes", "no"])
def test_what_was_returned_is_about_the_next_unit_if_it_is_said_so(
    given_back, desk, client, is_about
):
    case, other = given_back, InstitutionFactory()
    said = {"institution": other.pk, "text": "请核实", "is_about": is_about}

    for _ in range(2):
        client.post(page_of(case), said)

    case.refresh_from_db()
    assert case.institution == (other if is_about == "yes" else desk.hospital)
    [_first, again] = Act.objects.filter(verb="dispatch_case").order_by("pk")
    moved_from = str(desk.hospital.pk) if is_about == "yes" else None
    assert again.facts.get("was_institution") == moved_from
    stood = as_they_stood(Case.objects.all(), date(2020, 1, 1)).get()
    assert stood.house_then == str(desk.hospital.pk)


@pytest.mark.long
def test_it_is_asked_only_where_the_house_it_is_about_gave_it_back(given_back, desk, client):
    case, other = given_back, InstitutionFactory()
    desk.do("dispatch_case", case, institution=other, text="请核实", calendar=desk.calendar)
    desk.do("return_case", case, institution=other, reason="不属于本院职责", by=desk.officer)

    again = client.get(page_of(case)).context["form"]
    fresh = client.get(page_of(desk.accepted())).context["form"]

    assert "is_about" not in again.fields
    assert "is_about" not in fresh.fields
    assert again["institution"].value() == desk.hospital.pk == fresh["institution"].value()
