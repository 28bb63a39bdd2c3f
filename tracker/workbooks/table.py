"""Finding the table in a sheet (表格定位): title rows above it, a header of one or two rows, units in brackets, columns in any order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from tracker.workbooks.amounts import unit_or_none
from tracker.workbooks.cellrefs import address
from tracker.workbooks.kinds.base import ROW_ID, ROW_ID_HEADER, Column, Kind
from tracker.workbooks.plaintext import plain
from tracker.workbooks.wire import Raw, kind_of

SEARCHED = 40  # rows that hold something, from the top
_BRACKETED = re.compile(r"^(.*?)[(\[【]([^()\[\]【】]+)[)\]】]$")
_UNIT_LINE = re.compile(r"单位[:：]([^\s:：]+)")
_SPACES = re.compile(r"\s+")
_SEQUENCE = ("序号", "编号", "no.", "no", "#")


@dataclass
class Table:
    """Where a sheet's table is and what its columns are. Columns count from 0, rows from 1."""

    header_row: int
    first_row: int
    columns: dict[str, int]
    headers: dict[str, str] = field(default_factory=dict)  # as written
    units: dict[str, str] = field(default_factory=dict)  # column → unit named in its header
    sheet_unit: str = ""
    unknown: list[tuple[str, str]] = field(default_factory=list)  # cell, text
    doubled: list[tuple[str, str, str]] = field(default_factory=list)  # cell, text, column
    row_texts: frozenset[str] = frozenset()  # the header's texts, by which a repeated header is known


