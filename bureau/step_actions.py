"""The steps of records as actions of the admin, for every app."""

from collections.abc import Callable, Container
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.scoped_admin import confirmation
from bureau.sentences import labelled
from bureau.services import BureauError
from bureau.verbs import StepForm, Verb, Verbs


def actions_of(verbs: Verbs, *, without: Container[str]) -> list[Callable[..., Any]]:
    """Make an admin's action of each step but those that are taken elsewhere."""
    return [_action_of(verb) for verb in verbs.values() if verb.step not in without]


def _action_of(verb: Verb) -> Callable[..., Any]:
    def act(self: "TakesSteps", request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.take(request, queryset, verb)

    act.__name__ = verb.action
    return admin.action(description=verb.label, permissions=[verb.action])(act)


class TakesSteps:
    """For an admin: a step's form is asked once for all the records chosen, and tells of each."""

    verbs: ClassVar[Verbs]
    one_by_one: ClassVar[Container[str]] = ()
    """Steps in which is written what one record says, and no other's."""
    why_not: Callable[[HttpRequest, Any, Verb], str]
    """Says why a step is not among those that this person may take now; empty if it is."""

    def __getattr__(self, name: str) -> Any:
        """Answer `has_step_…_permission` by the table of steps."""
        for verb in self.verbs.values():
            if name == f"has_{verb.action}_permission":
                return lambda request: verb.is_held_by(request.user)
        raise AttributeError(name)

    def take(self, request: HttpRequest, queryset: QuerySet, verb: Verb) -> HttpResponse | None:
        """Ask what the step takes, then hand each record to its service; tell of each."""
        records = list(queryset)
        if verb.step in self.one_by_one and len(records) > 1:
            said = _("“%(step)s” is done one item at a time.") % {"step": verb.label}
            self.message_user(request, said, messages.ERROR)
            return None
        if request.POST.get("post") != "yes":
            return self._ask(request, records, verb)
        given = (request.POST, request.FILES)
        forms = [(one, self._form(request, one, verb, *given)) for one in records]
        wrong = next((form for _one, form in forms if not form.is_valid()), None)
        if wrong is not None:
            return self._asked(request, records, verb, wrong)
        for record, form in forms:
            self._take_one(request, record, verb, form)
        return None

    def _ask(self, request: HttpRequest, records: list, verb: Verb) -> HttpResponse | None:
        """Ask for those that the step can be taken of, and say of the others why not."""
        why_not = {one: self.why_not(request, one, verb) for one in records}
        for record, refusal in why_not.items():
            if refusal:
                self.message_user(request, labelled(record, refusal), messages.ERROR)
        left = [one for one, refusal in why_not.items() if not refusal]
        if not left:
            return None
        return self._asked(request, left, verb, self._form(request, left[0], verb))

    def _form(self, request: HttpRequest, record: Any, verb: Verb, *given: Any) -> StepForm:
        return verb.ask(record, *given, user=request.user, day=timezone.localdate())

    def _asked(
        self, request: HttpRequest, records: list, verb: Verb, form: StepForm
    ) -> HttpResponse:
        question = verb.note or verb.label
        return confirmation(
            self, request, records, action=verb.action, question=question, verb=verb.label,
            form=form,
        )  # fmt: skip

    def _take_one(self, request: HttpRequest, record: Any, verb: Verb, form: StepForm) -> None:
        refusal: Any = self.why_not(request, record, verb)
        if refusal:
            self.message_user(request, labelled(record, refusal), messages.ERROR)
            return
        try:
            done = verb.run(record, form, request.user, timezone.now())
        except BureauError as error:
            self.message_user(request, labelled(record, error), messages.ERROR)
        else:
            self.message_user(request, labelled(record, verb.told(done)))
