"""Files of a case: who sees the public's photos, what the bureau adds, what a unit hands in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bureau.models import Act, Attachment
from bureau.rules import Role
from bureau.services import PUBLIC, atomic_with_files
from complaints import services
from complaints.models import UnitReport
from complaints.rules.words import Audience, Confidentiality
from complaints.services.files import hang_file
from tests.complaints.conftest import moment
from tests.factories import InstitutionFactory, UserFactory
from tests.rectification.pictures import photograph

AT = moment("2026-11-03")
PROTECTED = {"confidentiality": Confidentiality.FROM_UNIT, "name": "黄志涛", "phone": "13855144502"}


@pytest.fixture(autouse=True)
def on_the_day(time_machine):
    time_machine.move_to(AT, tick=False)


def sent(case, colour="#335577"):
    """A photo as the public's form hangs it."""
    with atomic_with_files():
        return hang_file(case=case, name="照片1", content=photograph(colour), by=PUBLIC, at=AT)


def uploaded(colour="#335577", name="a.png"):
    return SimpleUploadedFile(name, photograph(colour), content_type="image/png")


def take(client, case, step, **said):
    return client.post(reverse("complaints:step", args=[case.no, step]), said)


def bands(client, user, case):
    """Who is told of which files on the case's page: audience's label to names."""
    client.force_login(user)
    lanes = client.get(case.get_absolute_url()).context["lanes"]
    return {str(lane.label): [one.pk for one in lane.files] for lane in lanes if lane.files}


def opened(client, user, case, file):
    client.force_login(user)
    return client.get(reverse("complaints:file", args=[case.no, file.pk]))


def show(case, file, audience=Audience.INSTITUTION, **said):
    said = {"by": case.registered_by, "at": AT, **said}
    return services.show_file(case=case, attachment=file, audience=audience, **said)


@pytest.mark.long
def test_a_photo_of_the_public_is_seen_by_the_bureau_and_not_by_the_unit(desk, client):
    case = desk.dispatched()
    photo = sent(case)

    assert bands(client, desk.clerk, case) == {"internal": [photo.pk]}
    assert opened(client, desk.clerk, case, photo).status_code == 200
    assert bands(client, desk.officer, case) == {}
    assert opened(client, desk.officer, case, photo).status_code == 404


def test_who_opened_a_photo_is_written_down_and_it_comes_as_a_download(desk, client):
    case = desk.dispatched()

    answer = opened(client, desk.clerk, case, sent(case))

    assert answer["Content-Disposition"].startswith("attachment")
    act = Act.objects.get(verb="open_attachment")
    assert (act.object_no, act.actor_id) == (case.no, str(desk.clerk.pk))


@pytest.mark.long
def test_a_unit_sees_what_was_released_and_no_more_once_it_is_taken_back(desk, client):
    case = desk.dispatched()
    photo = sent(case)

    for _ in range(2):
        show(case, photo)
    assert bands(client, desk.officer, case) == {"to the institution": [photo.pk]}
    assert opened(client, desk.officer, case, photo).status_code == 200
    assert Act.objects.filter(verb="change_audience").count() == 1

    show(case, photo, Audience.INTERNAL)
    assert opened(client, desk.officer, case, photo).status_code == 404


@pytest.mark.long
def test_a_unit_that_was_given_somebody_elses_case_sees_what_was_released(desk, client):
    assisting = InstitutionFactory()
    case = desk.accepted()
    photo = sent(case)
    officer = UserFactory(institution=assisting, roles=[Role.HOSPITAL_OFFICER])
    desk.do("dispatch_case", case, institution=desk.hospital, assisting=[assisting],
            text="请协助", calendar=desk.calendar)  # fmt: skip

    assert opened(client, officer, case, photo).status_code == 404
    show(case, photo)
    assert opened(client, officer, case, photo).status_code == 200


@pytest.mark.long
def test_a_unit_without_the_case_gets_at_no_file_of_it(desk, client):
    case = desk.accepted()
    photo = sent(case)
    show(case, photo)

    assert opened(client, desk.officer, case, photo).status_code == 404


@pytest.mark.long
@pytest.mark.parametrize(
    "who",
    [PROTECTED, {"confidentiality": Confidentiality.ANONYMOUS}],
    ids=["protected", "anonymous"],
)
def test_what_may_tell_who_complained_leaves_once_somebody_has_looked(desk, client, who):
    case = desk.dispatched(who=services.Complainant(**who))
    photo = sent(case)
    client.force_login(desk.clerk)
    asked = {"attachment": photo.pk, "audience": "institution"}

    refused = take(client, case, "show", **asked)
    photo.refresh_from_db()
    assert refused.context["form"].non_field_errors()
    assert photo.audience == Audience.INTERNAL

    assert take(client, case, "show", is_looked_at="on", **asked).status_code == 302
    photo.refresh_from_db()
    assert photo.audience == Audience.INSTITUTION


