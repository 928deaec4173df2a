"""Follow-ups that patients deny: who waits for whom."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from bureau.models import Staff, User
from followups.models import DoubtedFollowUp, SpotCall, SpotCheckItem
from followups.rules import doubts as rules
from followups.rules.reminders import STALE_AFTER
from followups.rules.words import DoubtState
from followups.selectors.claims import row_as_drawn


def doubt_of(item: SpotCheckItem) -> DoubtedFollowUp | None:
    """Return the doubt that stands about a drawn person's follow-up."""
    return item.doubts.standing().select_related("called_by", "explained_by", "decided_by").first()


def state_of_doubt(
    item: SpotCheckItem, doubt: DoubtedFollowUp | None, day: date
) -> DoubtState | None:
    """Tell where it stands whether a follow-up was made up; None where nobody denied it."""
    if doubt:
        return doubt.state_on(day)
    is_denied = item.verdict == rules.BORNE_OUT and not item.spot_check.is_replaced
    is_denied = is_denied and item.spot_check.finished_at is not None
    return DoubtState.SECOND_CALL if is_denied else None


def first_callers(item: SpotCheckItem) -> set[int]:
    return set(item.calls.values_list("by_id", flat=True))


def to_call_again(user: User, *, at: datetime) -> QuerySet[SpotCheckItem]:
    """Drawn persons who lately denied a follow-up and whom this person may ring as the second."""
    lately = at - STALE_AFTER
    standing = DoubtedFollowUp.objects.standing().filter(item=OuterRef("pk"))
    own_call = SpotCall.objects.filter(item=OuterRef("pk"), by=user)
    items = SpotCheckItem.objects.visible_to(user).in_force()
    return items.filter(
        ~Exists(standing),
        ~Exists(own_call),
        verdict=rules.BORNE_OUT,
        spot_check__finished_at__gte=lately,
    ).order_by("spot_check__finished_at", "position")


def to_explain(user: User) -> QuerySet[DoubtedFollowUp]:
    """Doubts that wait for the explanation of a person's own institution."""
    waiting = DoubtedFollowUp.objects.visible_to(user).undecided()
    return waiting.filter(explained_at=None).order_by("explain_by")


def undecided_doubts() -> QuerySet[DoubtedFollowUp]:
    """Doubts of all institutions that nobody has decided, the first to be explained first."""
    whole = DoubtedFollowUp.objects.undecided()
    whole = whole.select_related("item__spot_check__register__institution")
    return whole.order_by("explain_by", "pk")


def to_decide(user: User, *, day: date) -> QuerySet[DoubtedFollowUp]:
    """Doubts explained, or whose term to be explained is over, that this person may decide."""
    called = SpotCall.objects.filter(item=OuterRef("item"), by=user)
    waiting = DoubtedFollowUp.objects.visible_to(user).undecided().exclude(called_by=user)
    ripe = Q(explained_at__isnull=False) | Q(explain_by__lt=day)
    return waiting.filter(~Exists(called), ripe).order_by("explain_by")


def named_follower(item: SpotCheckItem) -> Staff | None:
    """Find who followed up as the register names them, where the directory knows exactly one."""
    row = row_as_drawn(item) or item.record
    if not row.follower or row.followed_on is None:
        return None
    house = item.spot_check.register.institution_id
    found = Staff.objects.filter(institution=house, name=row.follower.strip())
    worked = found.filter(Q(active_to=None) | Q(active_to__gte=row.followed_on))[:2]
    return worked[0] if len(worked) == 1 else None
