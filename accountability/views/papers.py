"""Files of a proposal: the receipt of service of its papers, what hangs on it or its talks."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from accountability.models import SanctionProposal
from accountability.paper_kinds import TITLES
from accountability.papers import road as papers
from accountability.rules.words import Document, ServedBy
from accountability.selectors import road as selectors
from accountability.services.acts import PROPOSAL, record_proposal_act
from accountability.services.carrying import TALK
from accountability.views.desk import allowed
from bureau.desk import send_attachment
from bureau.downloads import PDF, download
from bureau.models import Attachment
from bureau.papers import write_pdf

SERVED_WITH_RECEIPT = (
    Document.NOTICE,
    Document.DECISION,
    Document.REVIEW,
    Document.APPEAL,
    Document.RE_APPEAL,
    Document.REVOCATION,
    Document.DISMISSAL,
    Document.LIFTING,
)
DOCUMENTS = {one.name.lower(): one for one in SERVED_WITH_RECEIPT}


@allowed("view_sanctionproposal")
@require_GET
def file(request: HttpRequest, no: str, pk: UUID) -> HttpResponse:
    """Hand over what was handed in with a statement or a request, to the bureau alone."""
    proposal = get_object_or_404(SanctionProposal.objects.visible_to(request.user), no=no)
    if request.user.institution_id:
        raise Http404
    return send_attachment(request, PROPOSAL, proposal.no, pk, sees_record=True)


@allowed("view_sanctionproposal")
@require_GET
def receipt(request: HttpRequest, no: str, name: str) -> HttpResponse:
    """Hand over the receipt of a signed paper: with blanks as long as it is not served."""
    seen = SanctionProposal.objects.visible_to(request.user).select_related("staff", "institution")
    proposal = get_object_or_404(seen, no=no)
    document = DOCUMENTS.get(name)
    paper = document and selectors.signed_paper(proposal, document)
    if document is None or not paper or paper.number is None:
        raise Http404
    service = selectors.service_of(proposal, document)
    said = papers.Receipt(
        no=proposal.no,
        document=TITLES[document],
        number=paper.number.text,
        addressee=f"{proposal.institution.name}{proposal.staff.name if proposal.staff else ''}",
        way=ServedBy(service.way) if service else None,
        receiver=service.receiver if service else "",
        served_on=service.served_on if service else None,
        place=service.place if service else "",
        witnesses="、".join(service.witnesses) if service else "",
    )
    at = timezone.now()
    content = write_pdf(papers.receipt(said, bureau=settings.BUREAU_NAME), at=at)
    record_proposal_act(proposal, "download_paper", by=request.user, at=at)
    return download(content, name=f"送达回证-{proposal.no}.pdf", media_type=PDF)


@allowed("view_sanctionproposal")
@require_GET
def talk_file(request: HttpRequest, no: str, pk: UUID) -> HttpResponse:
    """Hand over a file of an interview, as a download. Who opened it is written down."""
    proposal = get_object_or_404(SanctionProposal.objects.visible_to(request.user), no=no)
    nos = proposal.interviews.values_list("no", flat=True)
    file = get_object_or_404(Attachment, pk=pk, object_kind=TALK, object_no__in=nos)
    return send_attachment(request, TALK, file.object_no, pk, sees_record=True)
