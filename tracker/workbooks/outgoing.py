"""Values on their way into a sheet (写出的值): what stands in a cell, in which format, under which heading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tracker.workbooks.kinds.base import Column, Type
from tracker.workbooks.lookups import Lookups
from tracker.workbooks.plaintext import guarded

Values = Mapping[str, Any]
Written = str | Decimal | int | date | None
TITLE_ROW, NOTE_ROW, HEADER_ROW = 1, 2, 3
DATE_FORMAT, AMOUNT_FORMAT, INTEGER_FORMAT, TEXT_FORMAT = "yyyy-mm-dd", "#,##0.####", "#,##0", "@"
_FORMATS = {Type.INTEGER: INTEGER_FORMAT, Type.DATE: DATE_FORMAT}
UNTYPED_FORMAT = "General"
NOT_IN_SHEET_NAMES = "[]:*?/\\'"


@dataclass(frozen=True)
class Heading:
    """What stands above the table: its title, and a line of remarks (plan, filters, day)."""

    title: str = ""
    note: str = ""


UNTITLED = Heading()  # the kind's own title


def written(column: Column, value: Any, lookups: Lookups) -> Written:
    """A value as it stands in a sheet: codes by their labels, texts guarded against becoming formulas."""
    if value is None or value == "":
        return None
    if column.type is Type.CHOICE:
        return guarded(lookups.label(column.source, value))
    return guarded(value) if isinstance(value, str) else value


def number_format(column: Column, value: Any = None) -> str:
    """The number format of a cell of a column; without a value, of one that is still to be filled in."""
    return amount_format(value) if column.type is Type.AMOUNT else _FORMATS.get(column.type, TEXT_FORMAT)


def amount_format(value: Decimal | float | None) -> str:
    """Spreadsheets show the point of a format with optional decimals even where none follow: 1,150 would be '1,150.'."""
    if value is None:
        return UNTYPED_FORMAT
    return INTEGER_FORMAT if value == int(value) else AMOUNT_FORMAT


def is_counted(column: Column) -> bool:
    """Whether a column holds numbers, which stand to the right."""
    return column.type in (Type.AMOUNT, Type.INTEGER)


def sheet_name(title: str) -> str:
    """A title as the name of a sheet: 31 characters, none that Excel forbids."""
    return "".join(character for character in title if character not in NOT_IN_SHEET_NAMES)[:31] or "Sheet1"


class Sums:
    """Sums of the amount columns as rows go by; different units are never added up."""

    def __init__(self, columns: Mapping[str, Column], totals: tuple[str, ...]) -> None:
        self._columns = {name: columns[name].unit_column for name in totals}
        self._sums: dict[str, dict[str, Decimal]] = {name: {} for name in totals}  # column → unit → sum

    def add(self, values: Values) -> None:
        """Count a row."""
        for name, unit_column in self._columns.items():
            amount = values.get(name)
            if amount is not None:
                sums, unit = self._sums[name], str(values.get(unit_column) or "")
                sums[unit] = sums.get(unit, Decimal(0)) + amount

    def rows(self) -> list[tuple[str, dict[str, Decimal]]]:
        """The rows of sums, each with its label: one, or one a unit where a column is counted in several."""
        if all(len(sums) <= 1 for sums in self._sums.values()):
            return [("合计", {name: total for name, sums in self._sums.items() for total in sums.values()})]
        units = dict.fromkeys(unit for sums in self._sums.values() for unit in sums)
        return [
            (
                f"合计（{unit}）" if unit else "合计",
                {name: sums[unit] for name, sums in self._sums.items() if unit in sums},
            )
            for unit in units
        ]
