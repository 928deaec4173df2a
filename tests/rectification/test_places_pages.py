from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from bureau.models import Act
from rectification.choices.places import missing_in_words
from rectification.models import AbsentZone, PostingPlace, TestCall
from rectification.papers.poster import Poster, Size, qr_rows, write_poster
from rectification.rules.postings import CheckResult, Lack, Missing, Zone
from rectification.services import places as services
from tests.rectification.conftest import moment
from tests.rectification.pictures import photograph

ON = "2026-11-20"
POSTER = Poster(
    "县人民医院", "安和县卫生健康局", "#strong[一楼] $x$", "K7MQ2XRA",
    "https://manyi.example.org/p/K7MQ2XRA/", "0539-2250001", "0539-2250000",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _on_the_twentieth():
    with time_machine.travel(moment(ON, 15), tick=False):
        yield


@pytest.fixture
def place(hospital, officer):
    return services.register_place(
        institution=hospital, zone=Zone.OUTPATIENT, place="门诊大厅东墙",
        own_number="0539-2250001", bureau_number="0539-2250000", by=officer, at=moment(ON),
    )  # fmt: skip


def url(page, *args):
    return reverse(f"rectification:{page}", args=args)


@pytest.mark.long
def test_an_officer_registers_a_place_and_is_led_to_its_posters(client, hospital, officer):
    client.force_login(officer)
    given = {"zone": "ward", "place": "住院部一楼", "own_number": "120", "bureau_number": "12345"}

    answer = client.post(url("place_add", hospital.code), given, follow=True)

    made = PostingPlace.objects.get()
    assert (made.zone, made.own_number) == ("ward", "120")
    assert url("poster_a4", made.code) in answer.content.decode()


@pytest.mark.long
def test_what_a_form_refuses_is_said_on_the_page(client, hospital, officer):
    client.force_login(officer)

    answer = client.post(url("place_add", hospital.code), {"zone": "ward", "place": ""})

    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()
    assert not PostingPlace.objects.exists()


def test_the_page_of_a_house_names_what_is_missing(client, place, clerk):
    client.force_login(clerk)
    clerk.language = "zh-hans"

    page = client.get(url("house_places", place.institution.code)).content.decode()

    assert "门诊大厅东墙" in page
    assert page.count("not checked yet") + page.count("尚未核查") == 1


def test_the_bureau_checks_rings_and_says_what_is_not_there(client, place, clerk):
    client.force_login(clerk)
    code = place.institution.code

    client.post(url("place_check", place.code), {"result": "damaged", "note": "被海报遮挡"})
    client.post(
        url("place_call", code),
        {"number": "120", "called_at": "2026-11-19T22:30", "answered_in_s": "8"},
    )
    client.post(url("place_zone", code), {"zone": "public_health", "reason": "未设公共卫生科"})

    place.refresh_from_db()
    assert place.check_result == CheckResult.DAMAGED
    call = TestCall.objects.get()
    assert (call.called_at, call.answered_in_s) == (moment("2026-11-19", 22).replace(minute=30), 8)
    assert AbsentZone.objects.get().zone == Zone.PUBLIC_HEALTH
    client.post(url("place_zone", code), {"zone": "public_health", "there": "1"})
    assert not AbsentZone.objects.exists()


def test_a_refusal_is_a_message_and_changes_nothing(client, place, officer):
    client.force_login(officer)

    client.post(url("place_correct", place.code), {"own_number": "总机"})
    client.post(url("place_retire", place.code), {"reason": ""})

    place.refresh_from_db()
    assert place.own_number == "0539-2250001"
    assert place.stands


@pytest.mark.long
def test_a_photo_comes_back_as_a_download(client, place, officer):
    client.force_login(officer)
    picture = BytesIO(photograph())
    picture.name = "a.png"

    client.post(url("place_photo_add", place.code), {"photo": picture})
    answer = client.get(url("place_photo", place.code, place.photos.get().pk))

    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.long
def test_the_county_costs_the_same_queries_for_one_house_as_for_three(
    client, place, clerk, township
):
    client.force_login(clerk)
    client.get(url("places"))
    with CaptureQueriesContext(connection) as few:
        client.get(url("places"))
    services.register_place(
        institution=township, zone=Zone.OFFICE, place="二楼", by=clerk, at=moment(ON)
    )
    with CaptureQueriesContext(connection) as more:
        page = client.get(url("places")).content.decode()

    assert township.name in page
    assert len(more) == len(few)


def test_the_matrix_leaves_the_house_with_what_is_missing(client, place, clerk):
    client.force_login(clerk)

    answer = client.post(url("places_export"), query_params={"only": "lacking"})

    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.values)
    assert place.institution.name in {cell for row in rows for cell in row}
    assert Act.objects.filter(verb__contains="export").exists()


