"""An official paper: drafted, reworded, signed with a number, voided with a reason."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.models import (
    NumberSeries,
    OfficialNumber,
    OfficialPaper,
    SeriesYear,
    StoredFile,
    User,
)
from bureau.paper_kinds import Doing, PaperKind
from bureau.papers import DRAFT, VOID, Paper, write_docx, write_pdf
from bureau.rules import PaperState, number_to_come, official_number
from bureau.services.errors import BureauError
from bureau.services.files import atomic_with_files, keep_file, open_file
from bureau.services.paper_steps import (
    act_on_paper,
    check_bar,
    check_known,
    check_step,
    checked_reason,
    lock_paper,
    tell_signed,
    tell_voided,
)
from bureau.signs import without_unprintable

LONGEST_TITLE = 100


@transaction.atomic
def draft_paper(*, kind: PaperKind, about: str, by: User, at: datetime) -> OfficialPaper:
    """Draft a paper from the figures there are; drafted twice, it is the one in force.

    :raises ObjectDoesNotExist: if what it is about is not there for this person.
    """
    composed = kind.compose(by, about, timezone.localdate(at))
    # One drafter after the other: two clicks make one paper.
    series = NumberSeries.objects.select_for_update(no_key=True).get(code=kind.series)
    in_force = OfficialPaper.objects.filter(kind=kind.name, about=about)
    standing = in_force.exclude(state=PaperState.VOIDED.value).first()
    if standing:
        return standing
    place = number_to_come(series.mark, timezone.localdate(at).year)
    content = replace(composed.paper, number=place).as_values()
    paper = OfficialPaper.objects.create(
        kind=kind.name,
        about=about,
        section_code=kind.section,
        series=series,
        title=composed.paper.title,
        content=content,
        automatic=content,
        drafted_by=by,
        drafted_at=at,
    )
    paper.institutions.set(composed.institutions)
    act_on_paper(paper, "draft_paper", by=by, at=at, after=PaperState.DRAFT)
    return paper


@transaction.atomic
def revise_paper(
    *,
    paper: OfficialPaper,
    title: str,
    body: Sequence[str],
    seen: str,
    by: User,
    at: datetime,
) -> OfficialPaper:
    """Reword a draft; the same words again change nothing.

    `seen` is the fingerprint of the wording that the person had before them.

    :raises BureauError: if it is no draft any more, says nothing, or was reworded meanwhile.
    """
    paper = lock_paper(paper)
    if paper.state != PaperState.DRAFT:
        raise BureauError(_("Only a draft can be reworded."))
    check_bar(paper, Doing.REVISE)
    # What is pasted brings along signs that no document can hold.
    title = without_unprintable(title).strip()
    body = tuple(filter(None, (without_unprintable(said).strip() for said in body)))
    if not body or not 0 < len(title) <= LONGEST_TITLE:
        raise BureauError(_("A paper needs a title of at most 100 signs, and a text."))
    worded = replace(paper.paper, title=title, body=body)
    if worded == paper.paper:
        return paper
    if paper.paper.fingerprint != seen:
        raise BureauError(_("Somebody reworded this draft meanwhile. Look at the new text first."))
    paper.title, paper.content = worded.title, worded.as_values()
    paper.save(update_fields=["title", "content"])
    act_on_paper(paper, "revise_paper", by=by, at=at, before=paper.state, after=paper.state)
    return paper


@atomic_with_files()
def sign_paper(*, paper: OfficialPaper, by: User, at: datetime, known: str = "") -> OfficialPaper:
    """Sign a reviewed paper: it gets its number and its day, and is frozen as PDF and document.

    Signed twice, it keeps its number. What fails leaves no gap: the number is part of it. `known`
    is why a paper is signed that does not say what happened since it was drafted.

    :raises BureauError: if it is not reviewed, one's own, reviewed by oneself, or something
        happened since that the person does not say to know.
    """
    paper = lock_paper(paper)
    if paper.state == PaperState.SIGNED and paper.signed_by_id == by.pk:
        return paper
    check_step(paper, PaperState.SIGNED)
    check_bar(paper, Doing.SIGN)
    if paper.is_worded_by(by):
        raise BureauError(_("Somebody else has to sign your own draft."))
    if paper.reviewed_by_id == by.pk:
        raise BureauError(_("You reviewed this paper: another leader has to sign it."))
    why, unsaid = check_known(paper, known, at=at)
    day = timezone.localdate(at)
    number = issue_number(series=paper.series, year=day.year, title=paper.title, by=by, at=at)
    issued = paper.paper.issued(number=number.text, on=day)
    paper.content, paper.number, paper.state = issued.as_values(), number, PaperState.SIGNED
    paper.signed_by, paper.signed_at = by, at
    paper.pdf, paper.docx = _frozen(issued, by=by, at=at)
    paper.save()
    states = {"before": PaperState.REVIEWED, "after": paper.state}
    act_on_paper(paper, "sign_paper", by=by, at=at, **states, why=why, unsaid=unsaid)
    tell_signed(paper, by=by, at=at)
    return paper


def _frozen(issued: Paper, *, by: User, at: datetime) -> tuple[StoredFile, StoredFile]:
    stem = f"{issued.number}{issued.title}"
    pdf = keep_file(name=f"{stem}.pdf", content=write_pdf(issued, at=at), by=by, at=at)
    return pdf, keep_file(name=f"{stem}.docx", content=write_docx(issued), by=by, at=at)


def issue_number(
    *, series: NumberSeries, year: int, title: str, by: User, at: datetime
) -> OfficialNumber:
    """Give the next number of a series and year, without gap, in the caller's transaction.

    Whoever comes second waits until the first has signed or given up.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a number is issued in the transaction of what it numbers")
    SeriesYear.objects.get_or_create(series=series, year=year)
    counter = SeriesYear.objects.select_for_update().get(series=series, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return OfficialNumber.objects.create(
        series=series,
        year=year,
        number=counter.last,
        text=official_number(series.mark, year, counter.last),
        title=title,
        issued_at=at,
        issued_by=by,
    )


@transaction.atomic
def void_paper(*, paper: OfficialPaper, reason: str, by: User, at: datetime) -> OfficialPaper:
    """Void a paper with a reason: its number stays in the register and is never given again.

    A draft is laid aside by whoever wrote it; a draft and a signed paper by whoever may sign.

    :raises PermissionDenied: if the person may not.
    :raises BureauError: if there is no reason, or the paper is under review.
    """
    reason = checked_reason(reason)
    paper = lock_paper(paper)
    if paper.state == PaperState.VOIDED:
        return paper
    check_step(paper, PaperState.VOIDED)
    check_bar(paper, Doing.VOID)
    before = paper.state
    is_own_draft = paper.number is None and paper.drafted_by_id == by.pk
    if not (is_own_draft or by.has_perm("bureau.sign_paper")):
        raise PermissionDenied
    if paper.number:
        number = paper.number
        number.voided_at, number.voided_by, number.voiding_reason = at, by, reason
        number.save(update_fields=["voided_at", "voided_by", "voiding_reason"])
    paper.state = PaperState.VOIDED
    paper.save(update_fields=["state"])
    act_on_paper(paper, "void_paper", by=by, at=at, before=before, after=paper.state, why=reason)
    if paper.number:
        tell_voided(paper, at=at)
    return paper


@transaction.atomic
def download_paper(*, paper: OfficialPaper, form: str, by: User, at: datetime) -> tuple[str, bytes]:
    """Hand over a paper as a file: as signed where it is signed, else marked as a draft.

    What was voided since says so by its name: the file itself stays as it was signed.
    Who calls this has found the paper among those the person may see.
    """
    stored = paper.pdf if form == "pdf" else paper.docx
    act_on_paper(paper, "download_paper", by=by, at=at, before=paper.state, after=paper.state)
    if stored:
        is_void = paper.state == PaperState.VOIDED
        return f"{VOID}-{stored.name}" if is_void else stored.name, open_file(stored)
    said = paper.paper
    content = write_pdf(said, at=at, draft=True) if form == "pdf" else write_docx(said, draft=True)
    return f"{DRAFT}-{paper.title}.{form}", content
