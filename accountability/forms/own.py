"""What a staff member writes about what is intended against them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bureau.form_fields import text


class OwnStatementForm(forms.Form):
    said = text(
        _("Your statement and defence"), longest=3_000, rows=8,
        help_text=_("It goes to the personnel section as you write it, once. It cannot make the"
                    " decision heavier."),
    )  # fmt: skip
