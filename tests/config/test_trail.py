"""The page of acts, and the acts that the house itself writes: log-ins and denials."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from bureau.models import Act
from bureau.rule_tables import VersionState
from bureau.rules import ActorKind, ExportState, PaperState, Role
from bureau.sending import DeliveryState
from bureau.services import record_act
from complaints.services import reminders as complaints_due
from config.trail import KINDS
from config.trail_words import STATES, _name, state_words
from followups.rule_kinds import REGISTER
from followups.services import reminders as followups_due
from rectification.rules.inspections import VisitState
from rectification.rules.words import ItemState
from rectification.services import reminders as rectification_due
from tests.factories import UserFactory, drawn

AT = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"


@pytest.fixture
def auditor(db):
    return UserFactory(roles=[Role.AUDITOR])


def act(by, no="2026-10", **said):
    return record_act(**({"verb": "log_in", "kind": "month", "no": no, "by": by, "at": AT} | said))


def test_an_auditor_reads_everybodys_acts_and_that_is_an_act(client, auditor, clerk):
    act(clerk, why="逾期补跑")
    client.force_login(auditor)
    page = client.get(reverse("trail"), {"record": "2026-10"})
    assert clerk.name in page.text
    assert "逾期补跑" in page.text
    [read] = Act.objects.filter(verb="read_trail")
    assert (read.actor_id, read.facts) == (str(auditor.pk), {"record": "2026-10"})


def test_reading_others_acts_in_the_admin_is_an_act_as_well(client, auditor, clerk):
    auditor.is_staff = True
    auditor.save()
    one = act(clerk, why="逾期补跑")
    for reader in (clerk, auditor):
        client.force_login(reader)
        assert "2026-10" in client.get(reverse("admin:bureau_act_changelist"), {"q": "2026"}).text
        assert client.get(reverse("admin:bureau_act_change", args=[one.pk])).status_code == 200
    listed, shown = Act.objects.filter(verb="read_trail").order_by("id")
    assert (listed.actor_id, listed.facts) == (str(auditor.pk), {"q": "2026"})
    assert (shown.actor_id, shown.object_no) == (str(auditor.pk), str(one.pk))


def test_others_read_what_they_did_themselves(client, clerk, officer):
    act(clerk, no="clerk-did"), act(officer, no="officer-did")
    client.force_login(officer)
    page = client.get(reverse("trail"))
    assert "officer-did" in page.text
    assert "clerk-did" not in page.text
    assert not Act.objects.filter(verb="read_trail").exists()


def test_the_list_is_narrowed_by_day_verb_and_record(client, auditor, clerk):
    act(clerk, no="the-first"), act(clerk, no="second", at=datetime(2026, 11, 10, 2, 0, tzinfo=UTC))
    client.force_login(auditor)
    page = client.get(reverse("trail"), {"from_on": "2026-11-10", "name": clerk.name})
    assert "second" in page.text
    assert "the-first" not in page.text


def test_a_filter_that_makes_no_sense_says_so(client, auditor):
    client.force_login(auditor)
    page = client.get(reverse("trail"), {"from_on": "昨天"})
    assert page.status_code == 200
    assert "error-summary" in page.text


def test_older_acts_are_a_page_further(client, officer):
    for number in range(60):
        act(officer, no=f"no-{number:02}")
    client.force_login(officer)
    newest = client.get(reverse("trail"))
    assert "no-59" in newest.text
    assert "no-00" not in newest.text
    older = client.get(reverse("trail") + "?" + newest.context["older"])
    assert "no-00" in older.text
    assert older.context["older"] == ""


@pytest.mark.long
def test_the_list_costs_the_same_for_one_act_as_for_many(client, auditor, hospital, clerk):
    client.force_login(auditor)
    act(clerk, institution=hospital)
    queries = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("trail"))
        queries.append(len(captured))
        for _ in range(40):
            act(clerk, institution=hospital)
    assert queries[0] == queries[1]


def test_a_log_in_and_a_log_out_are_acts_of_the_account(client, officer):
    officer.set_password(PASSWORD)
    officer.save()
    client.post(reverse("login"), {"username": officer.username, "password": PASSWORD})
    assert SESSION_KEY in client.session
    client.post(reverse("logout"))
    verbs = Act.objects.filter(actor_id=str(officer.pk)).order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["log_in", "log_out"]


def test_a_failed_log_in_names_the_account_and_never_what_was_typed(client, officer):
    for name in (officer.username, "my-Passw0rd-by-mistake"):
        client.post(reverse("login"), {"username": name, "password": "wrong"})
    acts = list(Act.objects.filter(verb="fail_log_in").order_by("id"))
    assert [one.object_no for one in acts] == [officer.username, ""]
    assert {one.actor_kind for one in acts} == {ActorKind.PUBLIC}
    assert not any("Passw0rd" in str(vars(one)) for one in acts)


def test_a_denial_is_an_act_and_a_page_given_is_none(client, officer):
    client.force_login(officer)
    client.get(reverse("followups:matrix"))
    assert not Act.objects.filter(verb="be_denied").exists()
    client.get(reverse("followups:report", args=["2026-10"]))
    [denied] = Act.objects.filter(verb="be_denied")
    assert (denied.actor_id, denied.object_no) == (
        str(officer.pk),
        reverse("followups:report", args=["2026-10"]),
    )
    assert denied.request_id


def test_a_denial_of_an_address_nobody_can_have_is_an_act_as_well(client, auditor):
    client.force_login(auditor)

    assert client.get("/rules/%00%07/draft/").status_code == 403

    [denied] = Act.objects.filter(verb="be_denied")
    assert denied.object_no == "/rules/\ufffd\ufffd/draft/"


@pytest.mark.parametrize(
    "address",
    ["/directory/%00/", "/rules/%00/", "/accountability/institutions/%00/", "/places/of/%00/"],
)
def test_an_address_with_a_sign_the_database_refuses_is_nobodys(client, db, address):
    client.force_login(UserFactory(is_superuser=True, roles=list(Role)))

    assert client.get(address).status_code == 404


# --- In words ---------------------------------------------------------------------------------


def test_a_look_at_a_number_says_whose_and_no_state_is_a_code(client, auditor, hospital, liaison):
    check = drawn(hospital)
    record_act(
        verb="reveal_number", kind="spot_check", no=check.pk, by=liaison, at=AT,
        institution=hospital, facts={"position": 7},
    )  # fmt: skip
    act(liaison, kind="export", no="9XBE251T", before="ready", after="delivered",
        verb="download_export", facts={"title": "10月登记"})  # fmt: skip
    client.force_login(auditor)

    page = client.get(reverse("trail")).text

    assert "名单第7位" in page or "person 7 on the list" in page
    assert str(check.pk) not in page
    assert "ready → delivered" not in page
    assert "10月登记" in page


def test_a_version_of_the_rules_is_named_by_its_rules_and_not_by_a_code():
    acts = [Act(pk=1, object_kind="rule_version", object_no="followups.register 3"),
            Act(pk=2, object_kind="rule_version", object_no="gone.rules 1")]  # fmt: skip
    with translation.override("en"):
        names = {act.pk: _name(act, {}) for act in acts}
        title = str(REGISTER.title)
    assert names == {1: f"{title} (Version 3)", 2: "gone.rules 1"}


def test_every_state_a_record_can_have_is_worded():
    kinds = {
        "export": ExportState, "letter": DeliveryState, "paper": PaperState,
        "rule_version": VersionState, "ledger_item": ItemState, "visit": VisitState,
    }  # fmt: skip

    assert {kind: set(states) - set(STATES[kind]) for kind, states in kinds.items()} == {
        kind: set() for kind in kinds
    }


@pytest.mark.parametrize("kind", ["page", "account", "month", "register", "late_list"])
@pytest.mark.parametrize("no", ["/admin/2026-99", "2026-31", "0000-13", "9999-00", "2026-00"])
def test_what_looks_like_a_month_and_is_none_is_named_as_it_stands(kind, no):
    assert _name(Act(object_kind=kind, object_no=no), {}) == no


def test_the_month_of_a_record_is_named_and_that_of_an_address_is_left():
    with translation.override("zh-hans"):
        assert _name(Act(object_kind="register", object_no="371323A01/2026-10"), {}) == "2026年10月"
        assert (
            _name(Act(object_kind="page", object_no="/closing/2026-10"), {}) == "/closing/2026-10"
        )


def test_the_trail_opens_whatever_address_was_denied(client, auditor, officer):
    act(officer, verb="be_denied", kind="page", no="/admin/2026-99")
    act(officer, kind="account", no="2026-31")
    client.force_login(auditor)
    page = client.get(reverse("trail"))
    assert page.status_code == 200
    assert "/admin/2026-99" in page.text


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [("draft", "reviewed", "Draft → Reviewed"), ("", "draft", "Draft"), ("", "", "")],
)
def test_states_are_told_from_one_into_the_other(before, after, said):
    with translation.override("en"):
        assert state_words(Act(object_kind="paper", before=before, after=after)) == said


def test_the_admin_says_in_words_from_which_state_an_act_led_into_which(client, clerk):
    boss = UserFactory(is_superuser=True, is_staff=True, language="en")
    one = act(clerk, verb="review_paper", kind="paper", before="draft", after="reviewed")
    client.force_login(boss)

    for page, keys in (("changelist", []), ("change", [one.pk])):
        shown = client.get(reverse(f"admin:bureau_act_{page}", args=keys)).content.decode()
        with translation.override("en"):
            assert state_words(one) in shown
    assert "reviewed" not in state_words(one)


def test_verbs_of_one_name_are_told_apart_by_their_app(client, auditor):
    client.force_login(auditor)

    page = client.get(reverse("trail"))

    groups = dict(page.context["form"].fields["verb"].choices[1:])
    assert len(groups) == 5
    assert all(len({str(label) for _verb, label in acts}) == len(acts) for acts in groups.values())
    assert "<optgroup" in page.text


@pytest.mark.parametrize("module", [complaints_due, followups_due, rectification_due])
def test_what_the_engine_for_due_things_acts_on_has_a_word_for_people(module):
    own = [
        one for one in vars(module).values() if getattr(one, "__module__", "") == module.__name__
    ]
    named = {one.name for one in own if isinstance(getattr(one, "name", None), str)}

    assert named
    assert named <= set(KINDS)
