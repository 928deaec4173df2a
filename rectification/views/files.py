"""Files of an item for who may see it: its evidence, and its application on paper."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from bureau.desk import send_attachment
from bureau.downloads import PDF, download
from bureau.models import User
from bureau.papers import write_pdf
from rectification.exports.ledger import cells_of
from rectification.models import Closure, Evidence, Item
from rectification.papers import application as papers
from rectification.services.acts import ITEM, note_application_download
from rectification.views.desk import allowed, visible_item


@allowed("view_item")
@require_GET
def evidence(request: HttpRequest, no: str, pk: str) -> HttpResponse:
    """Hand over a file, as a download and never as a page. Who opened it is written down."""
    item = visible_item(request, no)
    return send_attachment(request, ITEM, item.no, pk, sees_record=True)


@allowed("view_item")
@require_GET
def application(request: HttpRequest, no: str) -> HttpResponse:
    """The newest application for strike-off as a form, made when it is asked for."""
    item = visible_item(request, no)
    closure = item.closures.standing().select_related("verified_by").first()
    if closure is None:
        raise Http404
    told = _told(item, closure, reader=request.user)
    paper = papers.application_form(told, bureau=settings.BUREAU_NAME)
    at = timezone.now()
    content = write_pdf(paper, at=at)
    note_application_download(item=item, by=request.user, at=at)
    return download(content, name=f"销号申请表-{item.no}.pdf", media_type=PDF)


def _told(item: Item, closure: Closure, *, reader: User) -> papers.Application:
    """Tell an application as its reader may know it: the files it names are those they see."""
    cells = cells_of(item)
    seen = Evidence.objects.visible_to(reader).filter(item=item, round=closure.round)
    hanging = seen.filter(attachment__withdrawn_at=None).select_related("attachment__file")
    return papers.Application(
        no=item.no,
        institution=item.institution.name,
        problem=item.problem,
        measures=[measure.text for measure in item.measures.all()],
        result=closure.done,
        evidence=[one.attachment.file.name for one in hanging],
        self_check=closure.self_check,
        applied=str(closure.requested_on),
        opinion=str(cells["verified"]) if closure.verdict else "",
        approver=str(cells["approved_by"] or ""),
        closed=str(item.closed_on or ""),
    )
