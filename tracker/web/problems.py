"""Domain errors as pages: one status and one page for each kind of refusal."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
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
    context = {"error": error, "stale": isinstance(error, StaleState), "back": stood_on(request)}
    return render(request, f"{status}.html", context, status=status)


def wrong_method_page(request: HttpRequest, refused: HttpResponseNotAllowed) -> HttpResponse:
    """The page for an address that only takes a form, opened by itself: it leads to the page above it."""
    context = {"above": _above(request.path)}
    shown = render(request, "405.html", context, status=405)
    shown["Allow"] = refused["Allow"]
    return shown


def stood_on(request: HttpRequest) -> str:
    """The page of our own a form was sent from; empty where the browser does not say, or names another site."""
    said = request.headers.get("Referer", "") if request.method == "POST" else ""
    if not url_has_allowed_host_and_scheme(said, {request.get_host()}, request.is_secure()):
        return ""
    parts = urlsplit(said)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _above(path: str) -> str:
    """The nearest page above an address, as a record's above what is done to it."""
    while path.count("/") > 1:
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return "/"


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of our own fault: it leans on nothing that may be broken, and names the number the fault is logged under."""
    number = getattr(request, "request_id", "")
    return HttpResponse(render_to_string("500.html", {"request_id": number}), status=500)
