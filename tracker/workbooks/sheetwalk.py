"""The exact walk over a worksheet's XML (逐格检查): every cell is seen by expat, every fault is named by its cell."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import Any

from tracker.workbooks.cellrefs import MAX_ROW, place
from tracker.workbooks.container import Refused
from tracker.workbooks.limits import Limits
from tracker.workbooks.sheetscan import SheetFacts, hidden_columns, range_of
from tracker.workbooks.wire import ERROR, NO_VALUE, NOT_NUMBER, SCALED, marked
from tracker.workbooks.xmlfeed import feed_expat

_TYPES = ("n", "s", "b", "str", "inlineStr", "e", "d")


def explain(
    pieces: Iterable[bytes], sheet: str, limits: Limits, shared: list[int], scaled: frozenset[str] = frozenset()
) -> SheetFacts:
    """Walk every cell; Refused with every fault, each with its cell.

    `shared` holds the length of each shared string, `scaled` the styles that show another number than the cell's.
    """
    walk = _Walk(sheet, limits, shared, scaled)
    walk.feed(pieces)
    if walk.faults:
        raise Refused.of(walk.faults)
    return walk.facts


class _Walk:
    """One exact pass over a worksheet with expat."""

    def __init__(self, sheet: str, limits: Limits, shared: list[int], scaled: frozenset[str]) -> None:
        self.sheet, self.limits, self.shared, self.scaled = sheet, limits, shared, scaled
        self.facts, self.faults = SheetFacts(exact=True), list[dict[str, Any]]()
        self.seen: set[int] = set()  # columns of the present row
        self.rows_seen: set[int] = set()
        self.filled: set[int] = set()
        self.row, self.cell, self.type, self.formula = 0, "", "n", False
        self.text: list[str] | None = None
        self.value, self.length = "", 0
        self.in_cell, self.style = False, ""

    def fault(self, code: str, cell: str, **data: Any) -> None:
        """Note a fault; after a hundred the file is refused at once."""
        self.faults.append({"code": code, "sheet": self.sheet, "cell": cell, **data})
        if len(self.faults) >= 100:
            raise Refused.of(self.faults)

    def feed(self, pieces: Iterable[bytes]) -> None:
        """Parse all pieces."""
        feed_expat(pieces, self.start, self.end, self.characters)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        if name == "c":
            self.in_cell, self.cell, self.type = True, attributes.get("r", ""), attributes.get("t", "n")
            self.formula, self.value, self.length = False, "", 0
            self.style = attributes.get("s", "")
        elif name == "v" or (name == "t" and self.in_cell):
            self.text = []
        elif name == "f" and self.in_cell:
            self.formula = True
        elif name == "row":
            self._row(attributes)
        elif name == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            if place(first) and place(last):
                self.facts.merges.append(range_of(first, last))
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            self.facts.hidden_columns += hidden_columns(attributes)

    def characters(self, text: str) -> None:
        """Text inside an element."""
        if self.text is not None:
            self.text.append(text)
            self.length += len(text)
            if self.length > 4 * self.limits.text_length:
                raise Refused("TEXT_TOO_LONG", sheet=self.sheet, cell=self.cell, limit=str(self.limits.text_length))

    def end(self, name: str) -> None:
        """An element closes."""
        if name in ("v", "t") and self.text is not None:
            self.value += "".join(self.text)
            self.text = None
        elif name == "c":
            self.in_cell = False
            self._cell()

    def _row(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r", "")
        if not reference.isascii() or not reference.isdigit() or not 1 <= int(reference[:9]) <= MAX_ROW:
            self.fault("BAD_CELL_REF", "", found=f"row r={reference[:20]}")
            return
        self.row = int(reference)
        self.seen = set()
        if self.row in self.rows_seen:
            self.fault("DUPLICATE_CELL", f"A{self.row}")
        self.rows_seen.add(self.row)
        if attributes.get("hidden") in ("1", "true"):
            self.facts.hidden_rows.append(self.row)

    def _cell(self) -> None:
        spot = place(self.cell)
        if spot is None or spot[0] != self.row:
            self.fault("BAD_CELL_REF", self.cell[:20], found=self.cell[:20] or f"row {self.row}")
            return
        if spot[1] in self.seen:
            self.fault("DUPLICATE_CELL", self.cell)
            return
        self.seen.add(spot[1])
        if self._holds(spot):
            self.facts.cells += 1
            self.filled.add(spot[0])
            self.facts.rows = len(self.filled)
            if spot[1] > self.limits.columns:
                raise Refused("TOO_MANY_COLUMNS", sheet=self.sheet, cell=self.cell, limit=str(self.limits.columns))
            if self.facts.rows > self.limits.rows + 200:
                raise Refused("TOO_MANY_ROWS", sheet=self.sheet, limit=str(self.limits.rows))

    def _holds(self, spot: tuple[int, int]) -> bool:
        """Whether the parser will see a value here; marks what it would lose."""
        value, mark = self.value, ""
        if len(value) > self.limits.text_length:
            self.fault("TEXT_TOO_LONG", self.cell, limit=str(self.limits.text_length))
        if self.formula:
            self.facts.formulas.append(spot)
        if self.formula and not value and self.type != "str":
            mark = marked(NO_VALUE, "")
        elif self.type == "e":
            mark = marked(ERROR, value[:40])
        elif self.type == "s" and value:
            return self._shared_holds(value)
        elif self.type == "b" and value not in ("0", "1", "true", "false", ""):
            self.fault("BAD_CELL_VALUE", self.cell, found=value[:40])
        elif self.type == "n" and value:
            mark = self._number_mark(value)
        elif self.type not in _TYPES:
            self.fault("BAD_CELL_VALUE", self.cell, found=f"t={self.type[:20]}")
        if mark:
            self.facts.marks.setdefault(spot[0], {})[spot[1]] = mark
            return False
        return bool(value.strip())

    def _number_mark(self, value: str) -> str:
        if not _is_number(value):
            return marked(NOT_NUMBER, value[:40])
        return marked(SCALED, value) if self.style in self.scaled else ""

    def _shared_holds(self, value: str) -> bool:
        if not value.isascii() or not value.isdigit() or int(value[:12]) >= len(self.shared):
            self.fault("FILE_DAMAGED", self.cell, found=value[:20])
            return False
        return self.shared[int(value)] > 0


def _is_number(text: str) -> bool:
    try:
        number = float(text)
    except ValueError:
        return False
    return isfinite(number) and "_" not in text
