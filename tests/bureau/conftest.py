"""People who work in the admin beside the clerk and the section head; a mail server; a trail."""

from datetime import UTC, datetime

import pytest

from bureau.rules import Role
from bureau.services import anchor_chain, seal_acts
from tests.bureau.smtp_stub import mail_server
from tests.bureau.trails import acts
from tests.factories import UserFactory


@pytest.fixture
def sys_admin(db):
    return UserFactory(roles=[Role.SYS_ADMIN], is_staff=True, name="系统管理员")


@pytest.fixture
def everybody(db):
    """A superuser who has every role as well: meets every page with rows on it."""
    return UserFactory(roles=list(Role), is_staff=True, is_superuser=True)


@pytest.fixture
def scoped(liaison):
    """A liaison officer with a door to the admin: sees one hospital and nothing else."""
    liaison.is_staff = True
    liaison.save()
    return liaison


@pytest.fixture
def server(settings):
    with mail_server() as server:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{server.port}"
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 2
        yield server


@pytest.fixture
def reader(db):
    return UserFactory(name="陈雨", email="chen@example.org")


@pytest.fixture
def empty_store(settings, tmp_path):
    """A file store of the test's own, on disk."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }


@pytest.fixture
def sealed(db, empty_store):
    """Five acts, sealed and anchored just now."""
    made = acts(5)
    seal_acts(at=datetime.now(UTC))
    anchor_chain()
    return made
