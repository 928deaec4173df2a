"""Attachments as rows: what hangs where. The files are opened on the pages of their records."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bureau import services
from bureau.models import Attachment
from bureau.own_pages import shows_files_itself
from bureau.rules import Audience
from bureau.scoped_admin import ReadOnlyAdmin, confirmation
from bureau.services import BureauError


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    list_display = ["file", "object_kind", "institution", "audience", "by", "client", "at",
                    "withdrawn_at"]  # fmt: skip
    list_filter = ["audience", "object_kind", ("withdrawn_at", admin.EmptyFieldListFilter)]
    list_select_related = ["file", "institution", "by", "client__institution"]
    search_fields = ["file__name", "object_no"]
    fields = [
        "file", "media_type", "object_kind", "object_no", "institution", "audience", "by",
        "client", "at", "withdrawn_at", "withdrawal_reason",
    ]  # fmt: skip
    actions = ["release"]

    def has_release_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("bureau.release_attachment")

    @admin.action(
        description=_("Show the chosen attachments to the institution"), permissions=["release"]
    )
    def release(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        if request.POST.get("post") != "yes":
            return confirmation(
                self, request, queryset,
                action="release",
                question=_("The institution they concern can then open these files."),
                verb=_("Show the chosen attachments to the institution"),
            )  # fmt: skip
        count = sum(self._released(request, one) for one in queryset)
        said = ngettext("%(n)s attachment shown.", "%(n)s attachments shown.", count)
        self.message_user(request, said % {"n": count})
        return None

    def _released(self, request: HttpRequest, attachment: Attachment) -> bool:
        if shows_files_itself(attachment.object_kind):
            words = _("%(no)s: its files are shown on its own page, where each is looked at.")
            self.message_user(request, words % {"no": attachment.object_no}, messages.ERROR)
            return False
        try:
            services.change_audience(
                attachment=attachment,
                audience=Audience.INSTITUTION,
                by=request.user,
                at=timezone.now(),
            )
        except BureauError as error:
            self.message_user(request, str(error), messages.ERROR)
            return False
        return True
