"""One transaction a request, on behalf of the signed-in officer; domain errors become pages in the user's language."""

from __future__ import annotations

from collections.abc import Callable

from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from tracker.audit.acting import NOBODY, declare
from tracker.officers.models import Officer
from tracker.values.errors import DomainError
from tracker.web.problems import problem_page, wrong_method_page

Handler = Callable[[HttpRequest], HttpResponse]


class ActingMiddleware:
    """Opens the transaction, declares scope and history context, and rolls back whatever a failing view wrote."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.refused = False  # type: ignore[attr-defined]
        try:
            response = self._answer(request)
        except OperationalError:
            return _unavailable(request.request_id)  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            response.setdefault("Cache-Control", "no-store")
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            actor = request.user.actor if isinstance(request.user, Officer) else NOBODY
            declare(actor, request_id=request.request_id)  # type: ignore[attr-defined]
            response = self.get_response(request)
            if request.refused:  # type: ignore[attr-defined]
                transaction.set_rollback(True)
            if isinstance(response, HttpResponseNotAllowed):
                response = wrong_method_page(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Whatever the view wrote is undone; a domain error is answered with its page."""
        request.refused = True  # type: ignore[attr-defined]
        return problem_page(request, exception) if isinstance(exception, DomainError) else None


def _unavailable(request_id: str) -> HttpResponse:
    """The database does not answer: nothing was done, and asking again soon may help."""
    text = _("数据库暂时无法访问，没有写入任何数据，请稍后再试")
    text = f"{text}\n{_('请求编号')} {request_id}\n"
    return HttpResponse(text, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "5"})
