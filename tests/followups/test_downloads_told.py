"""Whoever takes a file of the county's report or a receipt away is written down."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bureau.models import Act
from followups import services
from tests.factories import CLOSING, OCTOBER, rows, submitted


@pytest.mark.long
@pytest.mark.parametrize("kind", ["final", "checked"])
def test_each_download_of_the_report_is_told_and_a_refused_one_is_not(
    hospital, clerk, officer, client, kind
):
    submitted(hospital, rows(3))
    services.close_month(month=OCTOBER, at=CLOSING + timedelta(hours=1))
    file = reverse("followups:report_file", args=["2026-10", kind, "xlsx"])
    told = Act.objects.filter(verb="note_report_download", object_no="2026-10")

    client.force_login(officer)
    assert client.get(file).status_code in (403, 404)
    assert not told.exists()

    client.force_login(clerk)
    for _twice in range(2):
        assert client.get(file).status_code == 200
    assert [act.facts for act in told] == [{"report": kind, "format": "xlsx"}] * 2


def test_a_receipt_taken_away_on_paper_is_told(hospital, officer, client):
    version = submitted(hospital, rows(3))
    client.force_login(officer)

    assert client.get(reverse("followups:receipt_pdf", args=[version.pk])).status_code == 200

    act = Act.objects.get(verb="note_receipt_download")
    assert (act.institution, act.facts) == (hospital, {"receipt": version.receipt_no})
