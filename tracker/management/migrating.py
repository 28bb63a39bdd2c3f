"""Migrating from nothing in reasonable time.

After every operation Django renders the model concerned, and all that is related to it at however many removes, anew. In a
house where everything hangs together that is nearly every model, each time. Most of it is needless:
- constraints, indexes and triggers change no column: the schema editor gets the constraint, index or trigger itself;
- a new model changes no other, so it alone is rendered;
- a new foreign key concerns its own model and the neighbours, as Django holds it with fields of every other kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db.migrations.state import ModelState, ProjectState
from django.db.models import NOT_PROVIDED, Field
from pgtrigger.migrations import AddTrigger, RemoveTrigger


@contextmanager
def little_rendered() -> Iterator[None]:
    """Note changes in the migration's state, rendering no more models than each of them concerns."""
    with ExitStack() as stack:
        for owner, name, ours in _OURS:
            stack.callback(setattr, owner, name, getattr(owner, name))
            setattr(owner, name, ours)
        yield


def _append_option(self: ProjectState, app_label: str, model_name: str, option_name: str, added: Any) -> None:
    options = self.models[app_label, model_name].options
    options[option_name] = [*options[option_name], added]


def _add_trigger(self: AddTrigger, app_label: str, state: ProjectState) -> None:
    options = state.models[app_label, self.model_name].options
    options["triggers"] = [*options.get("triggers", []), self.trigger]


def _remove_trigger(self: RemoveTrigger, app_label: str, state: ProjectState) -> None:
    options = state.models[app_label, self.model_name].options
    options["triggers"] = [trigger for trigger in options.get("triggers", []) if trigger.name != self.name]


def _add_model(self: Any, model_state: ModelState) -> None:
    key = model_state.app_label, model_state.name_lower
    self.models[key] = model_state
    if self._relations is not None:
        self.resolve_model_relations(key)
    if "apps" in self.__dict__:  # asking for it would render everything
        self.apps.render_multiple([model_state])


def _add_field(self: Any, app_label: str, model_name: str, name: str, field: Field, preserve_default: bool) -> None:
    if not preserve_default:
        field = field.clone()
        field.default = NOT_PROVIDED
    key = app_label, model_name
    self.models[key].fields[name] = field
    if self._relations is not None:
        self.resolve_model_field_relations(key, name, field)
    self.reload_model(*key, delay=True)


_OURS: tuple[tuple[type, str, Callable[..., None]], ...] = (
    (ProjectState, "_append_option", _append_option),
    (ProjectState, "add_model", _add_model),
    (ProjectState, "add_field", _add_field),
    (AddTrigger, "state_forwards", _add_trigger),
    (RemoveTrigger, "state_forwards", _remove_trigger),
)