class Names:
    """Every accepted header text of a kind."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.columns = kind.by_name()
        self._names: dict[str, str] = {_bare(ROW_ID_HEADER): ROW_ID}
        for column in kind.columns:
            for text in (column.header, *column.aliases):
                self._names.setdefault(_bare(text), column.name)

    def match(self, upper: str, lower: str) -> tuple[str, str]:
        """The column a header means ("" if none), and the unit in its brackets."""
        (top, top_unit), (sub, sub_unit) = _without_unit(upper), _without_unit(lower)
        unit = sub_unit or top_unit
        if top and sub and top != sub:
            return self._names.get(top + sub) or self._part(top, sub) or self._names.get(sub) or "", unit
        return self._names.get(sub or top, ""), unit

    def _part(self, top: str, sub: str) -> str:
        group: Column | None = self.columns.get(self._names.get(top, ""))
        named = dict(group.parts).get(sub, "") if group else ""
        if group and not named and unit_or_none(sub):
            return group.name
        return named if named in self.columns else ""


def _bare(text: str) -> str:
    return plain(text).strip("*:：").lower()


def _without_unit(text: str) -> tuple[str, str]:
    bare = plain(text)
    match = _BRACKETED.match(bare)
    if match and (unit := unit_or_none(re.sub("^单位[:：]?", "", match[2]))):
        return _bare(match[1]), unit.name
    return _bare(text), ""


def named_in(text: str) -> str:
    """What a header names, without the unit in its brackets."""
    return _without_unit(text)[0]


def find_table(
    numbers: list[int], rows: list[list[Raw]], merges: list[tuple[int, int, int, int]], kind: Kind
) -> Table | None:
    """The table of a kind among a sheet's first rows; None where no header resembles the kind's."""
    names, best, most = Names(kind), None, (0, 0)
    spread = _spread_merges(numbers[:SEARCHED], rows[:SEARCHED], merges)
    for at in range(len(spread)):
        for depth in (1, 2):
            if at + depth > len(spread) or (depth == 2 and numbers[at + 1] != numbers[at] + 1):
                continue
            if depth == 2 and not _names_anything(spread[at], spread[at + 1], names):
                continue  # a title or a line of remarks above a header of one row
            table = _as_header(numbers, spread, at, depth, names)
            score = (len(table.columns), -len(table.unknown))  # a line above the header makes its texts strange
            if score > most:
                best, most = (table, at, depth), score
    needed = max(2, sum(column.required for column in kind.columns) // 2)
    if best is None or most[0] < needed:
        return None
    table, at, depth = best
    _absorb_units_row(table, spread, numbers, at + depth)
    table.sheet_unit = _unit_above(spread[: at + depth])
    return table


def _spread_merges(
    numbers: list[int], rows: list[list[Raw]], merges: list[tuple[int, int, int, int]]
) -> list[list[str]]:
    """The first rows as texts, each merged range filled with its value."""
    texts = [
        [cell if isinstance(cell, str) and not kind_of(cell) else "" if cell == "" else f"\0{cell}" for cell in row]
        for row in rows
    ]
    index = {number: at for at, number in enumerate(numbers)}
    for top, left, bottom, right in merges:
        if top in index and left <= len(texts[index[top]]):
            value = texts[index[top]][left - 1]
            for number in range(top, min(bottom, numbers[-1]) + 1):
                if number in index:
                    row = texts[index[number]]
                    row.extend([""] * (right - len(row)))
                    row[left - 1 : right] = [value] * (right - left + 1)
    return texts


def _names_anything(upper: list[str], lower: list[str], names: Names) -> bool:
    """Whether the upper row of two says something of a column that the lower one alone would not."""
    texts = [(top.lstrip("\0"), sub.lstrip("\0")) for top, sub in zip_longest(upper, lower, fillvalue="")]
    return any(top and names.match(top, sub)[0] and names.match(top, sub) != names.match("", sub) for top, sub in texts)


def _as_header(numbers: list[int], spread: list[list[str]], at: int, depth: int, names: Names) -> Table:
    upper = spread[at]
    lower = spread[at + 1] if depth == 2 else [""] * len(upper)
    table = Table(numbers[at], numbers[at + depth - 1] + 1, {})
    group = ""
    for column in range(max(len(upper), len(lower))):
        top = upper[column] if column < len(upper) else ""
        sub = lower[column] if column < len(lower) else ""
        group = top or (group if sub else "")
        _note_header(table, names, column, top or (group if depth == 2 else ""), sub)
    table.row_texts = frozenset(plain(text) for text in upper if plain(text))
    return table


def _note_header(table: Table, names: Names, column: int, top: str, sub: str) -> None:
    written = "".join(dict.fromkeys(_SPACES.sub("", text) for text in (top, sub) if text.strip() and text[0] != "\0"))
    if not written:
        return
    name, unit = names.match(top if top[:1] != "\0" else "", sub if sub[:1] != "\0" else "")
    cell = address(table.header_row, column + 1)
    if not name:
        if _bare(written) not in _SEQUENCE:
            table.unknown.append((cell, written))
    elif name in table.columns:
        table.doubled.append((cell, written, name))
    else:
        table.columns[name], table.headers[name] = column, written
        if unit:
            table.units[name] = unit


def _absorb_units_row(table: Table, spread: list[list[str]], numbers: list[int], at: int) -> None:
    """A row of units in brackets, or of column numbers, below the header belongs to it."""
    if at >= len(spread) or numbers[at] != table.first_row:
        return
    row = {column: plain(text.lstrip("\0")) for column, text in enumerate(spread[at]) if plain(text.lstrip("\0"))}
    units = {column: unit_or_none(text.strip("()[]【】")) for column, text in row.items()}
    if row and all(units.values()) and any(text[0] in "([【" for text in row.values()):
        for name, column in table.columns.items():
            if unit := units.get(column):
                table.units[name] = unit.name
        table.first_row += 1
    elif len(row) >= 3 and _counts_up(list(row.values())):
        table.first_row += 1


def _counts_up(texts: list[str]) -> bool:
    numbers = [text.strip("()").removesuffix(".0") for text in texts]
    while numbers and numbers[0] in "甲乙丙丁":
        numbers = numbers[1:]
    return len(numbers) >= 3 and numbers == [str(number) for number in range(1, len(numbers) + 1)]


def _unit_above(rows: list[list[str]]) -> str:
    for text in (text for row in rows for text in row):
        match = _UNIT_LINE.search(plain(text))
        for name in re.split("[、,，;；和)(]", match[1]) if match else ():
            if (unit := unit_or_none(name)) and unit.counts == "capacity":
                return unit.name
    return ""


def header_texts(rows: list[list[Raw]]) -> Iterator[str]:
    """The short texts in a sheet's first rows, to show what was found where a header was expected."""
    for row in rows[:8]:
        yield from (
            cell.strip() for cell in row if isinstance(cell, str) and not kind_of(cell) and 0 < len(cell.strip()) <= 20
        )
