"""The pages of steps, for every app: one page for each, asked and taken."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bureau.models import Act, User
from bureau.services import BureauError
from bureau.templatetags.shell import moment
from bureau.timeline import act_label
from bureau.verbs import StepForm, Verb, Verbs, acts_since, is_repeated, newest_act

MOST = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPages:
    """The pages of one app's steps.

    `kind` is what its acts call a record. `visible` finds the record a person may see, `why_not`
    says what keeps them from a step on a day, `after` where to go when it is taken. `chosen` names
    what the page that led here may have chosen already, `more` adds what a page shows beside the
    form; `filled` answers a button that takes no step but fills something in, with all that was
    typed. With `acts`, the labels of an app's acts, a form knows on what it was asked: where
    somebody else took a step meanwhile it says who did what, and is not taken.
    """

    verbs: Verbs
    kind: str
    template: str
    visible: Callable[[HttpRequest, str], Any]
    why_not: Callable[[User, Any, Verb, date], str]
    after: Callable[[HttpRequest, Any, StepForm], str]
    chosen: tuple[str, ...] = ()
    filled: Callable[[HttpRequest, Any, Verb], dict[str, Any] | None] = lambda *_asked: None
    more: Callable[[HttpRequest, Any, Verb], dict[str, Any]] = lambda request, record, verb: {}
    acts: Mapping[str, Any] | None = None

    def answer(self, request: HttpRequest, no: str, name: str) -> HttpResponse:
        """Ask for what a step takes, or take it. What is refused says why and keeps every word."""
        verb = next((verb for step, verb in self.verbs.items() if step == name), None)
        if verb is None:
            raise Http404
        if not verb.is_held_by(request.user):
            raise PermissionDenied
        record = self.visible(request, no)
        if request.method == "GET":
            return self._asked(request, record, verb)
        if (typed := self.filled(request, record, verb)) is not None:
            form = self._form(request, record, verb, initial=typed)
            return self._page(request, record, verb, form)
        form = self._form(request, record, verb, request.POST, request.FILES)
        is_ready = form.is_valid() and _is_read_over(request, form)
        is_ready = is_ready and self._is_as_seen(request, record, form)
        if is_ready and self._taken(request, record, verb, form):
            return redirect(self.after(request, record, form))
        return self._page(request, record, verb, form)

    def _asked(self, request: HttpRequest, record: Any, verb: Verb) -> HttpResponse:
        """Show a step's page; one that cannot be taken now leads back and says why."""
        if why := self.why_not(request.user, record, verb, timezone.localdate()):
            messages.warning(request, why)
            return redirect(record)
        chosen = {name: request.GET[name] for name in self.chosen if name in request.GET}
        form = self._form(request, record, verb, initial=chosen)
        return self._page(request, record, verb, form)

    def _form(
        self, request: HttpRequest, record: Any, verb: Verb, *given: Any, initial: Any = None
    ) -> StepForm:
        day = timezone.localdate()
        return verb.ask(record, *given, user=request.user, day=day, initial=initial)

    def _page(self, request: HttpRequest, record: Any, verb: Verb, form: StepForm) -> HttpResponse:
        is_whole = form.is_bound and form.is_valid()
        context = {"record": record, "verb": verb, "form": form}
        context["public_words"] = form.public_words if is_whole else ""
        if self.acts is not None:
            context["as_of"] = newest_act(self.kind, record.no)
        return render(request, self.template, context | self.more(request, record, verb))

    def _is_as_seen(self, request: HttpRequest, record: Any, form: StepForm) -> bool:
        """Refuse what was asked before somebody took a step, and say who did what.

        One's own step meanwhile counts where this would write over it: another tab was forgotten.
        """
        seen = request.POST.get("as_of", "")
        if self.acts is None or not seen.isdecimal():
            return True
        since, own_too = min(int(seen), MOST), form.writes_over
        meanwhile = acts_since(request.user, self.kind, record.no, since, own_too=own_too)
        for act in meanwhile:
            form.add_error(None, _told(act, self.acts))
        if meanwhile:
            form.add_error(None, _("Nothing was done. Look at it again, then press once more."))
        return not meanwhile

    def _taken(self, request: HttpRequest, record: Any, verb: Verb, form: StepForm) -> bool:
        why = self.why_not(request.user, record, verb, timezone.localdate())
        try:
            done = verb.run(record, form, request.user, timezone.now())
        except BureauError as error:
            form.add_error(None, str(error))
            return False
        if why and not is_repeated(request.user, self.kind, record.no):
            messages.warning(request, why)
        else:
            messages.success(request, verb.told(done))
        return True


def _told(act: Act, labels: Mapping[str, Any]) -> str:
    who = act.actor_name or act.get_actor_kind_display()
    said = _("Meanwhile: %(what)s (%(who)s, %(time)s).")
    return said % {"what": act_label(act, labels), "who": who, "time": moment(act.at)}


def _is_read_over(request: HttpRequest, form: StepForm) -> bool:
    """Test if what goes outside was shown as it will stand there, word for word."""
    seen = request.POST.get("seen_as", "")
    return not form.public_words or form.public_words.split() == seen.split()
