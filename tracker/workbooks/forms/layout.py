"""The layout of a report form (版式): header of two rows with merged groups, body, sums, the line of signatures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

Cell = str | int | Decimal | date | None


class Look(Enum):
    """What a line of a form is."""

    BODY = "body"
    HEADING = "heading"  # over a block, across the whole width: 一、水泥（单位：万吨）
    SUM = "sum"  # 小计, 合计


@dataclass(frozen=True)
class FormColumn:
    """A column of a form: its header (under its group's, where it has one), its width, whether it is a percentage."""

    header: str
    width: int = 12
    group: str = ""
    share: bool = False
    merged: bool = False  # equal values below one another are written once and merged down, as cities are


@dataclass(frozen=True)
class Line:
    """A line of a form."""

    cells: Sequence[Cell]
    look: Look = Look.BODY


@dataclass(frozen=True)
class Filled:
    """A form filled in: everything that stands on the paper."""

    number: str  # 附件1
    title: str
    unit: str  # 单位：…, where one holds for the whole form
    reported_by: str
    reported_on: date
    filled_by: str
    columns: Sequence[FormColumn]
    lines: Iterable[Line]
    notes: Sequence[str] = ()


def groups_of(columns: Sequence[FormColumn]) -> list[tuple[str, int, int]]:
    """The header's first row: each text with its first and last column; a column of no group is a group of its own."""
    found: list[tuple[str, int, int]] = []
    for at, column in enumerate(columns):
        if column.group and found and found[-1][0] == column.group:
            found[-1] = (column.group, found[-1][1], at)
        else:
            found.append((column.group or column.header, at, at))
    return found