def test_a_photo_of_an_accusation_stays_in_the_bureau_and_with_no_house(desk):
    case = desk.case(is_accusation=True)
    photo = sent(case)

    assert photo.institution is None
    with pytest.raises(services.CaseError, match="whom it accuses"):
        show(case, photo, is_looked_at=True)
    assert not Attachment.objects.visible_to(desk.clerk).exists()


@pytest.mark.long
def test_a_file_of_another_case_is_not_touched_or_opened(desk, client):
    case, other = desk.dispatched(), desk.dispatched()
    photo = sent(other)

    with pytest.raises(services.CaseError, match="another case"):
        show(case, photo)
    assert opened(client, desk.clerk, case, photo).status_code == 404


@pytest.mark.long
def test_a_file_that_the_bureau_adds_is_internal_unless_somebody_says_otherwise(desk, client):
    case = desk.dispatched()
    client.force_login(desk.clerk)
    form = client.get(reverse("complaints:step", args=[case.no, "attach"])).context["form"]
    assert form["audience"].value() == "internal"

    for _ in range(2):
        take(client, case, "attach", files=uploaded(), audience="internal")
    take(client, case, "attach", files=uploaded("#aa0000"), audience="institution")

    mine, shown = Attachment.objects.of("case", case.no)
    assert (mine.audience, shown.audience) == ("internal", "institution")
    assert bands(client, desk.officer, case) == {"to the institution": [shown.pk]}


def test_of_files_that_are_handed_in_together_all_hang_or_none(desk, client):
    case = desk.dispatched()
    client.force_login(desk.clerk)
    script = SimpleUploadedFile("b.png", b"<script>")

    answer = take(client, case, "attach", files=[uploaded(), script], audience="internal")

    assert answer.context["form"].non_field_errors()
    assert not Attachment.objects.exists()


def test_an_archived_case_takes_no_more_files(desk):
    case = desk.case()
    type(case).objects.filter(pk=case.pk).update(state="archived", closed_at=AT)

    with pytest.raises(services.CaseError, match="cannot be done now"):
        services.attach_file(case=case, name="a", content=photograph(), by=desk.clerk, at=AT)


@pytest.mark.long
def test_a_unit_hands_in_evidence_with_its_report_once(desk, client):
    case = desk.dispatched()
    client.force_login(desk.officer)

    for _ in range(2):
        take(client, case, "report", text="已谈话提醒", evidence=uploaded())

    [evidence] = Attachment.objects.of("case", case.no)
    assert (evidence.by, evidence.audience) == (desk.officer, "internal")
    assert bands(client, desk.officer, case) == {"handed in by you": [evidence.pk]}
    assert opened(client, desk.officer, case, evidence).status_code == 200
    assert bands(client, desk.clerk, case) == {"internal": [evidence.pk]}


@pytest.mark.long
def test_a_report_whose_evidence_is_refused_is_not_handed_in(desk, client):
    case = desk.dispatched()
    client.force_login(desk.officer)

    answer = take(
        client, case, "report", text="已谈话提醒", evidence=SimpleUploadedFile("a.png", b"<script>")
    )

    assert "已谈话提醒" in answer.content.decode()
    assert not UnitReport.objects.exists()


def test_a_unit_without_the_case_hands_in_nothing(desk):
    case = desk.dispatched()

    with pytest.raises(services.CaseError, match="does not have"):
        services.hand_in_evidence(
            case=case, institution=InstitutionFactory(), name="a", content=photograph(),
            by=desk.officer, at=AT,
        )  # fmt: skip


@pytest.mark.long
def test_the_story_tells_of_files_to_the_bureau_alone(desk, client):
    case = desk.dispatched()
    sent(case)

    stories = {}
    for user in (desk.clerk, desk.officer):
        client.force_login(user)
        entries = client.get(case.get_absolute_url()).context["timeline"]
        stories[user] = {str(entry.label) for entry in entries}
    assert "Attached a file" in stories[desk.clerk]
    assert "Attached a file" not in stories[desk.officer]


@pytest.mark.long
def test_a_case_costs_the_same_with_one_file_as_with_many(
    desk, client, django_assert_max_num_queries
):
    case = desk.dispatched()
    client.force_login(desk.clerk)
    sent(case)
    with django_assert_max_num_queries(80) as once:
        client.get(case.get_absolute_url())
    for number in range(5):
        sent(case, f"#00{number}000")
    with django_assert_max_num_queries(len(once)):
        client.get(case.get_absolute_url())
