"""Reading .ods: the package is checked, content.xml is walked and counted (repeats multiplied out), then calamine parses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tracker.workbooks.container import Refused
from tracker.workbooks.limits import Limits
from tracker.workbooks.package import Package
from tracker.workbooks.sheetscan import SheetFacts
from tracker.workbooks.xlsread import say_parsed
from tracker.workbooks.xmlfeed import feed_expat

_VISIBLE = ("", "visible")


def read(package: Package, limits: Limits, say: Callable[[Any], None], *, parse: bool) -> None:
    """Check and say an .ods file."""
    if "content.xml" not in package.parts:
        raise Refused("FILE_DAMAGED")
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Refused("ENCRYPTED")
    for part in package.parts:
        if part != "content.xml":
            for _ in package.checked(part) if part.endswith(".xml") else package.pieces(part):
                pass
    walk = _Walk(limits)
    feed_expat(package.checked("content.xml"), walk.start, walk.end, walk.characters)
    if parse:
        say_parsed(package.path, {"book": "ods", "date1904": False}, walk.sheets, limits, say)


class _Walk:
    """One pass over content.xml: where merged ranges and hidden rows are, and that nothing repeats beyond the limits."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.sheets: dict[str, SheetFacts] = {}
        self.sheet, self.facts = "", SheetFacts()
        self.row, self.repeat, self.column, self.filled, self.visible = 0, 1, 0, False, True
        self.total, self.pending = 0, 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A table, row or cell opens."""
        if name == "table":
            self.sheet, self.row = attributes.get("table:name", ""), 0
            self.facts = self.sheets[self.sheet] = SheetFacts(exact=True)
        elif name == "table-row":
            self.repeat, self.column, self.filled = _times(attributes, "rows"), 0, False
            self.visible = attributes.get("table:visibility", "") in _VISIBLE
        elif name in ("table-cell", "covered-table-cell"):
            self._cell(attributes, _times(attributes, "columns"))

    def _cell(self, attributes: dict[str, str], times: int) -> None:
        down, across = (_number(attributes.get(f"table:number-{what}-spanned", "1")) for what in ("rows", "columns"))
        if down > 1 or across > 1:
            self.facts.merges.append((self.row + 1, self.column + 1, self.row + down, self.column + across))
        self.pending = times if "office:value-type" in attributes else 0
        if attributes.get("office:value-type", "string") != "string":
            self._fill()
        self.column += times

    def characters(self, text: str) -> None:
        """Text: of a cell that says it holds a text, it is the value."""
        if self.pending and text.strip():
            self._fill()

    def _fill(self) -> None:
        if self.column + self.pending > self.limits.columns:
            raise Refused("TOO_MANY_COLUMNS", sheet=self.sheet, limit=str(self.limits.columns))
        self.filled = True
        self.facts.cells += self.pending * self.repeat
        self.pending = 0

    def end(self, name: str) -> None:
        """A row closes: count it as often as it repeats."""
        if name == "table-cell":
            self.pending = 0
        if name != "table-row":
            return
        if self.filled:
            self.facts.rows += self.repeat
            self.total += self.repeat
            if self.total > self.limits.rows + 1000:
                raise Refused("TOO_MANY_ROWS", sheet=self.sheet, limit=str(self.limits.rows))
            if not self.visible:
                self.facts.hidden_rows += range(self.row + 1, self.row + self.repeat + 1)
        self.row += self.repeat


def _times(attributes: dict[str, str], what: str) -> int:
    return _number(attributes.get(f"table:number-{what}-repeated", "1"))


def _number(text: str) -> int:
    return int(text[:9]) if text.isascii() and text.isdigit() else 1
