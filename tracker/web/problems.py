"""Domain errors as pages: one status and one page for each kind of refusal."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from tracker.values.errors import (
    DomainError,
    IllegalState,
    InvalidValue,
    NoRoom,
    NotAllowed,
    NotFound,
    StaleState,
)

STATUS_OF: dict[type[DomainError], int] = {
    NotAllowed: 403,
    NotFound: 404,
    StaleState: 409,
    IllegalState: 409,
    InvalidValue: 400,
    NoRoom: 507,
}


def status_of(error: DomainError) -> int:
    """The HTTP status of a domain error; 400 where nothing more exact is known."""
    return next((status for kind, status in STATUS_OF.items() if isinstance(error, kind)), 400)


def problem_page(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The page that names the refusal and the way out."""
    status = status_of(error)
    return render(request, f"{status}.html", {"error": error, "back": _back(request)}, status=status)


def _back(request: HttpRequest) -> str:
    """The page a refused step was taken on; empty where the browser does not say, or names another site."""
    said = request.headers.get("Referer", "") if request.method == "POST" else ""
    return said if url_has_allowed_host_and_scheme(said, {request.get_host()}, request.is_secure()) else ""


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of our own fault: it leans on nothing that may be broken, and names the number the fault is logged under."""
    number = getattr(request, "request_id", "")
    return HttpResponse(render_to_string("500.html", {"request_id": number}), status=500)
