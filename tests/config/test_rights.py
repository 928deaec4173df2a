"""What the run-time role may do, tried as the run-time role: on a connection of its own."""

import os
from datetime import UTC, datetime, timedelta
from io import StringIO

import environ
import psycopg2
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import InternalError, connection
from psycopg2.errors import InsufficientPrivilege

from bureau import services as bureau
from bureau.history import changes_of
from bureau.models import ExportRequest
from bureau.rules import Audience, Role, SectionCode
from bureau.services import keep_file
from config.rights import EVERY_COLUMN, TRAIL, grant_rights
from followups import services
from followups.models import MonthlyRegister, SpotCheckItem
from followups.services.proofs import PROOF
from tests.bureau.test_exports import AT, asked, built, fetched
from tests.factories import AFTER_CLOSING, IN_TIME, OCTOBER, rows, submitted
from tests.followups.test_proofs import attached
from tests.test_house import MODELS, started

ROLE = settings.RUNTIME_ROLE
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not os.environ.get("DATABASE_OWNER_URL") or settings.DATABASES["default"]["USER"] == ROLE,
        reason="DATABASE_URL and DATABASE_OWNER_URL name one role, so there is nobody to refuse",
    ),
]
TABLES = {label: apps.get_model(label)._meta for label in TRAIL}


def run_time_settings():
    return environ.Env.db_url_config(os.environ["DATABASE_URL"])


@pytest.fixture
def ask():
    """Ask the tests' database as the run-time role, each question by itself."""
    url = run_time_settings()
    own = psycopg2.connect(
        host=url["HOST"],
        port=url["PORT"] or 5432,
        user=url["USER"],
        password=url["PASSWORD"],
        dbname=connection.settings_dict["NAME"],
    )
    own.autocommit = True
    cursor = own.cursor()
    yield cursor.execute
    own.close()


@pytest.fixture
def as_run_time_role(transactional_db):
    """Let the whole program work as it does in production: not as the owner of the tables."""
    before = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    url = run_time_settings()
    connection.close()
    connection.settings_dict.update({name: url[name] for name in before})
    yield
    connection.close()
    connection.settings_dict.update(before)


@pytest.fixture
def a_month(hospital, officer, liaison):
    """October as it goes: handed in, reported on, closed, called."""
    register = submitted(hospital, rows(12)).register
    keep_file(name="a.xlsx", content=b"a", by=officer, at=IN_TIME)
    services.reconcile(at=datetime(2026, 11, 10, 10, 5, tzinfo=UTC))
    services.close_month(month=OCTOBER, at=AFTER_CLOSING)
    item = SpotCheckItem.objects.filter(is_called_up=True).first()
    services.reveal_number(item=item, by=liaison, at=AFTER_CLOSING)
    services.record_call(
        item=item, attempt=1, verdict="genuine", by=liaison, at=AFTER_CLOSING, grade=""
    )
    return register


def test_the_program_lives_with_its_rights_from_the_register_to_the_redraw(
    as_run_time_role, a_month, liaison, section_head
):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (ROLE,)
    assert a_month.versions.get().rows_new == 12
    redraw = services.ask_redraw(
        check=a_month.checks.get(), reason="名单已经泄露", at=AFTER_CLOSING, by=liaison
    )
    services.approve_redraw(check=redraw, by=section_head, at=AFTER_CLOSING)
    assert a_month.checks.filter(drawn_at__isnull=False).count() == 2


def test_the_program_lives_with_its_rights_over_what_is_attached_and_taken_out(
    as_run_time_role, hospital, officer, clerk
):
    version = submitted(hospital, rows(3))
    proof = attached(version, officer)
    bureau.change_audience(
        attachment=proof, audience=Audience.INSTITUTION, by=clerk, at=AFTER_CLOSING
    )
    bureau.file_under(kind=PROOF, no=version.pk, institution=None, section=SectionCode.PETITIONS)
    services.withdraw_proof(proof=proof, reason="传错了文件", by=officer, at=AFTER_CLOSING)
    taken = built(officer)
    assert fetched(taken)
    assert bureau.expire_exports(at=AT + timedelta(days=2)) == 1
    bureau.fail_export(asked(officer), at=AT)

    states = [one.state for one in ExportRequest.objects.order_by("pk")]
    assert sorted(states) == ["expired", "failed"]


@pytest.mark.parametrize("label", TRAIL)
def test_a_row_of_the_trail_is_not_deleted(label, ask):
    with pytest.raises(InsufficientPrivilege):
        ask(f"DELETE FROM {TABLES[label].db_table}")


@pytest.mark.parametrize("label", [label for label in TRAIL if EVERY_COLUMN not in TRAIL[label]])
def test_what_a_row_of_the_trail_says_does_not_change(label, ask):
    table = TABLES[label].db_table
    for field in TABLES[label].concrete_fields:
        column = connection.ops.quote_name(field.column)
        change = f"UPDATE {table} SET {column} = {column}"
        if field.name in TRAIL[label]:
            ask(change)
            continue
        with pytest.raises(InsufficientPrivilege):
            ask(change)


