"""The kinds of official papers of this app, as `bureau.paper_kinds` wants them told."""

from datetime import date

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from bureau import paper_kinds
from bureau.models import OfficialPaper, User
from bureau.paper_kinds import Composed, Doing, PaperKind
from bureau.rules import PaperState, SectionCode
from rectification.models import Item
from rectification.papers import orders as papers
from rectification.rules.words import SourceKind
from rectification.services import LedgerError

NOTICE, SUPERVISION = "rectification.notice", "rectification.supervision"
LABELS = {
    NOTICE: pgettext_lazy("paper", "Notice of rectification"),
    SUPERVISION: pgettext_lazy("paper", "Supervision sheet"),
}


def compose_notice(user: User, about: str, day: date) -> Composed:
    """Compose what tells a unit to put an item right.

    :raises LedgerError: outside the section that writes it, or unless the unit has it in hand.
    """
    item = _in_hand(user, about)
    paper = papers.notice(_ordered(item), bureau=settings.BUREAU_NAME)
    return Composed(paper, [item.institution])


def compose_supervision(user: User, about: str, day: date) -> Composed:
    """Compose what urges a unit to put an item right.

    :raises LedgerError: outside the section that writes it, or unless the unit has it in hand.
    """
    item = _in_hand(user, about)
    paper = papers.supervision(_ordered(item), day=day, bureau=settings.BUREAU_NAME)
    return Composed(paper, [item.institution])


def _in_hand(user: User, about: str) -> Item:
    # Held until it is drafted: the order is not put right between reading it and writing it down.
    seen = Item.objects.visible_to(user).select_for_update(of=("self",))
    item = seen.select_related("institution").get(no=about)
    if user.section_code != SectionCode.MEDICAL_ADMIN:
        raise LedgerError(_("The medical administration section writes this paper."))
    if not item.is_with_the_unit:
        raise LedgerError(_not_in_hand(item))
    return item


def _not_in_hand(item: Item) -> str:
    said = _("%(no)s is “%(state)s”: the unit has nothing to put right now.")
    return said % {"no": item.no, "state": item.get_state_display()}


def _ordered(item: Item) -> papers.Ordered:
    return papers.Ordered(
        no=item.no, unit=item.institution.name, problem=item.problem,
        source=papers.SOURCES[SourceKind(item.source)], demand=item.goal,
        ordered_on=item.ordered_on, plan_due_on=item.plan_ends_on, due_on=item.term_ends_on,
    )  # fmt: skip


def bar(paper: OfficialPaper, doing: Doing) -> str:
    """Say what stands against sending or signing a paper about an item that is settled."""
    if doing in (Doing.VOID, Doing.REVISE):
        return ""
    item = Item.objects.select_for_update().get(no=paper.about)
    return "" if item.is_with_the_unit else _not_in_hand(item)


def hidden_from(user: User) -> Q:
    """Keep a paper from whom its item is kept."""
    seen = Item.objects.visible_to(user).order_by().values("no")
    return Q(kind__in=list(LABELS)) & ~Q(about__in=seen)


def papers_of(item: Item, user: User) -> list[tuple[str, OfficialPaper | None, bool]]:
    """List an item's papers that somebody may see, or may draft: kind, paper, may draft."""
    rows = OfficialPaper.objects.filter(kind__in=list(LABELS), about=item.no)
    there = {one.kind: one for one in rows.exclude(state=PaperState.VOIDED)}
    seen = set(OfficialPaper.objects.visible_to(user).filter(pk__in=rows).values_list("pk"))
    drafts = user.has_perm("bureau.draft_paper") and item.is_with_the_unit
    may = drafts and user.section_code == SectionCode.MEDICAL_ADMIN
    found = [(kind, there.get(kind), may and kind not in there) for kind in LABELS]
    shown = [(kind, one if one and (one.pk,) in seen else None, to) for kind, one, to in found]
    return [row for row in shown if row[1] or row[2]]


def register_paper_kinds() -> None:
    """Name this app's papers to the ground floor; called once, when the app is ready."""
    composing = {
        NOTICE: ("rectification_notice", compose_notice),
        # A sheet that urges counts in the row of all that urge.
        SUPERVISION: ("reminder", compose_supervision),
    }
    for name, (series, compose) in composing.items():
        paper_kinds.register(
            PaperKind(name, LABELS[name], series, SectionCode.MEDICAL_ADMIN, compose, None, bar,
                      hidden_from)
        )  # fmt: skip
