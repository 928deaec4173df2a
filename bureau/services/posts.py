"""Who leads what: appointed from a day on, ended on a day, each with its act."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bureau.models import Department, Institution, LeaderPost, Remit, Section, Staff, User
from bureau.rules import LeaderKind, SectionCode
from bureau.services.acts import Doer, record_act
from bureau.services.directory import DirectoryError

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Said:
    """What a leader is in charge of: in words, of one's own house, and of the bureau."""

    words: str = ""
    departments: frozenset[Department] = frozenset()
    sections: frozenset[Section] = frozenset()

    @classmethod
    def of(cls, words: str, departments: Iterable[Department], sections: Iterable[Section]) -> Self:
        return cls(words, frozenset(departments), frozenset(sections))

    @classmethod
    def at(cls, remit: Remit | None) -> Self:
        if remit is None:
            return cls()
        return cls.of(remit.words, remit.departments.all(), remit.sections.all())

    def check_departments(self, institution: Institution | None) -> None:
        if any(department.institution != institution for department in self.departments):
            raise DirectoryError(_("This department belongs to another institution."))


@transaction.atomic
def appoint_leader(
    *,
    institution: Institution | None,
    kind: LeaderKind,
    name: str,
    from_on: date,
    by: Doer | None,
    at: datetime,
    user: User | None = None,
    remit: str = "",
    departments: Iterable[Department] = (),
    sections: Iterable[Section] = (),
) -> LeaderPost:
    """Put a person in a leader's post from a day on; no institution stands for the bureau.

    Who holds that post on that day already keeps it as it is. The post of the principal head
    before ends the day before; one that began on the very day passes on.

    :raises DirectoryError: if a department is another institution's, or an account is named for
        an institution's leader.
    """
    if institution and user:
        raise DirectoryError(_("An account is named for leaders of the bureau alone."))
    said = Said.of(remit, departments, sections)
    said.check_departments(institution)
    _one_after_the_other(institution)
    posts = LeaderPost.objects.filter(institution=institution, kind=kind.value)
    standing = posts.on(from_on).filter(name=name).first()
    if standing:
        return standing
    post = LeaderPost(institution=institution, kind=kind.value, from_on=from_on)
    old_name = ""
    if kind == LeaderKind.HEAD:
        post, old_name = _make_way(posts, post)
    post.name, post.user = name, user
    post.staff = _on_the_roster(institution, name)
    post.save()
    if said != Said():
        _say(post, said, from_on)
    _record("appoint_leader", post, by, at, before=old_name, after=name, said=said)
    return post


def _make_way(posts: QuerySet[LeaderPost], post: LeaderPost) -> tuple[LeaderPost, str]:
    """End the post of the head before, up to the one after; return whose it was too."""
    before = posts.on(post.from_on).first()
    if before and before.from_on == post.from_on:
        _drop_from(before, post.from_on)
        return before, before.name
    following = posts.filter(from_on__gt=post.from_on).order_by("from_on").first()
    if following:
        post.to_on = following.from_on - A_DAY
    if before:
        _end(before, post.from_on - A_DAY)
    return post, before.name if before else ""


@transaction.atomic
def set_remit(
    *,
    post: LeaderPost,
    remit: str,
    departments: Iterable[Department],
    sections: Iterable[Section],
    from_on: date,
    by: Doer | None,
    at: datetime,
) -> LeaderPost:
    """Say what a leader is in charge of from a day on, up to the day it is said anew.

    What is so on that day already leaves no act; what began on the very day is said over.

    :raises DirectoryError: if a department is another institution's, or the leader is not in
        office on that day.
    """
    said = Said.of(remit, departments, sections)
    said.check_departments(post.institution)
    post = LeaderPost.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if from_on < post.from_on or (post.to_on and from_on > post.to_on):
        raise DirectoryError(_("This leader is not in office on %(day)s.") % {"day": from_on})
    current = post.remits.on(from_on).first()
    before = Said.at(current)
    if before == said:
        return post
    if current and current.from_on < from_on:
        current.to_on = from_on - A_DAY
        current.save(update_fields=["to_on"])
    _say(post, said, from_on)
    _record(
        "set_remit", post, by, at, before=before.words, after=said.words, said=said, since=from_on
    )
    return post


