"""Keeping one's own views of the queue, and the phrases of one's section."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bureau.models import Section, User
from bureau.services import record_act
from complaints.models import Phrase, SavedView
from complaints.models.desks import LONGEST_QUERY
from complaints.rules.phrases import PhraseUse
from complaints.services.errors import CaseError, words_given

MOST_VIEWS = 12
MOST_PHRASES = 40


@transaction.atomic
def save_view(*, name: str, query: str, by: User) -> SavedView:
    """Keep a view of the queue under a name; the name kept before shows this from now on.

    :raises CaseError: without a name, if it says too much, or with too many kept already.
    """
    name = words_given(name, ask=_("Please give the view a name."))
    if len(query) > LONGEST_QUERY:
        raise CaseError(_("Too much is searched for to be kept. Please search for fewer words."))
    User.objects.select_for_update().get(pk=by.pk)
    mine = SavedView.objects.filter(user=by)
    if not mine.filter(name=name).exists() and mine.count() >= MOST_VIEWS:
        said = ngettext("At most %(n)s view is kept.", "At most %(n)s views are kept.", MOST_VIEWS)
        raise CaseError(said % {"n": MOST_VIEWS})
    view, _is_new = SavedView.objects.update_or_create(
        user=by, name=name, defaults={"query": query}
    )
    return view


def drop_view(*, view: SavedView) -> None:
    view.delete()


@transaction.atomic
def keep_phrase(
    *, section: Section, use: PhraseUse, name: str, text: str, by: User, at: datetime
) -> Phrase:
    """Keep a phrase of a section; under the same name its words are these from now on.

    :raises CaseError: without a name or words, or with too many kept already.
    """
    name = words_given(name, ask=_("Please give the phrase a name."))
    text = words_given(text, ask=_("Please write the phrase."))
    section = Section.objects.select_for_update().get(pk=section.pk)
    standing = Phrase.objects.filter(section=section, use=use, name=name).first()
    if standing and standing.text == text:
        return standing
    if standing is None and Phrase.objects.filter(section=section).count() >= MOST_PHRASES:
        raise CaseError(_("A section keeps at most %(n)s phrases.") % {"n": MOST_PHRASES})
    phrase, _is_new = Phrase.objects.update_or_create(
        section=section, use=use, name=name, defaults={"text": text}
    )
    _write("keep_phrase", phrase, by, at)
    return phrase


@transaction.atomic
def drop_phrase(*, phrase: Phrase, by: User, at: datetime) -> None:
    """Let a phrase go; what was written with it stays as it stands."""
    standing = Phrase.objects.select_for_update().filter(pk=phrase.pk).first()
    if standing is not None:
        _write("drop_phrase", standing, by, at)
        standing.delete()


def _write(verb: str, phrase: Phrase, by: User, at: datetime) -> None:
    facts = {"name": phrase.name, "use": phrase.use, "text": phrase.text}
    record_act(verb=verb, kind="phrase", no=phrase.pk, by=by, at=at, facts=facts)
