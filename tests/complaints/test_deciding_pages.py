"""Whoever decides reads on what, and decides on nothing else."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from bureau.models import User
from complaints import services
from complaints.models import Callback, MoreTime, OrderRequest
from complaints.rules.words import Channel, ClockCode, Grade, OrderAsk, ReturnGround
from tests.complaints.conftest import moment

AT = moment("2026-11-04")


@pytest.fixture
def asked_twice(desk):
    """Ask for two extensions of one case, the hotline's day first."""
    case = desk.dispatched(channel=Channel.HOTLINE, external_no="DH1")
    reasons = {ClockCode.HOTLINE_ANSWER: "需会同医保部门", ClockCode.UNIT_REPORT: "需调取外院记录"}
    return case, [
        services.ask_more_time(
            clock=case.clocks.get(code=code), by_length=1, reason=reason, by=desk.clerk, at=AT
        )
        for code, reason in reasons.items()
    ]


@pytest.mark.long
def test_a_word_is_said_on_the_extension_that_was_shown_and_on_no_other(desk, asked_twice, client):
    case, [first, second] = asked_twice
    client.force_login(desk.head)
    address = reverse("complaints:step", args=[case.no, "decide"])

    page = client.get(address)
    said = {"is_granted": "yes", "shown": page.context["form"]["shown"].value()}
    services.decide_more_time(
        more=first, is_granted=False, answer="延期的理由不足", by=desk.head, at=AT,
        calendar=desk.calendar,
    )  # fmt: skip
    late = client.post(address, said)
    mute = client.post(address, {"is_granted": "no", "shown": second.pk})

    assert said["shown"] == first.pk
    assert first.reason in page.content.decode()
    assert second.reason not in page.content.decode()
    assert late.context["form"].non_field_errors()
    assert list(mute.context["form"].errors) == ["answer"]
    assert MoreTime.objects.get(pk=second.pk).is_granted is None
    client.post(address, said | {"shown": second.pk})
    assert MoreTime.objects.get(pk=second.pk).is_granted


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (Callback(grade=Grade.DISSATISFIED, note="没有人道歉", at=AT), "没有人道歉"),
        (
            OrderRequest(
                kind=OrderAsk.RETURN, ground=ReturnGround.NOT_OUR_DUTY, basis="属医保部门职责",
                asked_by=User(name="何静"), asked_at=AT,
            ),
            "属医保部门职责",
        ),
    ],
)  # fmt: skip
def test_what_is_decided_stands_on_the_page_of_the_decision(one, words):
    page = render_to_string("complaints/parts/asked.html", {"one": one})

    assert words in page
    assert "2026" in page
