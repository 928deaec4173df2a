"""The log-in, and what was typed when it had ended: nothing of it is lost."""

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.views.csrf import csrf_failure

from bureau.forms import LoginForm
from bureau.held_words import FIELD, held_by, opened, page_to_send_again


class LogIn(LoginView):
    """Log somebody in. What they sent too late is shown then, to be sent again."""

    redirect_authenticated_user = True
    authentication_form = LoginForm

    def get_context_data(self, **more):
        return super().get_context_data(held=self.request.POST.get(FIELD, ""), **more)

    def form_valid(self, form):
        answer = super().form_valid(form)
        lasts = int(settings.SESSION_LIFE.total_seconds())
        held = opened(self.request.POST.get(FIELD, ""), seconds=lasts)
        if held is None:
            return answer
        return page_to_send_again(self.request, held, status=HTTPStatus.OK)


def form_is_stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form of an earlier log-in: what this house's own page sent is shown once more.

    From anywhere else it is refused as ever: nobody is brought to send what another page wrote.
    """
    is_own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    held = held_by(request) if is_own and request.user.is_authenticated else None
    if held is None:
        return csrf_failure(request, reason)
    return page_to_send_again(request, held, status=HTTPStatus.FORBIDDEN)
