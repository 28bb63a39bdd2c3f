"""Sums under a listing (合计行): one row a unit, as formulas over the rows; different units are never added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tracker.workbooks.listings.columns import Cell, Listing

NO_UNIT = ""


@dataclass
class SumRow:
    """A row of sums: its unit, and column → value."""

    unit: str
    values: dict[int, Decimal] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """合计, with the unit where there is one."""
        return f"合计（{self.unit}）" if self.unit else "合计"


class Adding:
    """Adds up as rows go by."""

    def __init__(self, listing: Listing) -> None:
        places = {column.name: at for at, column in enumerate(listing.columns)}
        self.summed = {at: places.get(column.unit) for at, column in enumerate(listing.columns) if column.total}
        self._found: dict[str, SumRow] = {}

    def add(self, cells: Sequence[Cell]) -> None:
        """Count a row."""
        for at, unit_at in self.summed.items():
            value: Any = cells[at]
            unit = NO_UNIT if unit_at is None else str(cells[unit_at] or "")
            if value is None or (unit_at is not None and not unit):
                continue  # an amount of no unit is no part of any sum
            row = self._found.setdefault(unit, SumRow(unit))
            row.values[at] = row.values.get(at, Decimal(0)) + value

    def rows(self) -> list[SumRow]:
        """The rows of sums: what has no unit stands in the first."""
        plain = self._found.get(NO_UNIT)
        with_unit = [row for unit, row in self._found.items() if unit != NO_UNIT]
        if plain is None or not with_unit:
            return with_unit or ([plain] if plain else [])
        first = with_unit[0]
        return [SumRow(first.unit, first.values | plain.values), *with_unit[1:]]

    def unit_of(self, at: int, unit: str) -> tuple[int, str] | None:
        """The column and unit that a sum is limited to; None where the column has no units."""
        unit_at = self.summed[at]
        return None if unit_at is None else (unit_at, unit)
