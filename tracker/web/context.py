"""What every page's frame needs: who is signed in, the plans, the navigation, the business date. Read only when shown."""

from __future__ import annotations

from typing import Any

from django.db import Error, transaction
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.values.dates import today
from tracker.web.navigation import navigation, room_of
from tracker.web.plans import chosen_plan, plans_for


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor of the page frame; everything that asks the database is lazy, so error pages need none."""
    officer = getattr(request, "user", None)
    if not isinstance(officer, Officer):
        return {}
    menu: Any = SimpleLazyObject(lambda: navigation(request, officer))
    return {
        "officer": officer,
        "today": today(),
        "may_use_tokens": may(officer, "change", "token"),
        "plans": SimpleLazyObject(lambda: plans_for(request)),
        "plan": SimpleLazyObject(lambda: chosen_plan(request)),
        "nav": menu,
        "room": room_of(request),
        "frame_of_errors": lambda: _frame_of_errors(officer, menu),
    }


def _frame_of_errors(officer: Officer, menu: Any) -> str:
    """The template round an error page: the frame with the menu, unless the database refuses what the frame reads."""
    try:
        with transaction.atomic():
            bool(menu)
            bool(officer.region)
    except Error:
        return "tracker/bare.html"
    return "tracker/errors/framed.html"
