"""Proofs beside a version: by the institution itself, seen by the bureau, always a download."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from bureau.models import Act, Attachment, User
from bureau.rules import MOST_ATTACHMENTS, Audience, Role
from bureau.services import BureauError, change_audience, open_attachment, withdraw_attachment
from followups import services
from tests.factories import AFTER_CLOSING, IN_TIME, UserFactory, rows, submitted

WHY = "传错了文件"


def photo(colour="red"):
    buffer = BytesIO()
    Image.new("RGB", (30, 20), colour).save(buffer, format="JPEG")
    return buffer.getvalue()


@pytest.fixture
def version(hospital):
    return submitted(hospital, rows(3))


def attached(version, by, content=None, name="登记本.jpg"):
    return services.add_proof(
        version=version, name=name, content=content or photo(), by=by, at=IN_TIME
    )


def test_a_proof_is_kept_under_a_random_name_and_sent_twice_hangs_once(version, officer):
    proof = attached(version, officer)

    assert attached(version, officer) == proof
    assert (proof.audience, proof.media_type) == (Audience.INTERNAL, "image/jpeg")
    assert "登记本" not in proof.file.storage_name
    assert Act.objects.get(verb="add_attachment").facts["bytes"] == proof.file.size


def test_only_the_institution_itself_hands_in_proofs(version, clerk, township):
    elsewhere = UserFactory(institution=township, roles=[Role.HOSPITAL_OFFICER])

    for stranger in (clerk, elsewhere):
        with pytest.raises(services.RegisterError):
            attached(version, stranger)
    assert not Attachment.objects.exists()


def test_what_is_not_taken_leaves_nothing_behind(version, officer):
    with pytest.raises(BureauError):
        attached(version, officer, b"<svg onload=alert(1)>")

    assert not Attachment.objects.exists()


@pytest.mark.long
def test_there_is_an_end_to_how_many_files_hang_on_a_record(version, officer):
    for number in range(MOST_ATTACHMENTS):
        attached(version, officer, photo((number * 12, 0, 0)))

    with pytest.raises(BureauError):
        attached(version, officer, photo((0, 255, 0)))
    assert attached(version, officer, photo((36, 0, 0)))


def test_a_proof_withdrawn_is_gone_for_readers_and_stays_as_a_row(version, officer, clerk):
    proof = attached(version, officer)
    colleague = UserFactory(institution=officer.institution, roles=[Role.HOSPITAL_OFFICER])
    with pytest.raises(services.RegisterError):
        services.withdraw_proof(proof=proof, reason=WHY, by=clerk, at=IN_TIME)
    with pytest.raises(BureauError):
        services.withdraw_proof(proof=proof, reason="错", by=officer, at=IN_TIME)

    for _twice in range(2):
        services.withdraw_proof(proof=proof, reason=WHY, by=colleague, at=IN_TIME)

    assert Attachment.objects.get().withdrawal_reason == WHY
    assert Act.objects.filter(verb="withdraw_attachment").count() == 1
    with pytest.raises(Attachment.DoesNotExist):
        open_attachment(attachment=proof, by=clerk, at=AFTER_CLOSING)
    with pytest.raises(BureauError):
        change_audience(attachment=proof, audience=Audience.PUBLIC, by=clerk, at=AFTER_CLOSING)


@pytest.mark.long
def test_what_is_internal_is_not_seen_by_the_institution_until_it_is_released(
    version, officer, clerk, section_head
):
    proof = attached(version, officer)
    Attachment.objects.update(by=clerk)  # as if the bureau had attached it

    def sees(user):
        return Attachment.objects.visible_to(User.objects.get(pk=user.pk)).exists()

    assert (sees(section_head), sees(officer)) == (True, False)
    for _twice in range(2):
        change_audience(
            attachment=proof, audience=Audience.INSTITUTION, by=section_head, at=AFTER_CLOSING
        )
    assert sees(officer)
    assert Act.objects.filter(verb="change_audience").count() == 1


@pytest.mark.long
def test_other_houses_and_other_sections_know_nothing_of_it(version, officer, township, liaison):
    attached(version, officer)
    elsewhere = UserFactory(institution=township, roles=[Role.HOSPITAL_OFFICER])
    nobody = UserFactory(roles=[Role.BUREAU_STAFF])

    found = [Attachment.objects.visible_to(user).exists() for user in (liaison, elsewhere, nobody)]

    assert found == [True, False, False]


@pytest.mark.long
def test_from_the_receipt_page_to_the_download(client, version, officer, clerk):
    page = reverse("followups:receipt", args=[version.pk])
    client.force_login(officer)

    sent = client.post(
        page + "proofs/", {"proof": SimpleUploadedFile("evil.php.jpg", photo())}, follow=True
    )

    proof = Attachment.objects.get()
    assert "evil.jpg" in sent.content.decode()
    client.force_login(clerk)
    file = client.get(reverse("followups:proof", args=[version.pk, proof.pk]))
    assert file["Content-Type"] == "image/jpeg"
    assert file["Content-Disposition"] == 'attachment; filename="evil.jpg"'
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["Cache-Control"] == "no-store"
    assert file["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert Act.objects.filter(verb="open_attachment").count() == 1
    assert 'name="proof"' not in client.get(page).content.decode()


@pytest.mark.long
def test_a_proof_is_not_found_beside_another_version(client, version, officer, hospital):
    proof = attached(version, officer)
    other = submitted(hospital, rows(5))
    client.force_login(officer)

    assert client.get(reverse("followups:proof", args=[other.pk, proof.pk])).status_code == 404
    assert client.get(reverse("followups:proof", args=[version.pk, proof.pk])).status_code == 200


def test_a_withdrawn_attachment_is_withdrawn_once(version, officer):
    proof = attached(version, officer)

    first = withdraw_attachment(attachment=proof, reason=WHY, by=officer, at=IN_TIME)
    again = withdraw_attachment(attachment=proof, reason="别的原因五字", by=officer, at=IN_TIME)

    assert (first.pk, again.withdrawal_reason) == (proof.pk, WHY)


@pytest.mark.long
def test_a_clerk_shows_an_attachment_to_the_institution_in_the_admin(
    client, version, officer, clerk
):
    proof = attached(version, officer)
    client.force_login(clerk)
    listed = reverse("admin:bureau_attachment_changelist")
    action = {"action": "release", "_selected_action": [str(proof.pk)]}

    assert "登记本" in client.get(listed).content.decode()
    client.post(listed, {**action, "post": "yes"})

    proof.refresh_from_db()
    assert proof.audience == Audience.INSTITUTION