@pytest.fixture
def let_off_all(as_run_time_role, a_month):
    """Ask as the run-time role in a session that names every trigger as one it is let off."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pgtrigger.ignore', array_agg(tgname)::text, false)"
            " FROM pg_trigger WHERE NOT tgisinternal"
        )
        yield cursor


def test_no_setting_of_a_session_lets_the_run_time_role_off_a_guard(let_off_all):
    with pytest.raises(InternalError, match="Cannot update"):
        let_off_all.execute("UPDATE followups_spotcheck SET seed = 'another'")


def test_no_setting_of_a_session_keeps_a_change_out_of_the_history(let_off_all, a_month):
    kept = changes_of(MonthlyRegister).objects.filter(pgh_obj=a_month.pk)
    before = kept.count()

    let_off_all.execute("UPDATE followups_monthlyregister SET arrived_on = arrived_on - 1")

    assert kept.count() == before + 1


def test_no_trigger_of_the_project_is_one_that_a_session_is_let_off(let_off_all):
    let_off_all.execute(
        "SELECT tgname, _pgtrigger_should_ignore(tgname) FROM pg_trigger WHERE NOT tgisinternal"
    )

    assert {name for name, is_let_off in let_off_all if is_let_off} == set()


@pytest.mark.parametrize(
    "made",
    [
        "TRUNCATE followups_numberreveal",
        "DROP TABLE followups_numberreveal",
        "ALTER TABLE followups_numberreveal ADD COLUMN more int",
        "ALTER TABLE followups_numberreveal DISABLE TRIGGER ALL",
        "CREATE INDEX more ON followups_numberreveal (at)",
        "CREATE TABLE more (id int)",
        "CREATE TEMPORARY TABLE more (id int)",
        "CREATE SCHEMA more",
        "CREATE FUNCTION more() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE ROLE more",
        "GRANT DELETE ON followups_numberreveal TO PUBLIC",
        "UPDATE django_migrations SET name = name",
        "DELETE FROM django_migrations",
    ],
)
def test_the_run_time_role_makes_and_changes_no_table(made, ask):
    if made.startswith("GRANT"):  # answered with a warning and without an effect
        ask(made)
        with pytest.raises(InsufficientPrivilege):
            ask("DELETE FROM followups_numberreveal")
        return
    with pytest.raises(InsufficientPrivilege):
        ask(made)


def test_what_is_no_trail_is_written_and_removed_as_ever(as_run_time_role, client, officer):
    client.force_login(officer)
    officers = Group.objects.get(name=Role.HOSPITAL_OFFICER)
    officers.permissions.clear()

    client.logout()
    call_command("sync_roles", stdout=StringIO())

    assert not Session.objects.exists()
    assert officers.permissions.filter(codename="submit_register").exists()


@pytest.mark.django_db(transaction=True)
def test_granting_again_changes_nothing_and_brings_back_what_was_taken(ask):
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT DELETE ON followups_numberreveal TO {ROLE}")
        cursor.execute(f"REVOKE SELECT ON bureau_institution FROM {ROLE}")

    assert grant_rights(connection, ROLE)
    assert grant_rights(connection, ROLE)

    ask("SELECT 1 FROM bureau_institution")
    with pytest.raises(InsufficientPrivilege):
        ask("DELETE FROM followups_numberreveal")


def test_an_owner_who_is_the_run_time_role_is_told_that_nothing_is_kept_from_it(settings):
    settings.RUNTIME_ROLE = connection.settings_dict["USER"]
    told = StringIO()

    call_command("grant_rights", stderr=told)

    assert "DATABASE_OWNER_URL" in told.getvalue()


@pytest.mark.parametrize(
    ("patience", "seconds"), [("web", "15s 5s 1min"), ("job", "5min 1min 10min")]
)
def test_the_database_gives_up_sooner_on_a_page_than_on_a_job(patience, seconds):
    limits = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    show = (
        "from django.db import connection; cursor = connection.cursor();"
        f"print(*[cursor.execute('SHOW ' + n) or cursor.fetchone()[0] for n in {limits}])"
    )
    env = {name: text for name, text in os.environ.items() if name != "DATABASE_OWNER_URL"}
    env |= {"DATABASE_PATIENCE": patience, "DJANGO_SETTINGS_MODULE": "config.settings"}

    done = started("shell", "--no-imports", "-c", show, env=env)

    assert done.stdout.split() == seconds.split(), done.stderr


def test_what_says_of_itself_that_it_is_written_once_belongs_to_the_trail():
    once = {model for model in MODELS if "ritten once" in (model.__doc__ or "")}

    assert {"NumberReveal", "RegisterVersion"} <= {model.__name__ for model in once}
    assert once <= {apps.get_model(label) for label in TRAIL}
