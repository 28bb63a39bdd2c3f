"""Every address of the site, found in the URL resolver, with the permission its view names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

Permission = tuple[str, str] | str | None

# Where the address cannot be made by name: the API's catch-all, and what answers nothing unless asked something.
_WRITTEN_OUT = {
    "api:nowhere": "/api/v1/nothing/",
    "api:catalogue-check": "/api/v1/catalogue-check/?q=cement",
}


@dataclass(frozen=True)
class Address:
    """One address: its name, its view, and the arguments in it."""

    name: str
    view: Any
    arguments: tuple[str, ...]

    @property
    def of_api(self) -> bool:
        """Whether programs ask it: it answers 401 where a page sends to the sign-in."""
        return hasattr(self.view, "cls")

    @property
    def permission(self) -> Permission:
        """(resource, verb), or "public", or None for a view that names nothing."""
        if not self.of_api:
            named: Permission = getattr(self.view, "permission", None)
            return named
        door, action = self.view.cls, (getattr(self.view, "actions", None) or {}).get("get")
        return (door.resource, door.verbs.get(action, door.verb)) if door.resource else None

    @property
    def subject(self) -> str:
        """The kind of object the address is about: the model's name in the API, else the resource."""
        model = getattr(getattr(self.view, "cls", None), "model", None)
        return str(model._meta.model_name) if model else str(self.permission[0] if self.permission else "")

    def path(self, values: dict[str, Any]) -> str:
        """The path with these arguments."""
        return _WRITTEN_OUT.get(self.name) or reverse(
            self.name, kwargs={argument: values[argument] for argument in self.arguments}
        )


def addresses() -> list[Address]:
    """All of them, in the resolver's order."""
    return list(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, namespace: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, f"{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern):
            pattern: Any = entry.pattern
            arguments = getattr(pattern, "converters", None) or pattern.regex.groupindex
            yield Address(f"{namespace}{entry.name}", entry.callback, tuple(arguments))
