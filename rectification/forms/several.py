"""What people write when they order several rectifications at once."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext

from bureau.models import Institution, LeaderPost
from rectification import selectors
from rectification.forms.ledger import IssueForm
from rectification.models import Item


class IssueSeveralForm(IssueForm):
    """One order for several items; each institution among them has its own accountable leader."""

    def __init__(self, *args: Any, items: Sequence[Item], **kwargs: Any) -> None:
        self.houses = list(dict.fromkeys(item.institution for item in items))
        self.posts: dict[str, LeaderPost] = {}
        super().__init__(*args, record=items[0], **kwargs)

    def prepare(self) -> None:
        super().prepare()
        del self.fields["leader"]
        posts = LeaderPost.objects.on(self.day).select_related("institution")
        asked = [None, *(house.pk for house in self.houses)]
        found = [post for post in posts.order_by("kind", "pk") if post.institution_id in asked]
        self.posts = {str(post.pk): post for post in found}
        for house in self.houses:
            self.fields[_name(house)] = self._leaders(house, found)
        self.order_fields(["kind", "due_on", "term_reason", *map(_name, self.houses)])

    def _leaders(self, house: Institution, posts: Sequence[LeaderPost]) -> forms.ChoiceField:
        """Offer the house's own leaders, then the bureau's; the only one of its own is proposed."""
        own = [post for post in posts if post.institution_id == house.pk]
        of_bureau = [post for post in posts if post.institution_id is None]
        label = gettext("Accountable leader · %(house)s") % {"house": house.name}
        choices = [(str(post.pk), selectors.leader_words(post)) for post in (*own, *of_bureau)]
        return forms.ChoiceField(
            label=label, choices=[("", "—"), *choices], initial=own[0].pk if len(own) == 1 else None
        )

    def leader_of(self, item: Item) -> LeaderPost:
        return self.posts[self.cleaned_data[_name(item.institution)]]


def _name(house: Institution) -> str:
    return f"leader_{house.pk}"
