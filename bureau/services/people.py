"""Accounts and what their owners choose."""

from collections.abc import Iterable
from datetime import datetime

from axes.utils import reset
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from bureau.models import Institution, Section, User
from bureau.rules import Role
from bureau.services.acts import record_act


class AccountError(Exception):
    """An anticipated refusal, worded for the person at the screen."""


@transaction.atomic
def open_account(
    *,
    username: str,
    name: str,
    roles: Iterable[Role],
    institution: Institution | None = None,
    section: Section | None = None,
    password: str | None = None,
    is_staff: bool = False,
) -> User:
    """Open an account with its roles. Without a password nobody logs in before one is set.

    :raises AccountError: if the name to log in with is taken.
    """
    if User.objects.filter(username=username).exists():
        raise AccountError(_("The account %(name)s is there already.") % {"name": username})
    user = User.objects.create_user(
        username=username,
        password=password,
        name=name,
        institution=institution,
        section=section,
        is_staff=is_staff,
    )
    user.groups.set([Group.objects.get_or_create(name=role.value)[0] for role in roles])
    return user


@transaction.atomic
def lift_lockout(*, user: User, by: User, at: datetime) -> bool:
    """Forget an account's wrong passwords, at every address; False if there were none."""
    if not reset(username=user.username):
        return False
    record_act(verb="lift_lockout", kind="account", no=user.username, by=by, at=at)
    return True


def set_preferences(*, user: User, language: str, large_text: bool) -> None:
    user.language = language
    user.large_text = large_text
    user.save(update_fields=["language", "large_text"])
