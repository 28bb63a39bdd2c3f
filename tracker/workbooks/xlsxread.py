"""Reading .xlsx and .xlsb: calamine parses in a thread while the XML is checked and counted here; both must agree."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import python_calamine as calamine

from tracker.workbooks import xlsb
from tracker.workbooks.container import Refused
from tracker.workbooks.limits import Limits
from tracker.workbooks.numberformats import scaled_styles
from tracker.workbooks.package import Package
from tracker.workbooks.rowstream import NotFinite, RowStream, sheet_header
from tracker.workbooks.sheetscan import Doubt, SheetFacts, scan
from tracker.workbooks.sheetwalk import explain
from tracker.workbooks.wire import NOT_NUMBER, kind_of
from tracker.workbooks.workbookxml import count_shared, main_part, relations, shared_lengths, workbook_facts
from tracker.workbooks.xlsread import open_book, refuse_loss, say_parsed

SHARED = "xl/sharedStrings.xml"


class Parse(threading.Thread):
    """calamine at work (it releases the interpreter lock). Its panics are BaseExceptions: every one is kept."""

    def __init__(self, path: Path) -> None:
        super().__init__(daemon=True)
        self.path = path
        self.failure: BaseException | None = None
        self.sheets: dict[str, tuple[Any, bool]] = {}

    def run(self) -> None:
        """Load every sheet."""
        try:
            book = open_book(self.path)
            for meta in book.sheets_metadata:
                if meta.typ == calamine.SheetTypeEnum.WorkSheet:
                    visible = meta.visible == calamine.SheetVisibleEnum.Visible
                    self.sheets[meta.name] = book.get_sheet_by_name(meta.name), visible
        except BaseException as failure:  # noqa: BLE001  (the parser panics with BaseExceptions)
            self.failure = failure


class Check:
    """The independent view of the package: facts of each sheet, quick where possible, exact where asked."""

    def __init__(self, package: Package, main: str, limits: Limits) -> None:
        self.package, self.limits = package, limits
        self.book = workbook_facts(package, main, limits)
        self.shared = next((part for part in package.parts if part.lower() == SHARED.lower()), "")
        self.scaled = scaled_styles(package)
        self.lengths: list[int] | None = None
        self.facts: dict[str, SheetFacts] = {}

    def all(self) -> None:
        """Check every part of the package once."""
        sheets = {part for part in self.book.parts.values() if part}
        for part in self.package.parts:
            if part == self.shared:
                if count_shared(self.package, part).longest > self.limits.text_length:
                    self.lengths = shared_lengths(self.package, part, self.limits)
            elif part not in sheets:
                look_through(self.package, part)
        for name, part in self.book.parts.items():
            if part in self.package.parts and part.endswith(".xml"):
                self.facts[name] = self._look(name, part)

    def _look(self, name: str, part: str) -> SheetFacts:
        try:
            return scan(self.package.checked(part), self.limits, self.scaled)
        except Doubt:
            return self.exactly(name)

    def exactly(self, name: str) -> SheetFacts:
        """Walk one sheet cell by cell."""
        self.package.inflated = 0
        if self.lengths is None and self.shared:
            self.lengths = shared_lengths(self.package, self.shared, self.limits)
        part = self.book.parts[name]
        self.facts[name] = explain(self.package.checked(part), name, self.limits, self.lengths or [], self.scaled)
        return self.facts[name]

    def everything_exactly(self) -> None:
        """Walk every sheet, to explain why the parser failed."""
        for name in list(self.facts):
            if not self.facts[name].exact:
                self.exactly(name)


def look_through(package: Package, part: str) -> None:
    """Inflate a part that is only checked, not read."""
    xml = part.lower().endswith((".xml", ".rels", ".vml"))
    for _ in package.checked(part) if xml else package.pieces(part):
        pass


def read(package: Package, limits: Limits, say: Any, *, parse: bool) -> None:
    """Check the package and say its sheets."""
    main = main_part(package)
    if main.endswith(".bin"):
        read_binary(package, main, limits, say, parse=parse)
        return
    parser = Parse(package.path)
    if parse:
        parser.start()
    check = Check(package, main, limits)
    check.all()
    if not parse:
        check.everything_exactly()
        return
    parser.join()
    if parser.failure is not None:
        check.everything_exactly()
        raise _explained(parser.failure, check, limits)
    say({"book": "xlsx", "date1904": check.book.date1904})
    stream = RowStream(say, limits)
    for name, (sheet, visible) in parser.sheets.items():
        _say_sheet(stream, check, name, sheet, visible)


def _say_sheet(stream: RowStream, check: Check, name: str, sheet: Any, visible: bool) -> None:
    facts = check.facts.get(name, SheetFacts())
    stream.say(sheet_header(name, visible, facts))
    first_column = sheet.start[1] if sheet.start else 0
    try:
        cells = stream.sheet(name, sheet.iter_rows(), facts, first_column=first_column, booleans=facts.exact)
    except NotFinite:
        raise _wrong_numbers(check, name) from None
    if cells != facts.cells + _marked(facts):
        facts = facts if facts.exact else check.exactly(name)
        refuse_loss(name, sheet, facts)


def _marked(facts: SheetFacts) -> int:
    return sum(map(len, facts.marks.values()))


def _explained(failure: BaseException, check: Check, limits: Limits) -> Refused:
    if isinstance(failure, calamine.PasswordError):
        return Refused("ENCRYPTED")
    if isinstance(failure, MemoryError):
        return Refused("TOO_MUCH_MEMORY", limit=f"{limits.memory_bytes >> 20} MiB")
    return (
        _wrong_numbers(check, *check.facts)
        if any(map(_marked, check.facts.values()))
        else Refused("FILE_DAMAGED", found=type(failure).__name__)
    )


def _wrong_numbers(check: Check, *names: str) -> Refused:
    wrong = [
        {"code": "BAD_CELL_VALUE", "sheet": name, "row": row, "column": column, "found": mark[2:]}
        for name in names
        for row, marks in check.exactly(name).marks.items()
        for column, mark in marks.items()
        if kind_of(mark) == NOT_NUMBER
    ]
    return Refused.of(wrong[:100]) if wrong else Refused("FILE_DAMAGED")


def read_binary(package: Package, main: str, limits: Limits, say: Any, *, parse: bool) -> None:
    """Check and say an .xlsb package: the same container, with records in place of XML."""
    workbook = package.read(main)
    facts: dict[str, SheetFacts] = {}
    for name, part in xlsb.sheet_parts(workbook, main, relations(package, main)).items():
        if part in package.parts:
            facts[name] = xlsb.sheet_facts(package.read(part))
            if facts[name].rows > limits.rows + 1000:
                raise Refused("TOO_MANY_ROWS", sheet=name, limit=str(limits.rows))
    for part in package.parts:
        look_through(package, part)
    if parse:
        say_parsed(package.path, {"book": "xlsb", "date1904": xlsb.dates_from_1904(workbook)}, facts, limits, say)
