"""Who leads, who works where and who is on duty, on any day: reads of the directory."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from bureau.models import (
    Act,
    DutySection,
    Institution,
    LeaderPost,
    OfficerAssignment,
    Placement,
    Remit,
    Section,
    Staff,
)
from bureau.rules import LeaderKind
from bureau.sentences import bracketed, listed

LATEST_ACTS = 50
OF_THE_DIRECTORY = ("institution", "staff", "leader_post")


def placement_on(staff: Staff, day: date) -> Placement | None:
    """Find where a person worked on a day: what counts there and then is counted there.

    None if they had left, or had not come yet.
    """
    return staff.placements.on(day).select_related("institution", "department").first()


def duty_section(day: date) -> Section:
    """Name the section that takes whatever falls to nobody else on a day. There is always one."""
    return DutySection.objects.select_related("section").on(day).get().section


def principal_head(institution: Institution | None, day: date) -> LeaderPost | None:
    """Find who leads an institution, or the bureau, on a day."""
    posts = LeaderPost.objects.filter(institution=institution, kind=LeaderKind.HEAD.value)
    return posts.on(day).first()


def with_remits(posts: QuerySet[LeaderPost]) -> QuerySet[LeaderPost]:
    """Add what each leader is and was in charge of, the latest first."""
    return posts.prefetch_related("remits__departments", "remits__sections")


def in_charge_of(post: LeaderPost, day: date) -> str:
    """Say what a leader is in charge of on a day, of those that `with_remits` gave."""
    return next((in_words(remit) for remit in post.remits.all() if remit.holds_on(day)), "")


def in_words(remit: Remit) -> str:
    units = listed(remit.units())
    return remit.words + bracketed(units) if remit.words and units else remit.words or units


def with_posts(institutions: QuerySet[Institution], day: date) -> QuerySet[Institution]:
    """Add the names of those who lead each institution and look after it on a day."""
    leaders = LeaderPost.objects.on(day).filter(institution=OuterRef("pk"))
    heads, deputies = (leaders.filter(kind=kind.value) for kind in LeaderKind)
    officers = OfficerAssignment.objects.on(day).filter(institution=OuterRef("pk"))
    return institutions.annotate(
        head_name=Subquery(heads.values("name")[:1]),
        deputy_names=ArraySubquery(deputies.order_by("from_on", "pk").values("name")),
        officer_name=Subquery(officers.values("officer__name")[:1]),
    )


def with_staff_count(institutions: QuerySet[Institution]) -> QuerySet[Institution]:
    """Add how many people work at each institution now."""
    working = Staff.objects.filter(institution=OuterRef("pk"), active_to=None).order_by()
    counted = working.values("institution").annotate(count=Count("pk")).values("count")
    return institutions.annotate(staff_count=Coalesce(Subquery(counted), 0))


def acts_at(institution: Institution) -> QuerySet[Act]:
    """Gather what happened in the directory at an institution, newest first: of people, posts
    and who looks after it. A transfer belongs to the house that was left as well.
    """
    here = Q(institution=institution) | Q(facts__left=institution.code)
    return Act.objects.filter(here, object_kind__in=OF_THE_DIRECTORY).order_by("-id")
