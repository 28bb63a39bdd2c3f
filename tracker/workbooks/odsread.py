"""Reading .ods: the package is checked, content.xml is walked for repeats that would blow up, then calamine parses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tracker.workbooks.container import Refused
from tracker.workbooks.limits import Limits
from tracker.workbooks.package import Package
from tracker.workbooks.xlsread import say_parsed
from tracker.workbooks.xmlfeed import feed_expat


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
    feed_expat(package.checked("content.xml"), walk.start, walk.end)
    if parse:
        say_parsed(str(package.path), "ods", limits, say)


class _Walk:
    """Counts rows and columns that hold something, repeats multiplied out."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.sheet, self.rows, self.repeat, self.width, self.filled = "", 0, 1, 0, False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A table, row or cell opens."""
        if name == "table":
            self.sheet = attributes.get("table:name", "")
        elif name == "table-row":
            self.repeat, self.width, self.filled = _times(attributes, "rows"), 0, False
        elif name in ("table-cell", "covered-table-cell"):
            times = _times(attributes, "columns")
            if "office:value-type" in attributes:
                self.filled = True
                if self.width + times > self.limits.columns:
                    raise Refused("TOO_MANY_COLUMNS", sheet=self.sheet, limit=str(self.limits.columns))
            self.width += times

    def end(self, name: str) -> None:
        """A row closes: count it as often as it repeats."""
        if name == "table-row" and self.filled:
            self.rows += self.repeat
            if self.rows > self.limits.rows + 1000:
                raise Refused("TOO_MANY_ROWS", sheet=self.sheet, limit=str(self.limits.rows))


def _times(attributes: dict[str, str], what: str) -> int:
    number = attributes.get(f"table:number-{what}-repeated", "1")
    return int(number[:9]) if number.isascii() and number.isdigit() else 1
