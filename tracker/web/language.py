"""The language of a page (语言): Chinese, unless the officer switched to English; programs may ask by Accept-Language."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from tracker.officers.models import Officer
from tracker.officers.services import choose_language
from tracker.web.pages import public_page

Handler = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Activates the language for one request. A browser's own preference does not count: most are set up in English."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(language_of(request)):
            response = self.get_response(request)
            response.setdefault("Content-Language", translation.get_language())
            return response


def language_of(request: HttpRequest) -> str:
    """The language of a request: the cookie of the switch, else Accept-Language for the API, else Chinese."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in dict(settings.LANGUAGES):
        return chosen
    if request.path.startswith("/api/") and request.headers.get("Accept-Language"):
        return translation.get_language_from_request(request)
    return str(settings.LANGUAGE_CODE)


@public_page
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Switch the language; for a signed-in officer also that of e-mails, and of the next visit."""
    wanted = request.POST.get("language", "")
    if isinstance(request.user, Officer) and wanted in dict(settings.LANGUAGES):
        choose_language(officer=request.user, language=wanted)
    return set_language(request)


def remember(response: HttpResponse, officer: Officer) -> HttpResponse:
    """Give a browser the language its officer chose before."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, officer.language, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response
