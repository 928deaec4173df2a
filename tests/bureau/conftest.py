"""People who work in the admin beside the clerk and the section head."""

import pytest

from bureau.rules import Role
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
