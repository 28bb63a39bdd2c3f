"""May they (接口权限): what the permission table says of the view's resource and verb; a view that names none is closed."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import MethodNotAllowed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from tracker.officers.models import Officer
from tracker.officers.permissions import require


def asked_permission(view: Any) -> tuple[str, str] | None:
    """The (resource, verb) a view asks for; None where it names no resource."""
    resource = getattr(view, "resource", None)
    if not resource:
        return None
    return resource, getattr(view, "verbs", {}).get(getattr(view, "action", None), getattr(view, "verb", "view"))


class TablePermission(BasePermission):
    """The role needs `view` on `api`, and the view's verb on the view's resource."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the officer may; 405 for methods nobody may use, 401 without an officer, 403 by the table."""
        if request.method not in view.allowed_methods:
            raise MethodNotAllowed(str(request.method))
        asked = asked_permission(view)
        if not isinstance(request.user, Officer) or asked is None:
            return False
        require(request.user, "view", "api")
        resource, verb = asked
        require(request.user, verb, resource)
        return True
