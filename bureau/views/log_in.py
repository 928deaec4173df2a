"""The log-in, and what was typed when it had ended: nothing of it is lost."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.csrf import csrf_failure

from bureau.forms import LoginForm
from bureau.held_words import FIELD, NOT_YOURS, held_by, opened, page_to_send_again
from bureau.whose_form import account_of


class LogIn(LoginView):
    """Log somebody in. What they sent too late is shown then, to be sent again.

    What another account sent is not shown to them.
    """

    redirect_authenticated_user = True
    authentication_form = LoginForm

    def get_context_data(self, **more):
        return super().get_context_data(held=self.request.POST.get(FIELD, ""), **more)

    def form_valid(self, form):
        answer = super().form_valid(form)
        text = self.request.POST.get(FIELD, "")
        held = opened(text, account=self.request.user.pk, at=timezone.now())
        if held is None:
            if text:
                messages.warning(self.request, NOT_YOURS)
            return answer
        return page_to_send_again(self.request, held, status=HTTPStatus.OK)


def form_is_stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form of one's own earlier log-in: what this house's page sent is shown once more.

    What another account's form sent is not. From anywhere else it is refused as ever: nobody is
    brought to send what another page wrote.
    """
    is_own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    held = held_by(request) if is_own and request.user.is_authenticated else None
    if held is None:
        return csrf_failure(request, reason)
    if account_of(request) != request.user.pk:
        return render(request, "403_csrf.html", {"why": NOT_YOURS}, status=HTTPStatus.FORBIDDEN)
    # Nobody is denied anything here: an auditor reads a 403 as somebody at a door not theirs.
    return page_to_send_again(request, held, status=HTTPStatus.CONFLICT)
