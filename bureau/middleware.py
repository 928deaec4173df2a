"""Which language a person reads. What the browser asks for does not decide: locked-down
office browsers ask for English in front of people who read none."""

from django.conf import settings
from django.utils import translation

LANGUAGE_COOKIE = settings.LANGUAGE_COOKIE_NAME


class ChosenLanguageMiddleware:
    """Take the language from the profile, else from the cookie, else the bureau's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = getattr(request.user, "language", "") or request.COOKIES.get(LANGUAGE_COOKIE)
        if chosen not in dict(settings.LANGUAGES):
            chosen = settings.LANGUAGE_CODE
        with translation.override(chosen):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
        return response
