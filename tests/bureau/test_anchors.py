"""Anchors after a stop, a power cut and a wrong clock: what fell out is made up."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connections, transaction
from django.utils import timezone

from bureau import anchors, services, tasks
from bureau.selectors import trail_faults
from bureau.services import record_act
from bureau.trail import GENESIS, Fault, FaultKind, Link, chain_faults, digest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_store")]
FRIDAY = datetime(2026, 11, 6, 1, 0, tzinfo=UTC)
MONDAY = FRIDAY + timedelta(days=3)


def act(at):
    record_act(verb="close_month", kind="month", no="2026-10", by=None, at=at)


@contextmanager
def clock_at(at):
    with time_machine.travel(at, tick=False):
        yield


def run(at, *, with_act=True):
    with clock_at(at):
        if with_act:
            act(at)
        tasks.seal_acts()


def write(day, content):
    name = f"anchors/{day}.json"
    default_storage.delete(name)
    default_storage.save(name, ContentFile(content))


def faults(at):
    return [(fault.kind.value, fault.at) for fault in trail_faults(at=at)]


def test_a_weekend_without_power_leaves_no_day_without_its_anchor():
    run(FRIDAY)
    run(MONDAY, with_act=False)

    assert faults(MONDAY) == []
    assert {one.day for one in anchors.kept()} == {"2026-11-06", "2026-11-08", "latest"}


def test_days_sealed_while_no_anchor_could_be_kept_are_anchored_when_one_can_be(monkeypatch):
    run(FRIDAY - timedelta(days=1))
    run(FRIDAY)
    with monkeypatch.context() as patched:
        patched.setattr("bureau.services.anchor_chain", lambda **said: None)
        for days in (1, 2):
            run(FRIDAY + timedelta(days=days))
    assert ("no_anchor", "2026-11-07") in faults(MONDAY)

    run(MONDAY)
    run(MONDAY, with_act=False)

    assert faults(MONDAY) == []
    assert anchors.find("2026-11-06").position == 2
    assert anchors.find("2026-11-07").position == 3


def test_anchors_somebody_took_away_are_not_written_anew():
    for days in range(4):
        run(FRIDAY + timedelta(days=days))
    for name in default_storage.listdir("anchors")[1]:
        default_storage.delete(f"anchors/{name}")

    run(MONDAY + timedelta(minutes=1))

    assert [at for kind, at in faults(MONDAY) if kind == "no_anchor"] == [
        "2026-11-06", "2026-11-07",
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"day": 1}', b"\xff\xfe"])
def test_anchors_that_a_power_cut_broke_stop_nothing_and_are_written_anew(content):
    run(FRIDAY)
    run(MONDAY)
    for day in ("latest", "2026-11-08"):
        write(day, content)

    assert anchors.find("latest") is None
    assert "2026-11-08" not in {one.day for one in anchors.kept()}
    run(MONDAY + timedelta(minutes=1), with_act=False)

    assert anchors.find("latest").position == anchors.find("2026-11-08").position + 1 == 2
    assert faults(MONDAY) == []


def test_a_broken_anchor_of_a_day_long_over_is_named():
    for days in range(4):
        run(FRIDAY + timedelta(days=days))
    write("2026-11-07", b"")

    run(MONDAY + timedelta(minutes=1))

    assert faults(MONDAY) == [("no_anchor", "2026-11-07")]


def test_a_clock_that_was_a_day_ahead_leaves_no_day_without_anchor():
    for at in (FRIDAY, FRIDAY + timedelta(days=1), FRIDAY + timedelta(minutes=5)):
        run(at)
    assert faults(FRIDAY + timedelta(minutes=6)) == []

    for days in (1, 2, 3):
        run(FRIDAY + timedelta(days=days))

    assert faults(MONDAY) == []


def chain(*runs):
    """Make links of acts, each recorded and sealed at an instant."""
    previous = GENESIS
    for position, (recorded_at, sealed_at) in enumerate(runs, start=1):
        kept = {"id": position, "recorded_at": recorded_at}
        previous = digest(previous, position, kept)
        yield Link(position, position, kept, previous, sealed_at)


def test_acts_after_a_clock_was_put_right_were_not_put_in():
    ahead, right = FRIDAY + timedelta(days=1), FRIDAY + timedelta(minutes=5)
    soon = right + timedelta(minutes=1)

    assert list(chain_faults(chain((FRIDAY, FRIDAY), (ahead, ahead), (right, right)), [])) == []
    put_in = chain((FRIDAY, FRIDAY), (ahead, ahead), (FRIDAY - timedelta(days=9), right))
    assert list(chain_faults(put_in, [])) == [Fault(FaultKind.INSERTED, "3")]
    later = chain((ahead, ahead), (right, right), (FRIDAY - timedelta(hours=2), soon))
    assert list(chain_faults(later, [])) == [Fault(FaultKind.INSERTED, "3")]


@pytest.mark.parametrize("writes", [1, 2])
def test_a_machine_that_dies_while_it_writes_an_anchor_leaves_the_old_or_the_new(
    monkeypatch, writes
):
    run(FRIDAY)
    old = anchors.find(anchors.LATEST)
    save, left = default_storage.save, [None] * (writes - 1)

    def die_in_time(name, content):
        left.pop()
        return save(name, content)

    with monkeypatch.context() as broken:
        broken.setattr(default_storage, "save", die_in_time)
        with pytest.raises(IndexError):
            run(FRIDAY + timedelta(minutes=1))
    found = anchors.find(anchors.LATEST)

    assert found.position == old.position + (writes - 1)
    assert anchors.is_kept(anchors.LATEST)
    run(FRIDAY + timedelta(minutes=2))
    names = default_storage.listdir("anchors")[1]
    assert [name for name in names if name.startswith("latest")] == ["latest.json"]
    assert faults(FRIDAY + timedelta(minutes=2)) == []


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_while_one_sealer_is_at_work_another_writes_no_anchor():
    at = timezone.now()
    act(at)
    tasks.seal_acts()
    kept = list(anchors.kept())

    def anchored():
        try:
            return [services.anchor_chain(), services.anchor_chain(day=timezone.localdate(at))]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            services.seal_acts(at=at)
            assert pool.submit(anchored).result() == [None, None]
        assert list(anchors.kept()) == kept
        assert None not in pool.submit(anchored).result()
