"""How a view becomes a page: it names the resource and verb of the permission table, or is declared public."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from tracker.officers.models import Officer
from tracker.officers.permissions import require

Reply = HttpResponseBase  # a page, or a file
View = Callable[..., HttpResponseBase]


class OfficerRequest(HttpRequest):
    """A request whose user is signed in (for type checking)."""

    user: Officer
    request_id: str


def page(resource: str, verb: str = "view") -> Callable[[View], View]:
    """Only for signed-in officers whose role has the verb on the resource; others sign in, or get 403.

    Who signed in with a temporary password is led to choose another before anything else.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not isinstance(request.user, Officer):
                return redirect_to_login(request.get_full_path())
            if request.user.password_temporary and (resource, verb) != ("preference", "change"):
                return redirect("own_password")
            require(request.user, verb, resource)
            return view(request, *args, **kwargs)

        checked.permission = (resource, verb)  # type: ignore[attr-defined]
        return checked

    return decorate


def public_page(view: View) -> View:
    """A page for everybody, signed in or not; named so that a forgotten permission cannot pass for one."""
    view.permission = "public"  # type: ignore[attr-defined]
    return view
