"""The trail: sealed in order, and whatever is done to it behind our back is named."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pgtrigger
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import InternalError
from django.utils import timezone

from bureau.models import Act, ActSeal
from bureau.selectors import trail_faults
from bureau.services import anchor_chain, seal_acts
from bureau.trail import Fault, FaultKind
from tests.bureau.trails import acts, behind_our_back, cut_after, faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_store")]


def test_a_trail_nobody_touched_is_whole(sealed):
    assert faults() == []
    assert ActSeal.objects.count() == 5


def test_sealing_again_changes_nothing_and_new_acts_go_to_the_end(sealed):
    before = list(ActSeal.objects.values_list("position", "digest"))
    assert seal_acts(at=datetime.now(UTC)) == 0
    [new] = acts(1)
    assert seal_acts(at=datetime.now(UTC)) == 1
    after = list(ActSeal.objects.values_list("position", "digest"))
    assert after[:5] == before
    assert ActSeal.objects.get(position=6).act_id == new.pk
    assert faults() == []


def test_acts_beyond_one_run_wait_for_the_next(db):
    acts(5)
    assert [seal_acts(at=datetime.now(UTC), most=2) for _ in range(4)] == [2, 2, 1, 0]
    assert faults() == []


def test_nothing_is_edited_or_deleted_even_by_the_owner(sealed):
    for write in (lambda: Act.objects.update(why="anders"), lambda: ActSeal.objects.all().delete()):
        with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
            write()


def test_an_edited_act_is_named(sealed):
    with behind_our_back() as cursor:
        cursor.execute("UPDATE bureau_act SET why = 'x' WHERE id = %s", [sealed[1].pk])
    assert faults() == [("edited", str(sealed[1].pk))]


def test_a_detail_edited_deep_inside_is_named(sealed):
    with behind_our_back() as cursor:
        cursor.execute("UPDATE bureau_act SET facts = '{\"n\": 9}' WHERE id = %s", [sealed[1].pk])
    assert faults() == [("edited", str(sealed[1].pk))]


def test_a_deleted_act_is_named(sealed):
    with behind_our_back() as cursor:
        cursor.execute("DELETE FROM bureau_act WHERE id = %s", [sealed[2].pk])
    assert faults() == [("deleted", str(sealed[2].pk))]


def test_an_act_deleted_with_its_seal_is_named(sealed):
    with behind_our_back() as cursor:
        cursor.execute("DELETE FROM bureau_act WHERE id = %s", [sealed[2].pk])
        cursor.execute("DELETE FROM bureau_actseal WHERE position = 3")
    assert ("deleted", "#3") in faults()


def test_an_act_put_in_with_an_old_date_is_named(sealed):
    with behind_our_back() as cursor:
        cursor.execute(
            "INSERT INTO bureau_act (at, recorded_at, actor_kind, actor_id, actor_name,"
            " actor_roles, verb, object_kind, object_no, before, after, why, facts, request_id,"
            " session) SELECT at, recorded_at - interval '2 hours', actor_kind, actor_id,"
            " actor_name, actor_roles, verb, object_kind, '99', before, after, why, facts,"
            " request_id, session FROM bureau_act WHERE id = %s RETURNING id",
            [sealed[0].pk],
        )
        [number] = cursor.fetchone()
    seal_acts(at=datetime.now(UTC))
    assert faults() == [("inserted", str(number))]


def test_acts_that_changed_places_are_named(sealed):
    second, fourth = sealed[1].pk, sealed[3].pk
    with behind_our_back() as cursor:
        for position, act in ((2, -1), (4, second), (2, fourth)):
            cursor.execute(
                "UPDATE bureau_actseal SET act_id = %s WHERE position = %s", [act, position]
            )
    assert set(faults()) == {("reordered", str(second)), ("reordered", str(fourth))}


def test_a_cut_tail_is_named(sealed):
    with behind_our_back() as cursor:
        cursor.execute("DELETE FROM bureau_act WHERE id >= %s", [sealed[3].pk])
        cursor.execute("DELETE FROM bureau_actseal WHERE position >= 4")
    assert faults() == [("cut", "latest")]


def test_a_cut_tail_is_still_named_after_the_sealer_went_on(sealed):
    cut_after(3, sealed[2])
    acts(1)
    seal_acts(at=datetime.now(UTC))
    assert anchor_chain() is None
    assert faults() == [("cut", "latest")]

    acts(3)
    seal_acts(at=datetime.now(UTC))
    assert anchor_chain() is None, "the chain is longer again, and another one"
    assert faults() == [("replaced", "latest")]


def test_the_anchor_of_now_goes_along_with_a_chain_that_is_whole(sealed):
    acts(2)
    seal_acts(at=datetime.now(UTC))
    assert anchor_chain().position == 7
    assert anchor_chain().position == 7
    assert faults() == []


def test_a_chain_reckoned_anew_is_named(sealed):
    with behind_our_back() as cursor:
        cursor.execute("DELETE FROM bureau_actseal")
        cursor.execute("UPDATE bureau_act SET why = 'x' WHERE id = %s", [sealed[4].pk])
    seal_acts(at=datetime.now(UTC))
    assert faults() == [("replaced", "latest")]


def test_a_trigger_switched_off_is_named(sealed):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE bureau_act DISABLE TRIGGER USER")
    assert faults() == [("unguarded", "bureau_act")]


@pytest.mark.long
def test_each_trigger_that_a_model_declares_is_missed_when_it_is_switched_off(db):
    assert faults() == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model, guard in pgtrigger.registered():
            table, name = model._meta.db_table, guard.get_pgid(model)
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER "{name}"')
            first = next(trail_faults(at=datetime.now(UTC)), None)
            assert first == Fault(FaultKind.UNGUARDED, table), name
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER "{name}"')


def test_a_setting_that_lets_sessions_off_the_triggers_is_named(sealed):
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name)"
            " RETURNS boolean LANGUAGE sql AS $$"
            " SELECT trigger_name = ANY(current_setting('pgtrigger.ignore')::text[]) $$"
        )
    assert faults() == [("unguarded", "pgtrigger.ignore")]


def test_an_act_the_sealer_left_out_is_named(sealed):
    [late] = acts(1)
    # Twenty minutes on it may be tomorrow, when an anchor of today is asked for as well.
    anchor_chain(day=timezone.localdate())
    assert faults(at=datetime.now(UTC) + timedelta(minutes=20)) == [("unsealed", str(late.pk))]


def test_a_day_is_anchored_once_and_a_lost_anchor_is_named(sealed):
    today = timezone.localdate()
    anchor = anchor_chain(day=today)
    assert anchor is not None
    assert anchor_chain(day=today) is None
    tomorrow = datetime.now(UTC) + timedelta(days=2)
    assert faults(at=tomorrow) == []
    default_storage.delete(f"anchors/{today.isoformat()}.json")
    assert faults(at=tomorrow) == [("no_anchor", today.isoformat())]


def test_an_anchor_somebody_else_wrote_is_none(sealed):
    today = timezone.localdate()
    anchor_chain(day=today)
    name = f"anchors/{today.isoformat()}.json"
    with default_storage.open(name) as kept:
        said = json.loads(kept.read())
    default_storage.delete(name)
    default_storage.save(name, ContentFile(json.dumps(said | {"position": 2}).encode()))
    assert ("no_anchor", today.isoformat()) in faults(at=datetime.now(UTC) + timedelta(days=2))


def test_the_command_says_what_it_found_and_fails(sealed):
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert "5" in out.getvalue()
    with behind_our_back() as cursor:
        cursor.execute("UPDATE bureau_act SET why = 'x' WHERE id = %s", [sealed[1].pk])
    with pytest.raises(CommandError):
        call_command("verify_audit", stdout=out)
    assert str(sealed[1].pk) in out.getvalue()


def test_every_kind_of_fault_has_its_words():
    from bureau.choices import TRAIL_FAULTS

    assert set(TRAIL_FAULTS) == {kind.value for kind in FaultKind}
