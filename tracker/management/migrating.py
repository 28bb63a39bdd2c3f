"""Migrating from nothing in reasonable time.

After every operation Django renders the model concerned, and all that is related to it, anew. Constraints, indexes and
triggers make up most of our operations and none of them changes a model's columns, so that work is saved: the schema editor
gets the constraint, index or trigger itself. This turns the first migration from the better part of a minute into seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger


@contextmanager
def options_unrendered() -> Iterator[None]:
    """Note constraints, indexes and triggers in the migration's state without rendering its models again."""
    append, forwards = ProjectState._append_option, AddTrigger.state_forwards  # type: ignore[attr-defined]
    ProjectState._append_option = _append_option  # type: ignore[attr-defined]
    AddTrigger.state_forwards = _add_trigger
    try:
        yield
    finally:
        ProjectState._append_option = append  # type: ignore[attr-defined]
        AddTrigger.state_forwards = forwards


def _append_option(self: ProjectState, app_label: str, model_name: str, option_name: str, added: Any) -> None:
    options = self.models[app_label, model_name].options
    options[option_name] = [*options[option_name], added]


def _add_trigger(self: AddTrigger, app_label: str, state: ProjectState) -> None:
    options = state.models[app_label, self.model_name].options
    options["triggers"] = [*options.get("triggers", []), self.trigger]
