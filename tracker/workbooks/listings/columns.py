"""What a listing shows (列表的列): each column declared once, for all three formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from tracker.values.dates import SHANGHAI
from tracker.workbooks.plaintext import guarded

Cell = str | int | Decimal | date | datetime | None
LONGEST_TEXT = 32_000  # a spreadsheet's cell holds 32,767 characters


class Form(Enum):
    """How a column's values are written."""

    TEXT = "text"
    AMOUNT = "amount"
    INTEGER = "integer"
    DATE = "date"
    MOMENT = "moment"
    SHARE = "share"  # 0.375, shown as 37.5%


COUNTED = frozenset({Form.AMOUNT, Form.INTEGER, Form.SHARE})
FORMATS = {
    Form.TEXT: "@",
    Form.AMOUNT: "#,##0.####",
    Form.INTEGER: "#,##0",
    Form.DATE: "yyyy-mm-dd",
    Form.MOMENT: "yyyy-mm-dd hh:mm",
    Form.SHARE: "0.0%",
}


@dataclass(frozen=True)
class ListColumn:
    """A column: `name` is where the value stands in the row (`target.enterprise.name`), unless `value` says it otherwise.

    `unit` names the column with this amount's unit: sums are made one a unit, never across units.
    """

    name: str
    header: Any
    form: Form = Form.TEXT
    width: int = 14
    unit: str = ""
    total: bool = False
    value: Callable[[Any], Any] | None = None


@dataclass(frozen=True)
class Listing:
    """A list of the product: what it is called, its columns, and what `prepare` adds to each block of rows."""

    code: str
    title: Any
    columns: tuple[ListColumn, ...]
    prepare: Callable[[list[Any]], Iterable[Any]] = lambda rows: rows


@dataclass(frozen=True)
class Head:
    """What stands above the table: its title, and whose, of which plan and day, filtered how."""

    title: str
    note: str = ""


def shown(field: str, header: Any, width: int = 12) -> ListColumn:
    """A column with the label of a choice."""
    return ListColumn(field, header, width=width, value=lambda row: getattr(row, f"get_{field}_display")())


def day(name: str, header: Any) -> ListColumn:
    """A column of days."""
    return ListColumn(name, header, Form.DATE, width=12)


def number(name: str, header: Any, *, total: bool = True) -> ListColumn:
    """A column of counts, which may be added up."""
    return ListColumn(name, header, Form.INTEGER, width=10, total=total)


def amount(name: str, header: Any, unit: str = "unit") -> ListColumn:
    """A column of amounts, whose unit stands in another column."""
    return ListColumn(name, header, Form.AMOUNT, width=14, unit=unit, total=True)


def reader(column: ListColumn) -> Callable[[Any], Cell]:
    """What takes a column's value out of a row, safe to be written."""
    if column.value is not None:
        taken = column.value
        return lambda row: _safe(taken(row))
    steps = column.name.split(".")
    return lambda row: _safe(_walk(row, steps))


def _walk(row: Any, steps: list[str]) -> Any:
    for step in steps:
        if row is None:
            return None
        row = row.get(step) if isinstance(row, Mapping) else getattr(row, step)
    return row


def _safe(value: Any) -> Cell:
    """Numbers and days as they are, moments in Shanghai's time, all else as text that no program takes for a formula."""
    if value is None or (isinstance(value, int | Decimal) and not isinstance(value, bool)):
        return value
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).replace(tzinfo=None, microsecond=0)
    if isinstance(value, date):
        return value
    text = str(value)
    text = guarded(text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "…")
    return text or None
