"""Accounts and what their owners choose."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from axes.utils import reset
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.models import Institution, OfficerAssignment, Section, Staff, User
from bureau.rules import BUREAU_ROLES, Role
from bureau.services.acts import Doer, record_act, user_of

ACCOUNT = "account"
A_DAY = timedelta(days=1)


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
    staff: Staff | None = None,
    password: str | None = None,
    is_staff: bool = False,
    by: Doer | None,
    at: datetime,
) -> User:
    """Open an account with its roles. Without a password nobody logs in before one is set.

    :raises AccountError: if the name to log in with is taken, or the roles do not go together
        with the institution.
    """
    if User.objects.filter(username=username).exists():
        raise AccountError(_("The account %(name)s is there already.") % {"name": username})
    user = User.objects.create_user(
        username=username,
        password=password,
        name=name,
        institution=institution,
        section=section,
        staff=staff,
        is_staff=is_staff,
    )
    user.groups.set([Group.objects.get_or_create(name=role.value)[0] for role in roles])
    note_rights(user=user, was=None, by=by, at=at)
    return user


def rights_of(user: User) -> dict[str, Any]:
    """Say what an account may and where it belongs, as it stands in the database now."""
    user = User.objects.select_related("institution", "section", "staff").get(pk=user.pk)
    return {
        "roles": sorted(role.value for role in user.roles),
        "institution": user.institution.code if user.institution else "",
        "section": user.section.code if user.section else "",
        "staff": user.staff_id or "",
        "is_active": user.is_active,
        "is_staff": user.is_staff,
        "is_superuser": user.is_superuser,
    }


def note_rights(
    *, user: User, was: Mapping[str, Any] | None, by: Doer | None, at: datetime
) -> None:
    """Write what an account may since now: all of it where it is new, else what changed.

    Within the transaction of the change. Nothing is written where nothing changed. Who moves to
    an institution looks after none from that day on.

    :raises AccountError: if somebody changed what they may themselves, or an account of an
        institution were to have a role of the bureau.
    """
    now = rights_of(user)
    if now != was and now["institution"] and BUREAU_ROLES & set(now["roles"]):
        raise AccountError(_("An account of an institution has no duty of the bureau."))
    if was is None:
        record_act(verb="open_account", kind=ACCOUNT, no=user.username, by=by, at=at, facts=now)
        return
    changed = {name: [was[name], value] for name, value in now.items() if value != was[name]}
    if not changed:
        return
    if user_of(by) == user:
        raise AccountError(_("What you may yourself is decided by another administrator."))
    record_act(verb="change_rights", kind=ACCOUNT, no=user.username, by=by, at=at, facts=changed)
    if now["institution"]:
        _end_assignments(user, by=by, at=at)


def _end_assignments(user: User, *, by: Doer | None, at: datetime) -> None:
    """End what an officer looks after with the day before; what would begin later falls away."""
    day = timezone.localdate(at)
    standing = OfficerAssignment.objects.filter(officer=user).exclude(to_on__lt=day)
    for assignment in standing.select_related("institution"):
        if assignment.from_on < day:
            assignment.to_on = day - A_DAY
            assignment.save(update_fields=["to_on"])
        else:
            assignment.delete()
        record_act(
            verb="end_assignment", kind="institution", no=assignment.institution.code, by=by, at=at,
            institution=assignment.institution, before=user.name[:40],
        )  # fmt: skip


def said_of(user: User) -> dict[str, str]:
    """Say how an account is called, as it stands in the database now."""
    user = User.objects.get(pk=user.pk)
    return {name: getattr(user, name) for name in ("username", "name", "language")}


def note_account(*, user: User, was: Mapping[str, str], by: Doer | None, at: datetime) -> None:
    """Write what an account is called since now; nothing where nothing changed."""
    changed = {name: [was[name], now] for name, now in said_of(user).items() if now != was[name]}
    if changed:
        facts = {"changed": changed}
        record_act(verb="change_account", kind=ACCOUNT, no=user.username, by=by, at=at, facts=facts)


def note_password(*, user: User, by: User, at: datetime) -> None:
    """Write that somebody gave an account another password, never which."""
    record_act(verb="set_password", kind=ACCOUNT, no=user.username, by=by, at=at)


@transaction.atomic
def lift_lockout(*, user: User, by: User, at: datetime) -> bool:
    """Forget an account's wrong passwords, at every address; False if there were none."""
    if not reset(username=user.username):
        return False
    record_act(verb="lift_lockout", kind=ACCOUNT, no=user.username, by=by, at=at)
    return True


def set_preferences(*, user: User, language: str, large_text: bool) -> None:
    user.language = language
    user.large_text = large_text
    user.save(update_fields=["language", "large_text"])
