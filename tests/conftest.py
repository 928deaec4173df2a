"""Fixtures that every test may lean on: people of each role, and a scope that tests share."""

from importlib import import_module
from inspect import signature
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bureau.models import Section
from bureau.rules import Role, SectionCode
from followups import invariants
from tests.callers import Caller
from tests.factories import InstitutionFactory, UserFactory
from tests.no_network import loopback_only

TOUCHES_DATABASE = {"db", "transactional_db", "live_server"}
SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture(autouse=True, scope="session")
def _this_machine_only():
    with loopback_only():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    # Where no test of a run wanted a database, none was made, and the settings name a real one.
    assert connection.settings_dict["NAME"].startswith("test_")
    with django_db_blocker.unblock():
        call_command("sync_roles", stdout=StringIO())
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
    """Put back what migrations brought, where an earlier test's flush took it away."""
    if not touches_database(request):
        return
    if "live_server" in request.fixturenames:
        request.getfixturevalue("transactional_db")
    request.getfixturevalue("_django_db_helper")
    if not Section.objects.exists():
        brought = import_module("bureau.migrations.0002_sections_and_calendar")
        brought.add_sections_and_calendar(apps, None)
        import_module("bureau.migrations.0007_first_placements_and_duty").put_on_duty(apps, None)
        import_module("bureau.migrations.0012_number_series").add_series(apps, None)
        brought = import_module("bureau.migrations.0019_categories_and_what_they_count_for")
        brought.add_categories(apps, None)
        import_module("bureau.migrations.0020_first_lexicon").add_lexicon(apps, None)
        rules = import_module("followups.migrations.0007_register_rules_version_one")
        rules.add_version_one(apps, None)
        brought = import_module("rectification.migrations.0004_posting_rules_version_one")
        brought.add_version_one(apps, None)
        import_module("rectification.migrations.0006_first_checklists").add_checklists(apps, None)
        call_command("sync_roles", stdout=StringIO())


@pytest.fixture(autouse=True)
def invariants_hold(request, house_stands):
    """After a race or a kill, ask the rows themselves whether anything contradicts itself."""
    yield
    if any(map(request.node.get_closest_marker, ("race", "kill"))) and touches_database(request):
        assert list(invariants.breaches(at=timezone.now())) == []


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
