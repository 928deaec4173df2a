"""What people write when an order said something wrong."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bureau.form_fields import text
from bureau.models import Section
from bureau.templatetags.shell import short_day
from rectification import selectors
from rectification.choices.ledger import RECT_KINDS
from rectification.forms.ledger import IssueForm
from rectification.rules import terms
from rectification.rules.words import RectKind


class CorrectForm(IssueForm):
    """An order as it stands, to be put right; what the plan says of it too, once it is in."""

    responsible = forms.CharField(label=_("Responsible person"), max_length=60, required=False)
    measures = text(_("Measures"), longest=5_000, rows=5, help_text=_("One a line."))
    reason = text(
        _("Reason"), longest=500, help_text=_("At least 5 characters: somebody else will read it.")
    )

    def prepare(self) -> None:
        super().prepare()
        item = self.item
        standing = self.fields["leader"].queryset.model.objects.filter(pk=item.leader_id)
        self.fields["leader"].queryset = self.fields["leader"].queryset | standing
        self.fields["due_on"].required = True
        measures = [measure.text for measure in item.measures.all()]
        if not measures:
            del self.fields["measures"], self.fields["responsible"]
        sections = [one.section for one in item.itemsection_set.select_related("section")]
        first = [one.pk for one in sections]
        named = dict(zip(("section", "second", "third"), first, strict=False))
        self.others = sections[len(named) :]
        self.initial = {
            "kind": item.kind, "due_on": item.due_on, "leader": item.leader_id,
            "term_reason": item.term_reason,
            "responsible": item.responsible, "measures": "\n".join(measures),
            **named, **self.initial,
        }  # fmt: skip
        self.fields["kind"].help_text = ""
        self.fields["term_reason"].help_text = self._latest()
        self.fields["due_on"].help_text = ""

    @property
    def sections(self) -> list[Section]:
        """Return the sections named here and, behind them, those an old ledger named as well."""
        return [*super().sections, *self.others]

    def _proposal(self, kind: RectKind, table: Any) -> str:
        """Offer a kind by its name: its term was reckoned when the order was given."""
        return str(RECT_KINDS[kind])

    def _latest(self) -> str:
        if not self.item.issued_on:
            return ""
        began = selectors.term_began_on(self.item)
        kind, table = RectKind(self.item.kind), selectors.table_on(began)
        day = terms.usual_latest(began, kind, table=table)
        words = gettext("Only for a day after %(day)s; everybody reads it.")
        return words % {"day": short_day(day)}

    @property
    def changes(self) -> dict[str, Any]:
        """Return what the order is to say."""
        asked = self.cleaned_data
        said = {name: asked[name] for name in ("due_on", "leader", "term_reason")}
        said |= {"kind": RectKind(asked["kind"]), "sections": self.sections}
        if "measures" in asked:
            said["responsible"] = asked["responsible"].strip()
            said["measures"] = asked["measures"].splitlines()
        return said
