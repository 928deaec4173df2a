"""Evidence handed over to who may see the item it hangs on."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from bureau.downloads import download
from bureau.models import Attachment
from bureau.services import open_attachment
from rectification.services.acts import ITEM
from rectification.views.reading import allowed, visible_item


@allowed("view_item")
@require_GET
def evidence(request: HttpRequest, no: str, pk: str) -> HttpResponse:
    """Hand over a file, as a download and never as a page. Who opened it is written down."""
    item = visible_item(request, no)
    found = Attachment.objects.visible_to(request.user).of(ITEM, item.no)
    attachment = get_object_or_404(found.select_related("file"), pk=pk)
    try:
        content = open_attachment(attachment=attachment, by=request.user, at=timezone.now())
    except Attachment.DoesNotExist:
        raise Http404 from None
    return download(content, name=attachment.file.name, media_type=attachment.media_type)
