"""Which line a list means (生产线识别): by whose it is, the code going before the name, and by what the line is called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar

from tracker.registry.models import Enterprise

T = TypeVar("T")


class NamesLine(Protocol):
    """A row of any list that names an enterprise and one of its lines."""

    @property
    def enterprise_name(self) -> str:
        """The enterprise, as written."""

    @property
    def credit_code(self) -> str | None:
        """Its credit or organisation code, where given."""

    @property
    def facility_name(self) -> str:
        """The line, as written."""


class Lines(Generic[T]):
    """Whatever is kept of lines (the facility, its target), found by how lists name them."""

    def __init__(self, listed: Iterable[tuple[Enterprise, str, T]]) -> None:
        self._by_code: dict[tuple[str, str], list[T]] = {}
        self._by_name: dict[tuple[str, str], list[T]] = {}
        for enterprise, line, one in listed:
            self._by_name.setdefault((enterprise.name, line), []).append(one)
            self._by_code.setdefault((enterprise.credit_code or "", line), []).append(one)

    def fits(self, row: NamesLine) -> list[T]:
        """What a row may mean: one, none, or several."""
        by_code = self._by_code.get((row.credit_code, row.facility_name)) if row.credit_code else None
        return by_code or self._by_name.get((row.enterprise_name, row.facility_name), [])
