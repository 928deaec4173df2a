"""What a staff member writes about what is intended or was decided against them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.services.own import Sent
from bureau.form_fields import photos, text


class WithFiles(forms.Form):
    files = photos(
        _("Attachments"), required=False,
        help_text=_("Photos, PDF or office files, each at most 10 MB"),
    )  # fmt: skip

    @property
    def handed_in(self) -> dict[str, Any]:
        """Return what the service takes, each file read."""
        given = self.cleaned_data
        sent = [Sent(one.name or "", one.read()) for one in given["files"]]
        return {**given, "files": sent}


class OwnStatementForm(WithFiles):
    said = text(
        _("Your statement and defence"), longest=3_000, rows=8,
        help_text=_("It goes to the personnel section as you write it. You can add to it until the"
                    " term ends. It cannot make the decision heavier."),
    )  # fmt: skip
    is_complete = forms.BooleanField(
        label=_("This is all: it may be decided before the term ends"), required=False
    )
    field_order = ("said", "files", "is_complete")


class OwnRequestForm(WithFiles):
    requested = text(
        _("Request"), longest=500, rows=2,
        help_text=_("What is asked for: to revoke the decision, or which measure made lighter."),
    )  # fmt: skip
    grounds = text(_("Facts and reasons"), longest=3_000, rows=6)
    evidence = text(
        _("Evidence"), longest=1_000, rows=2, required=False,
        help_text=_("Which papers, pictures or witnesses, one a line."),
    )  # fmt: skip
    field_order = ("requested", "grounds", "evidence", "files")
