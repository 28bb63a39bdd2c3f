"""What is done to a target from its page (办理): saved, or told there why not, with what was typed kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url

from tracker.values.errors import IllegalState, InvalidValue
from tracker.web.editing import tell_refusal
from tracker.web.pages import OfficerRequest
from tracker.web.problems import status_of
from tracker.web.target import show


def kept_or_told(
    request: OfficerRequest,
    pk: int,
    save: Callable[[], str],
    typed: dict[str, Any],
    *,
    form: forms.BaseForm | None = None,
    place: str = "",
) -> HttpResponse:
    """Back to the target (and the `place` on its page) once it is saved; where it is refused its page says why.

    It says so at its head, as the form may be gone with the state it was for, and at the form; `typed` is kept.
    """
    try:
        said = save()
    except (InvalidValue, IllegalState) as error:
        messages.error(request, str(error.message))
        if form is not None and form.is_valid():
            tell_refusal(form, error)
        return show(request, pk, typed=typed, status=status_of(error))
    messages.success(request, said)
    return redirect(resolve_url("target", pk=pk) + place)
