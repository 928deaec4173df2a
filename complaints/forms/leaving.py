"""What it takes to note that a complaint is withdrawn."""

from complaints import choices
from complaints.forms.steps import ReasonForm
from complaints.rules.words import PublicState


class WithdrawForm(ReasonForm):
    """Shown before it ends: what the query page will say from then on."""

    @property
    def public_words(self) -> str:
        return str(choices.PUBLIC_STATES[PublicState.WITHDRAWN])
