"""What is done to a target from its page (办理): saved, or told there why not, with what was typed kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from tracker.values.errors import IllegalState, InvalidValue
from tracker.web.pages import OfficerRequest
from tracker.web.problems import status_of
from tracker.web.target import show


def kept_or_told(request: OfficerRequest, pk: int, save: Callable[[], str], typed: dict[str, Any]) -> HttpResponse:
    """Back to the target once it is saved; where it is refused its page says why, and keeps what was typed."""
    try:
        said = save()
    except (InvalidValue, IllegalState) as error:
        messages.error(request, str(error.message))
        return show(request, pk, typed=typed, status=status_of(error))
    messages.success(request, said)
    return redirect("target", pk=pk)
