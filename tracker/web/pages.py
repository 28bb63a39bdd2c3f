"""How a view becomes a page: it names the resource and verb of the permission table, or is declared public."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.web.problems import stood_on

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
                return _sign_in_first(request)
            if request.user.password_temporary and (resource, verb) != ("preference", "change"):
                return redirect("own_password")
            require(request.user, verb, resource)
            return view(request, *args, **kwargs)

        checked.permission = (resource, verb)  # type: ignore[attr-defined]
        return checked

    return decorate


def _sign_in_first(request: HttpRequest) -> HttpResponseBase:
    """To the sign-in page and back; what a form sent is not kept, so it leads back to the page the form stood on."""
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    messages.warning(request, _("登录已过期，刚才提交的内容没有保存，请重新填写后提交。"))
    return redirect_to_login(stood_on(request) or "/")


def public_page(view: View) -> View:
    """A page for everybody, signed in or not; named so that a forgotten permission cannot pass for one."""
    view.permission = "public"  # type: ignore[attr-defined]
    return view
