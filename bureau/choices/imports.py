"""The labels of where a workbook stands that is brought in."""

from django.utils.translation import pgettext_lazy

from bureau.choices.by_word import by_word
from bureau.import_states import ImportState

IMPORT_STATES = by_word(
    {
        ImportState.ASKING: pgettext_lazy("import", "asks about its columns"),
        ImportState.CHECKED: pgettext_lazy("import", "checked, not yet taken in"),
        ImportState.REFUSED: pgettext_lazy("import", "cannot be read"),
        ImportState.IMPORTED: pgettext_lazy("import", "taken in"),
        ImportState.WITHDRAWN: pgettext_lazy("import", "laid aside"),
    }
)
