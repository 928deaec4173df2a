"""Reasons filled to the limit of their forms: kept whole on their rows, begun on their acts."""

import pytest
from django.core.validators import MaxLengthValidator
from django.urls import reverse

from bureau.models import Act
from complaints.forms import steps as forms
from complaints.forms.deciding import DecideForm, ReviewForm
from complaints.forms.findings import FindForm
from complaints.rules.words import Channel, Finding, Grade, Ground, Receiver
from tests.complaints.conftest import moment


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(moment("2026-11-09"), tick=False)


WORDS = "经调取监控并与双方谈话核实,"


def longest(field):
    """Write as much as a field takes."""
    [limit] = [one.limit_value for one in field.validators if isinstance(one, MaxLengthValidator)]
    return (WORDS * limit)[:limit]


def filled(form, name):
    return longest(form.base_fields[name])


def press(client, user, case, step, **said):
    client.force_login(user)
    answer = client.post(reverse("complaints:step", args=[case.no, step]), said)
    if answer.context and (shown := answer.context.get("public_words")):
        said["seen_as"] = shown
        answer = client.post(reverse("complaints:step", args=[case.no, step]), said)
    assert answer.status_code == 302, answer.context["form"].errors
    case.refresh_from_db()
    return Act.objects.filter(object_no=case.no).order_by("pk").last()


@pytest.mark.parametrize(
    ("step", "form", "said"),
    [("decline", forms.DeclineForm, {"ground": Ground.NOT_OURS.value}),
     ("transfer", forms.TransferForm, {"to": Receiver.POLICE.value})],
)  # fmt: skip
def test_an_explanation_of_the_longest_stands_whole(client, desk, step, form, said):
    case, words = desk.case(), filled(form, "explanation")

    act = press(client, desk.clerk, case, step, explanation=words, **said)

    assert case.explanation == words
    assert words.startswith(act.why)
    assert len(act.why) == 500


@pytest.mark.long
def test_a_basis_of_the_longest_stands_whole(client, desk):
    case = desk.dispatched()
    desk.report(case)
    alleged = desk.do("add_allegation", case, text="说话生硬")
    case.refresh_from_db()
    form = FindForm(user=desk.clerk, record=case, day=None, calendar=desk.calendar)
    words = longest(form.fields[f"basis-a{alleged.pk}"])

    act = press(client, desk.clerk, case, "find", **{
        f"finding-a{alleged.pk}": Finding.SUBSTANTIATED.value, f"basis-a{alleged.pk}": words,
    })  # fmt: skip

    alleged.refresh_from_db()
    assert (alleged.basis, act.verb) == (words, "find_allegation")
    assert len(act.why) == 500


@pytest.mark.long
def test_a_review_of_the_longest_stands_whole_and_takes_the_case_up_again(client, desk):
    case, words = desk.replied(finding=Finding.UNSUBSTANTIATED), filled(ReviewForm, "review")
    callback = desk.do("record_callback", case, on="2026-11-09", grade=Grade.DISSATISFIED,
                       note=filled(forms.CallbackForm, "note"), calendar=desk.calendar)  # fmt: skip

    act = press(client, desk.head, case, "review", is_subjective="yes", review=words)

    callback.refresh_from_db()
    assert (callback.review, act.verb) == (words, "reopen_case")
    assert len(act.why) == 500


@pytest.mark.parametrize(
    ("step", "form", "name", "verb"),
    [("withdraw", forms.ReasonForm, "why", "withdraw_case"),
     ("pause", forms.PauseForm, "reason", "suspend_case"),
     ("many", forms.ReasonForm, "why", "convert_to_many")],
)  # fmt: skip
def test_a_reason_of_the_longest_stands_whole_on_its_act(client, desk, step, form, name, verb):
    case, words = desk.accepted("2026-11-09"), filled(form, name)

    act = press(client, desk.clerk, case, step, **{name: words})

    assert (act.verb, act.why) == (verb, words)


@pytest.mark.long
def test_more_time_is_asked_for_and_refused_in_the_longest_words(client, desk):
    case = desk.accepted("2026-11-09", channel=Channel.HOTLINE, external_no="DH1")
    clock, words = case.clocks.get(code="H-03"), filled(forms.ExtendForm, "reason")

    asked = press(client, desk.clerk, case, "extend", clock=clock.pk, by_length=2, reason=words)
    decided = press(client, desk.head, case, "decide", is_granted="no",
                    answer=filled(DecideForm, "answer"))  # fmt: skip

    assert (asked.why, decided.why) == (words, words)


@pytest.mark.long
def test_whoever_looks_behind_the_mask_with_too_long_a_reason_is_told_so(client, desk):
    case = desk.accepted()
    client.force_login(desk.clerk)

    answer = client.post(reverse("complaints:reveal", args=[case.no]), {"reason": WORDS * 50})

    assert answer.context["clear"] is None
    said = [str(message) for message in answer.context["messages"]]
    assert said == ["Please write why you need to know, in at most 500 characters."]
    assert not Act.objects.filter(verb="reveal_complainant").exists()