def test_whoever_scans_a_poster_reads_whose_it_is_and_whom_to_ring(client, place):
    page = client.get(reverse("complaints:poster", args=[place.code.lower()]))

    said = page.content.decode()
    assert page.status_code == 200
    assert "tel:0539-2250001" in said
    assert "tel:0539-2250000" in said
    assert "<script" not in said
    assert len(page.content) < 10_000
    assert client.get(reverse("complaints:poster", args=["NOWHERE1"])).status_code == 404


@pytest.mark.parametrize("size", list(Size))
def test_a_poster_is_one_page_whatever_its_place_is_called(size):
    content = write_poster(POSTER, size=size, at=moment(ON))

    assert content.startswith(b"%PDF")
    assert content.count(b"/Type /Page\n") + content.count(b"/Type/Page/") <= 1


def test_the_code_on_a_poster_is_square_and_tells_its_address_apart():
    rows = qr_rows(POSTER.url)

    assert len(rows) == len(rows[0]) == 33
    assert rows != qr_rows(POSTER.url.replace("K7", "K8"))


@pytest.mark.parametrize(
    ("own", "bureau", "lack"), [("", "12345", Lack.OWN_NUMBER), ("120", "", Lack.BUREAU_NUMBER)]
)
def test_no_poster_is_printed_with_a_gap_and_the_number_is_named(
    client, place, officer, settings, own, bureau, lack
):
    settings.SITE_URL = "https://manyi.example.org"
    PostingPlace.objects.update(own_number=own, bureau_number=bureau)
    client.force_login(officer)

    answer = client.get(url("poster_a4", place.code), follow=True)

    assert answer.redirect_chain[0][0] == url("place", place.code) + "#numbers"
    with override("zh-hans"):
        named = missing_in_words(Missing(lack, place.place))
    # Said on top, and what stands in the way of the poster stays on the page.
    assert answer.content.decode().count(named) == 2
    assert url("poster_a4", place.code) not in answer.content.decode()


def test_a_poster_with_one_number_is_none():
    with pytest.raises(ValueError, match="both numbers"):
        replace(POSTER, bureau_number="")


def test_no_poster_is_printed_that_would_lead_nowhere(client, place, officer, settings):
    client.force_login(officer)
    settings.DEBUG, settings.SITE_URL = False, ""
    assert client.get(url("poster_a4", place.code)).status_code == 302

    settings.SITE_URL = "https://manyi.example.org/"
    answer = client.get(url("poster_a4", place.code))

    assert answer.content.startswith(b"%PDF")


def test_a_clerk_registers_checks_and_takes_down_from_the_admin(client, hospital, clerk):
    client.force_login(clerk)
    given = {"institution": hospital.pk, "zone": "office", "place": "行政楼一楼",
             "own_number": "120", "bureau_number": "12345"}  # fmt: skip
    client.post(reverse("admin:rectification_postingplace_add"), given)
    place = PostingPlace.objects.get()

    changelist = reverse("admin:rectification_postingplace_changelist")
    chosen = {"_selected_action": [place.pk], "post": "yes"}
    client.post(changelist, {**chosen, "action": "check_places", "result": "gone"})
    client.post(changelist, {**chosen, "action": "retire_places", "reason": "行政楼拆除"})

    place.refresh_from_db()
    assert (place.check_result, place.stands) == ("gone", False)
    acts = Act.objects.filter(object_kind="posting_place").order_by("id")
    assert list(acts.values_list("verb", flat=True)) == [
        "register_place", "check_place", "retire_place",
    ]  # fmt: skip


def test_the_admin_says_beside_its_field_what_the_service_would_refuse(client, hospital, clerk):
    client.force_login(clerk)
    given = {"institution": hospital.pk, "zone": "office", "place": "一楼", "own_number": "总机"}

    answer = client.post(reverse("admin:rectification_postingplace_add"), given)

    assert answer.status_code == 200
    assert not PostingPlace.objects.exists()
