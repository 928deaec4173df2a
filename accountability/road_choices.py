"""The labels of the words of the road to effect, in the language of whoever reads."""

from django.utils.translation import pgettext_lazy

from accountability.rules.words import (
    Bar,
    Document,
    Heard,
    Lacking,
    Organ,
    Outcome,
    RemedyKind,
    RemedyState,
    ServedBy,
    Task,
)
from bureau.choices import by_word

HEARD = by_word(
    {
        Heard.RECEIVED: pgettext_lazy("statement", "received"),
        Heard.WAIVED: pgettext_lazy("statement", "waived"),
        Heard.EXPIRED: pgettext_lazy("statement", "nothing came in time"),
    }
)
ORGANS = by_word(
    {
        Organ.BUREAU_MEETING: pgettext_lazy("organ", "Meeting of the bureau's leaders"),
        Organ.PARTY_GROUP: pgettext_lazy("organ", "The bureau's party group"),
        Organ.APPEAL_BODY: pgettext_lazy("organ", "The county's personnel authority"),
    }
)
SERVED_BY = by_word(
    {
        ServedBy.IN_PERSON: pgettext_lazy("service", "in person"),
        ServedBy.BY_UNIT: pgettext_lazy("service", "handed on by the unit"),
        ServedBy.BY_POST: pgettext_lazy("service", "by post"),
        ServedBy.LEFT: pgettext_lazy("service", "left before witnesses"),
    }
)
DOCUMENTS = by_word(
    {
        Document.NOTICE: pgettext_lazy("document", "Notice of what is intended"),
        Document.DECISION: pgettext_lazy("document", "Decision"),
        Document.REVIEW: pgettext_lazy("document", "Decision on the review"),
        Document.APPEAL: pgettext_lazy("document", "Decision on the appeal"),
        Document.RE_APPEAL: pgettext_lazy("document", "Decision on the second appeal"),
        Document.REVOCATION: pgettext_lazy("document", "Decision to take back"),
        Document.CORRECTION: pgettext_lazy("document", "Correction bulletin"),
        Document.RESTORATION: pgettext_lazy("document", "Notice of restoration"),
        Document.DISMISSAL: pgettext_lazy("document", "Notice that nothing follows"),
        Document.LIFTING: pgettext_lazy("document", "Decision to lift"),
    }
)
BARS = by_word(
    {
        Bar.HIMSELF: pgettext_lazy("bar", "It is about you: somebody else decides."),
        Bar.PUT_IT_FORWARD: pgettext_lazy("bar", "You put this forward: somebody else decides."),
        Bar.HANDLED_IT: pgettext_lazy(
            "bar", "You handled a complaint that counts here: somebody else decides."
        ),
        Bar.OWN_UNIT: pgettext_lazy("bar", "It is about your own unit: somebody else decides."),
        Bar.DECIDED_IT: pgettext_lazy("bar", "You decided this before: somebody else decides."),
    }
)
REMEDIES = by_word(
    {
        RemedyKind.REVIEW: pgettext_lazy("remedy", "Review"),
        RemedyKind.APPEAL: pgettext_lazy("remedy", "Appeal"),
        RemedyKind.RE_APPEAL: pgettext_lazy("remedy", "Second appeal"),
        RemedyKind.GROUND: pgettext_lazy("remedy", "Its ground fell"),
    }
)
REMEDY_STATES = by_word(
    {
        RemedyState.RECEIVED: pgettext_lazy("remedy", "received"),
        RemedyState.REFUSED: pgettext_lazy("remedy", "refused: too late"),
        RemedyState.DECIDED: pgettext_lazy("remedy", "decided"),
        RemedyState.LAPSED: pgettext_lazy("remedy", "lapsed"),
        RemedyState.WITHDRAWN: pgettext_lazy("remedy", "withdrawn by whoever asked"),
    }
)
OUTCOMES = by_word(
    {
        Outcome.UPHELD: pgettext_lazy("outcome", "upheld"),
        Outcome.VARIED: pgettext_lazy("outcome", "made lighter"),
        Outcome.REVOKED: pgettext_lazy("outcome", "revoked"),
    }
)
TASKS = by_word(
    {
        Task.CORRECTION_BULLETIN: pgettext_lazy(
            "restoration", "Correction bulletin to the same readers"
        ),
        Task.AWARDS: pgettext_lazy("restoration", "May be given awards again"),
        Task.BAN_REMOVED: pgettext_lazy("restoration", "End of the promotion ban taken out"),
        Task.BACK_PAY: pgettext_lazy("restoration", "Payroll told to pay what was held back"),
        Task.SHORTER_TERM: pgettext_lazy("restoration", "Unit told the shorter term"),
        Task.LATER_TIERS: pgettext_lazy("restoration", "Later tiers counted anew"),
    }
)
LACKING = by_word(
    {
        Lacking.PUT_FORWARD: pgettext_lazy("lacking", "Nobody has put it forward yet."),
        Lacking.NOTICE: pgettext_lazy("lacking", "The notice is not served yet."),
        Lacking.STATEMENT: pgettext_lazy(
            "lacking", "The statement is neither received nor waived, and its term still runs."
        ),
        Lacking.DECISION: pgettext_lazy("lacking", "Nobody has decided yet."),
        Lacking.NUMBER: pgettext_lazy("lacking", "The decision is not signed: it has no number."),
        Lacking.SERVICE: pgettext_lazy("lacking", "The decision is not served yet."),
    }
)