@transaction.atomic
def end_post(
    *, post: LeaderPost, to_on: date, by: Doer | None, at: datetime, why: str = ""
) -> LeaderPost:
    """End a post after a day. Asked again for the same day nothing changes.

    :raises DirectoryError: if it ended on another day, or begins later.
    """
    post = LeaderPost.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if post.to_on == to_on:
        return post
    if post.to_on is not None:
        raise DirectoryError(_("This post has ended already, on %(day)s.") % {"day": post.to_on})
    if to_on < post.from_on:
        raise DirectoryError(_("A post cannot end before it begins."))
    _end(post, to_on)
    _record("end_post", post, by, at, before=post.name, why=why)
    return post


@transaction.atomic
def name_deputies(
    *, institution: Institution, names: Iterable[str], from_on: date, by: Doer | None, at: datetime
) -> None:
    """Let exactly these people be deputies from a day on, as the bureau's sheet has them."""
    named = set(names)
    posts = LeaderPost.objects.filter(institution=institution, kind=LeaderKind.DEPUTY.value)
    for post in posts.on(from_on).filter(to_on=None).exclude(name__in=named):
        end_post(post=post, to_on=max(from_on - A_DAY, post.from_on), by=by, at=at)
    for name in sorted(named):
        appoint_leader(
            institution=institution,
            kind=LeaderKind.DEPUTY,
            name=name,
            from_on=from_on,
            by=by,
            at=at,
        )


def _say(post: LeaderPost, said: Said, from_on: date) -> None:
    """Write down what a leader is in charge of from a day on, up to what is said for later."""
    row = post.remits.filter(from_on=from_on).first()
    if row is None:
        following = post.remits.filter(from_on__gt=from_on).order_by("from_on").first()
        to_on = following.from_on - A_DAY if following else post.to_on
        row = Remit(post=post, from_on=from_on, to_on=to_on)
    row.words = said.words
    row.save()
    row.departments.set(said.departments)
    row.sections.set(said.sections)


def _end(post: LeaderPost, to_on: date) -> None:
    """End a post after a day, and with it what its leader is in charge of."""
    post.to_on = to_on
    post.save(update_fields=["to_on"])
    _drop_from(post, to_on + A_DAY)
    # None is open beside the one of that day.
    post.remits.on(to_on).update(to_on=to_on)


def _drop_from(post: LeaderPost, day: date) -> None:
    """Remove what was said for days that will not come. Field history keeps it."""
    post.remits.filter(from_on__gte=day).delete()


def _one_after_the_other(institution: Institution | None) -> None:
    """Let two appointments at the same house wait for each other."""
    if institution:
        Institution.objects.select_for_update(no_key=True, of=("self",)).get(pk=institution.pk)
    else:
        Section.objects.select_for_update(no_key=True).get(code=SectionCode.MEDICAL_ADMIN)


def _on_the_roster(institution: Institution | None, name: str) -> Staff | None:
    """Find the person on the house's roster; of two with one name neither is meant."""
    known = Staff.objects.filter(institution=institution, name=name, active_to=None)
    return known.first() if institution and known.count() == 1 else None


def _record(
    verb: str,
    post: LeaderPost,
    by: Doer | None,
    at: datetime,
    *,
    before: str = "",
    after: str = "",
    why: str = "",
    said: Said | None = None,
    since: date | None = None,
) -> None:
    facts: dict[str, Any] = {
        "kind": post.kind,
        "name": post.name,
        "from_on": (since or post.from_on).isoformat(),
        "to_on": post.to_on.isoformat() if post.to_on else None,
    }
    if said:
        facts["departments"] = sorted(department.name for department in said.departments)
        facts["sections"] = sorted(section.code for section in said.sections)
    record_act(
        verb=verb, kind="leader_post", no=post.pk, by=by, at=at, institution=post.institution,
        before=before[:40], after=after[:40], why=why, facts=facts,
    )  # fmt: skip
