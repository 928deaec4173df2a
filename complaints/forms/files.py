"""What is asked for when files are hung on a case, and when somebody says who sees one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bureau.form_fields import OneOf, photos, text
from bureau.models import Attachment
from complaints import choices, selectors
from complaints.forms.steps import StepForm
from complaints.rules.words import Audience


class AttachForm(StepForm):
    """Files for one of the three audiences. Internal, unless somebody says otherwise."""

    files = photos(_("Photos or files"))
    audience = forms.ChoiceField(
        label=_("Who sees it?"), choices=list(choices.AUDIENCES.items()),
        initial=Audience.INTERNAL.value, widget=forms.RadioSelect,
    )  # fmt: skip

    def prepare(self) -> None:
        if self.case.is_accusation:
            # Its files leave the bureau for nobody.
            within = Audience.INTERNAL
            self.fields["audience"].choices = [(within.value, choices.AUDIENCES[within])]

    def clean_audience(self) -> Audience:
        return Audience(self.cleaned_data["audience"])


class OfOneFile(StepForm):
    """What is asked of one of a case's files."""

    attachment = OneOf(
        Attachment.objects.none(), label=_("File"), widget=forms.RadioSelect, empty_label=None
    )

    def prepare(self) -> None:
        field = self.fields["attachment"]
        field.queryset = selectors.files_of(self.case, user=self.user)
        field.label_from_instance = file_words


class TakeOffForm(OfOneFile):
    reason = text(
        _("Reason"), longest=500, help_text=_("At least 5 characters: somebody else will read it.")
    )


class ShowForm(OfOneFile):
    audience = forms.ChoiceField(
        label=_("Who sees it?"), choices=list(choices.AUDIENCES.items()),
        initial=Audience.INTERNAL.value, widget=forms.RadioSelect,
    )  # fmt: skip
    is_looked_at = forms.BooleanField(
        label=_("I have looked at it: nothing in it tells who complained"), required=False,
        help_text=_("Needed for what a protected or anonymous complainant sent."),
    )  # fmt: skip

    def clean_audience(self) -> Audience:
        return Audience(self.cleaned_data["audience"])


def file_words(attachment: Attachment) -> str:
    return f"{attachment.file.name} · {choices.AUDIENCES[Audience(attachment.audience)]}"
