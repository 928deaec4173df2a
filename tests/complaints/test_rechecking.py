"""A share of what was unsubstantiated is drawn each month, and looked at again by somebody else."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from bureau.models import Act
from bureau.rules import Role
from complaints import exports, invariants, services, tasks
from complaints.models import Case, Recheck, RecheckDraw
from complaints.open_work import todo_cards
from complaints.rules import rechecks as rules
from complaints.rules.steps import Step
from complaints.rules.table import CaseTable
from complaints.rules.words import CaseState, Finding
from complaints.selectors import rechecking
from complaints.services import CaseError
from tests.complaints.conftest import moment
from tests.factories import UserFactory

U = Finding.UNSUBSTANTIATED
DECEMBER = "2026-12-01"
NOTE = "重新调看了监控，未见不当言语"
NUMBERS = [f"TS-20261102-{n:04}" for n in range(1, 12)]


@pytest.mark.parametrize(
    ("of", "percent", "many"),
    [(0, 10, 0), (1, 10, 1), (10, 10, 1), (11, 10, 2), (11, 0, 0), (11, 100, 11)],
    ids=["nothing", "one", "ten", "one more", "switched off", "all"],
)
def test_a_share_is_drawn_rounded_up(of, percent, many):
    assert len(rules.drawn(NUMBERS[:of], seed="a", percent=percent)) == many


@given(st.sets(st.sampled_from(NUMBERS)), st.text("ab", max_size=2), st.integers(0, 100))
def test_the_same_seed_draws_the_same_in_whatever_order_it_is_asked(numbers, seed, percent):
    once = rules.drawn(sorted(numbers), seed=seed, percent=percent)
    again = rules.drawn(sorted(numbers, reverse=True), seed=seed, percent=percent)

    assert once == again
    assert set(once) <= numbers


def test_the_share_is_a_tenth_unless_the_bureau_says_otherwise():
    assert CaseTable().recheck_percent == 10


@pytest.mark.parametrize(
    ("by", "may"), [(1, False), (2, False), (3, True)], ids=["finder", "handler", "somebody else"]
)
def test_nobody_rechecks_their_own_work(by, may):
    assert rules.may_recheck(by=by, had_part={1, 2}) is may


@pytest.fixture
def other(desk):
    return UserFactory(section=desk.head.section, roles=[Role.BUREAU_STAFF], is_staff=True)


def draw(on=DECEMBER, hour=1):
    return services.draw_rechecks(at=moment(on, hour))


def record(one, by, result=rules.Recheck.UPHELD, *, desk, on="2026-12-02", note=NOTE):
    return services.record_recheck(
        recheck=one, result=result, note=note, by=by, at=moment(on), calendar=desk.calendar
    )


@pytest.fixture
def drawn(desk):
    """One case, and so drawn: a share is rounded up."""
    desk.replied(finding=U)
    draw()
    return Recheck.objects.get()


@pytest.mark.long
def test_a_month_is_drawn_once_however_late_or_often(desk):
    case = desk.replied(finding=U)
    desk.replied(who=services.Complainant(name="赵敏", phone="13855144503"))

    assert draw("2026-11-30", 23) == 0
    tasks.draw_rechecks(at=moment(DECEMBER).isoformat())
    assert draw(DECEMBER) == draw("2027-03-09") == 0

    [made] = RecheckDraw.objects.all()
    assert (made.month, made.frame, made.percent) == (date(2026, 11, 1), [case.no], 10)
    assert Recheck.objects.get().case == case
    assert Act.objects.filter(verb="draw_rechecks").count() == 1
    assert Act.objects.filter(verb="draw_recheck", object_no=case.no).count() == 1
    assert list(invariants.breaches(at=moment(DECEMBER))) == []


@pytest.mark.long
def test_a_draw_is_made_again_by_its_seed_and_what_was_added_by_hand_is_found(desk):
    for n in range(3):
        desk.replied(finding=U, who=services.Complainant(name="赵敏", phone=f"1385514450{n}"))
    draw()
    made = RecheckDraw.objects.get()
    [chosen] = rules.drawn(made.frame, seed=made.seed, percent=made.percent)
    assert Recheck.objects.get().case.no == chosen
    assert rechecking.is_as_drawn(made)

    more = Case.objects.exclude(no=chosen).first()
    Recheck.objects.create(draw=made, case=more, verified_at=more.verified_at)

    assert not rechecking.is_as_drawn(made)
    [breach] = invariants.breaches(at=moment(DECEMBER))
    assert breach.rule == "re-checks other than their seed draws"


@pytest.mark.long
def test_what_is_upheld_stands_and_is_written_once(desk, drawn, other):
    record(drawn, other, desk=desk)
    record(drawn, other, desk=desk, on="2026-12-03", note="另写一遍结论")
    with pytest.raises(CaseError, match="re-checked it already"):
        record(drawn, UserFactory(roles=[Role.LEADER]), desk=desk)

    drawn.refresh_from_db()
    drawn.case.refresh_from_db()
    assert (drawn.result, drawn.note, drawn.by) == ("upheld", NOTE, other)
    assert drawn.case.state == CaseState.REPLIED
    assert drawn.case.finding == U


@pytest.mark.long
def test_who_handed_the_case_over_rechecks_nothing_and_finds_it_in_no_queue(desk, drawn, other):
    for handler in (other, desk.clerk):
        Case.objects.filter(pk=drawn.case_id).update(handler=handler)

    assert not Recheck.objects.waiting().for_another(other).exists()
    with pytest.raises(CaseError, match="You handled it"):
        record(drawn, other, desk=desk)
    said = {"result": "upheld", "note": NOTE, "by": other, "at": moment("2026-12-02")}
    with pytest.raises(DatabaseError, match="had a part"), transaction.atomic():
        Recheck.objects.filter(pk=drawn.pk).update(**said)
    third = UserFactory(section=desk.head.section, roles=[Role.BUREAU_STAFF], is_staff=True)
    assert Recheck.objects.waiting().for_another(third).exists()
    record(drawn, third, desk=desk)


@pytest.mark.long
def test_what_does_not_hold_is_taken_up_again_in_the_same_step(desk, drawn, other):
    record(drawn, other, rules.Recheck.REOPENED, desk=desk)

    drawn.case.refresh_from_db()
    assert drawn.case.state == CaseState.REOPENED
    assert drawn.case.finding == ""
    assert not drawn.case.held_findings.filter(void_since=None).exists()
    assert not Recheck.objects.waiting().exists()
    acts = (
        Act.objects.filter(object_no=drawn.case.no).order_by("-pk").values_list("verb", flat=True)
    )
    assert list(acts[:2]) == ["reopen_case", "record_recheck"]


@pytest.mark.long
def test_whoever_handled_it_or_made_its_findings_does_not_recheck_it(desk, drawn, other):
    Case.objects.filter(pk=drawn.case.pk).update(handler=other)
    for by in (desk.clerk, desk.head, other):
        with pytest.raises(CaseError, match="somebody else re-checks it"):
            record(drawn, by, desk=desk)
    with pytest.raises(CaseError, match="what you looked at"):
        record(drawn, UserFactory(roles=[Role.LEADER]), desk=desk, note="好")

    assert Recheck.objects.waiting().count() == 1


@pytest.mark.long
def test_what_was_taken_up_again_before_waits_no_more(desk, drawn, other):
    desk.do(
        "reopen_case", drawn.case, on="2026-12-02", why="提供了新的录音", calendar=desk.calendar
    )

    with pytest.raises(CaseError, match="reopened"):
        record(drawn, other, desk=desk)

    [month] = rechecking.progress(desk.clerk)
    assert (month.drawn, month.done, month.moot) == (1, 0, 1)


@pytest.mark.long
def test_the_database_refuses_it_too(desk, drawn, other):
    rows = Recheck.objects.filter(pk=drawn.pk)
    done = {"result": "upheld", "note": NOTE, "at": moment("2026-12-02")}
    for wrong in (
        lambda: rows.update(by=desk.clerk, **done),
        lambda: rows.update(by=desk.head, **done),
        lambda: rows.update(result="upheld"),
        lambda: rows.delete(),
        lambda: RecheckDraw.objects.update(seed="b"),
        lambda: RecheckDraw.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong()
    rows.update(by=other, **done)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(result="reopened")


@pytest.mark.long
def test_the_list_shows_progress_and_leads_only_somebody_else_to_the_step(
    desk, drawn, other, client, time_machine
):
    time_machine.move_to(moment("2026-12-02"))
    step = reverse("complaints:step", args=[drawn.case.no, Step.RECHECK])
    place = reverse("complaints:rechecks")
    client.force_login(desk.clerk)
    assert step not in client.get(place).content.decode()
    assert [card.title for card in todo_cards(desk.clerk, date(2026, 12, 2))][-1] != (
        "Findings to re-check"
    )  # fmt: skip
    client.force_login(other)
    assert step in client.get(place).content.decode()
    assert "Findings to re-check" in {c.title for c in todo_cards(other, date(2026, 12, 2))}
    assert drawn.draw.month.strftime("%Y-%m") in client.get(step).content.decode()

    said = {"result": "upheld", "note": NOTE, "shown": drawn.pk}
    assert client.post(step, said).status_code == 302

    done = client.get(place + "?done=1").content.decode()
    assert NOTE in done
    assert "1 / 1" in done
    listing = exports.rechecks(other, {"done": "1"}, False, date(2026, 12, 2))
    [row] = [list(row) for row in listing.rows()]
    assert row[1] == drawn.case.no
    assert NOTE in row
    client.force_login(desk.officer)
    assert client.get(place).status_code == 403


@pytest.mark.long
def test_the_list_costs_the_same_for_one_row_as_for_many(
    desk, drawn, other, client, django_assert_max_num_queries
):
    client.force_login(other)
    with django_assert_max_num_queries(60) as once:
        client.get(reverse("complaints:rechecks"))
    for n in range(3):
        case = desk.replied(finding=U, who=services.Complainant(name=f"群众{n}", phone=""))
        Recheck.objects.create(draw=drawn.draw, case=case, verified_at=case.verified_at)
    with django_assert_max_num_queries(len(once)):
        client.get(reverse("complaints:rechecks"))
