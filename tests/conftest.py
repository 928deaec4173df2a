"""Fixtures that every test may lean on: people of each role, and a scope that tests share."""

import gc
from contextlib import ExitStack, nullcontext
from inspect import signature
from pathlib import Path

import pytest
from django.contrib import admin
from django.db import connection
from django.test import TestCase
from django.utils import timezone
from hypothesis import HealthCheck, settings

from accountability import invariants as accountability
from bureau import invariants as bureau
from bureau.models import Section
from bureau.rules import Role, SectionCode
from complaints import invariants as complaints
from followups import invariants as followups
from rectification import invariants as rectification
from tests.callers import Caller
from tests.database import bring_what_models_do_not_say, straight_from_models
from tests.factories import InstitutionFactory, UserFactory
from tests.house import (
    give_roles_their_verbs,
    no_file_outlives_its_transaction,
    no_request_left_behind,
    put_back_what_migrations_brought,
)
from tests.no_network import loopback_only
from tests.workbooks import without_a_child

# Many tests are made one by one from what is registered there, when they are collected.
admin.autodiscover()
# What is imported stays: to look through it for rubbish again and again takes a tenth of the time.
gc.set_threshold(100_000, 50, 100)
TOUCHES_DATABASE = {"db", "transactional_db", "live_server"}
SAMPLES = Path(__file__).parent / "samples"


def pytest_configure(config):
    # How fast a machine makes up examples says nothing of the code.
    at_any_pace = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
    settings.register_profile("house", **at_any_pace)
    settings.register_profile("quick", max_examples=25, **at_any_pace)
    settings.load_profile("quick" if config.getvalue("nomigrations") else "house")


def pytest_collection_modifyitems(items):
    # What takes longest begins first, or one worker is left alone with it at the end.
    items.sort(key=_turn)


def _turn(item):
    """Put first what kills servers of its own, then the walks of the house; no flush so early."""
    touches = item.get_closest_marker("django_db") or TOUCHES_DATABASE & set(item.fixturenames)
    if item.get_closest_marker("kill") and not touches:
        return 0
    return 1 if issubclass(item.cls or object, TestCase) else 2


def pytest_collection_finish():
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _this_machine_only():
    with loopback_only():
        yield


@pytest.fixture(scope="session")
def django_db_use_migrations():
    # Otherwise the plugin would take the migrations away for good; tests look at them as well.
    return True


@pytest.fixture(scope="session")
def without_migrations(request):
    """Leave the migrations out, where they are to be, until this is closed."""
    with ExitStack() as stack:
        if request.config.getvalue("nomigrations"):
            stack.enter_context(straight_from_models())
        yield stack


@pytest.fixture(scope="session")
def django_db_modify_db_settings(without_migrations, django_db_modify_db_settings):
    pass


@pytest.fixture(scope="session")
def django_db_setup(request, without_migrations, django_db_setup, django_db_blocker):
    without_migrations.close()
    # Where no test of a run wanted a database, none was made, and the settings name a real one.
    assert connection.settings_dict["NAME"].startswith("test_")
    with django_db_blocker.unblock():
        if request.config.getvalue("nomigrations"):
            bring_what_models_do_not_say()
        give_roles_their_verbs()
    yield
    # A browser that went away in the middle of a request leaves a session behind.
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def touches_database(request):
    # Whoever asks for `request` may ask it for anybody, and a person is a row. (This fixture asks
    # for it as well, so it stands among the names of every test.)
    asks = "request" in signature(request.function).parameters
    named = TOUCHES_DATABASE & set(request.fixturenames)
    return asks or named or request.node.get_closest_marker("django_db")


@pytest.fixture(autouse=True)
def house_stands(request):
    """Put back what migrations brought, where an earlier flush took it away; leave it quiet."""
    if not touches_database(request):
        yield
        return
    served = "live_server" in request.fixturenames
    if served:
        request.getfixturevalue("transactional_db")
    request.getfixturevalue("_django_db_helper")
    put_back_what_migrations_brought()
    quiet = no_request_left_behind() if served else nullcontext()
    with no_file_outlives_its_transaction(), quiet:
        yield


@pytest.fixture(autouse=True)
def invariants_hold(request, house_stands):
    """After a race or a kill, ask the rows themselves whether anything contradicts itself."""
    yield
    if any(map(request.node.get_closest_marker, ("race", "kill"))) and touches_database(request):
        at = timezone.now()
        # Tests write their days out, so how long a letter has waited by now says nothing here.
        assert list(bureau.contradictions(at=at)) == []
        for app in (complaints, followups, rectification, accountability):
            assert list(app.breaches(at=at)) == []


@pytest.fixture(autouse=True)
def _workbooks_are_read_here(request):
    """Spare the quick suite a process for every workbook, but where the child itself is tested."""
    quick = request.config.getvalue("nomigrations")
    spared = quick and not request.node.get_closest_marker("child")
    with without_a_child() if spared else nullcontext():
        yield


@pytest.fixture
def sample():
    """Read a sample workbook by the beginning of its name."""

    def read(start: str) -> bytes:
        [path] = SAMPLES.glob(f"{start}*")
        return path.read_bytes()

    return read


@pytest.fixture
def hospital(db):
    return InstitutionFactory(code="371323A01", name="县人民医院", grade="2a")


@pytest.fixture
def township(db):
    return InstitutionFactory(code="371323B01", name="城关镇卫生院", kind="township_center")


@pytest.fixture
def officer(hospital):
    return UserFactory(institution=hospital, roles=[Role.HOSPITAL_OFFICER])


@pytest.fixture
def clerk(db):
    """A bureau clerk of the medical administration section: enters /admin/, is no superuser."""
    section = Section.objects.get(code=SectionCode.MEDICAL_ADMIN)
    return UserFactory(section=section, roles=[Role.BUREAU_STAFF], is_staff=True)


@pytest.fixture
def section_head(db):
    section = Section.objects.get(code=SectionCode.MEDICAL_ADMIN)
    return UserFactory(section=section, roles=[Role.SECTION_HEAD], is_staff=True)


@pytest.fixture
def liaison(hospital):
    """The officer who looks after the hospital, and after nobody else."""
    section = Section.objects.get(code=SectionCode.MEDICAL_ADMIN)
    return UserFactory(section=section, roles=[Role.LIAISON], looks_after=[hospital])


@pytest.fixture
def his(hospital):
    """The hospital's own system, with a key that may do everything a key may."""
    return Caller(hospital)
