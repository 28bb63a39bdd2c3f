"""Validating a workbook against its kind (校验): all faults of a file at once, each with its cell.

Works column by column on chunks of rows: a value seen before costs one dictionary look-up. `check_workbook` is the whole
path; `Checker.stream` hands out good rows while the file is still being read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from django.utils.translation import gettext as _

from tracker.values.errors import CellError
from tracker.workbooks import notices
from tracker.workbooks.checked import Checked, Row
from tracker.workbooks.crosswise import crosswise
from tracker.workbooks.desk import ColumnReader, Desk, Keys, readers_of
from tracker.workbooks.kinds.base import Kind
from tracker.workbooks.limits import DEFAULT, Limits
from tracker.workbooks.lookups import Lookups
from tracker.workbooks.ownsheets import is_own, read_signature
from tracker.workbooks.reading import Chunk, Reading, Sheet, read_workbook
from tracker.workbooks.rowcheck import RowChecker
from tracker.workbooks.rowsort import RowSorter
from tracker.workbooks.table import find_table, header_texts
from tracker.workbooks.totals import disagreements

Told = Callable[[int, int], object]  # rows checked so far, and about how many there are


def _nobody(_done: int, _total: int) -> None:
    """Nobody waits."""


class Checker:
    """Checks one file. `result` is complete when `stream` has ended."""

    def __init__(self, kind: Kind, lookups: Lookups, limits: Limits = DEFAULT) -> None:
        self.kind, self.lookups, self.limits = kind, lookups, limits
        self.result = Checked(kind, lookups=lookups)
        self.keys: Keys = {}
        self.expected = 0  # about how many rows the sheets begun so far hold
        self._without_table: list[tuple[Sheet, CellError]] = []

    def stream(self, book: Reading) -> Iterator[list[Row]]:
        """Good rows, in lists of some hundreds."""
        readers: dict[str, ColumnReader] | None = None
        for sheet in book:
            if is_own(sheet.name):
                self._own(sheet)
                continue
            if readers is None:
                readers = readers_of(self.kind, self.lookups, date1904=book.date1904)
            yield from self._sheet(sheet, readers)
        self._conclude()

    def _sheet(self, sheet: Sheet, readers: dict[str, ColumnReader]) -> Iterator[list[Row]]:
        chunks = iter(sheet.chunks)
        first = next(chunks, None)
        table = find_table(first[0], first[1], sheet.merges, self.kind) if first else None
        if first is None:
            return
        crossed = crosswise(first, self.kind, self.lookups, table)
        if table is None or crossed:
            why = crossed.fault(sheet.name, self.kind) if crossed else self._strange(sheet, first)
            self._without_table.append((sheet, why))
            return
        if not sheet.visible:
            self.result.warnings.append(notices.hidden_sheet(sheet))
            return
        self.result.sheets.append(sheet.name)
        self.result.tables[sheet.name] = table
        self.expected += sheet.rows
        checker = RowChecker(Desk(self.kind, self.lookups, readers, self.result, sheet.name, table), self.keys)
        if not checker.header_is_complete():
            return
        self.result.warnings += notices.of_columns(sheet, table)
        sorter = RowSorter(self.kind, table, sheet.merges)
        for chunk in chain([first], chunks):
            data = sorter.sort(chunk)
            if data.rows:
                checker.hidden += len(sheet.hidden_rows.intersection(data.numbers))
                yield checker.check(data)
        self.result.skipped += sorter.skipped + sorter.unfilled
        self.result.warnings += notices.of_unfilled(sheet, sorter.unfilled)
        self.result.warnings += disagreements(sheet.name, table, sorter.totals, checker.amounts)
        self.result.warnings += notices.of_rows(sheet, table, checker.hidden, (total.number for total in sorter.totals))

    def _own(self, sheet: Sheet) -> None:
        """What a template says of itself: for another kind, or of an older make, it cannot be read safely."""
        signed = read_signature(row for _numbers, rows in sheet.chunks for row in rows)
        if signed is None:
            return
        kind, version, self.result.template_of = signed
        words = {
            "found": f"{kind} v{version}",
            "expected": f"{self.kind.code} v{self.kind.version}",
            "title": self.kind.title,
        }
        if kind != self.kind.code:
            message = _("这是另一种表的模板（%(found)s），此处应上传《%(title)s》") % words
            self.result.error(
                CellError(sheet.name, "", "", words["found"], words["expected"], "TEMPLATE_OTHER", message)
            )
        elif version != self.kind.version:
            message = _("模板版本已过期（%(found)s），请下载新模板（%(expected)s）后填报") % words
            self.result.error(CellError(sheet.name, "", "", words["found"], words["expected"], "TEMPLATE_OLD", message))

    def _conclude(self) -> None:
        if not self.result.sheets:
            self._no_table()
            return
        self.result.warnings += [notices.without_table(sheet) for sheet, _why in self._without_table if sheet.visible]
        if not self.result.read and not self.result.error_count:
            self.result.error(CellError(self.result.sheets[0], "", "", "", "", "NO_ROWS", _("表头下面没有数据行")))

    def _strange(self, sheet: Sheet, first: Chunk) -> CellError:
        """That a sheet holds another table, or none, and what was found where the header was expected."""
        expected = self._expected()
        found = "、".join(list(dict.fromkeys(header_texts(first[1])))[:20])
        words = {"sheet": sheet.name, "found": found, "expected": expected, "title": self.kind.title}
        message = (
            _("工作表“%(sheet)s”中没有找到《%(title)s》的表头。需要的列：%(expected)s；找到的是：%(found)s") % words
        )
        return CellError(sheet.name, "", "", found, expected, "MISSING_COLUMN", message)

    def _expected(self) -> str:
        return "、".join(column.header for column in self.kind.columns if column.required)

    def _no_table(self) -> None:
        for _sheet, why in self._without_table[:5]:
            self.result.error(why)
        expected = self._expected()
        if not self._without_table:
            self.result.error(
                CellError(
                    "",
                    "",
                    "",
                    "",
                    expected,
                    "NO_ROWS",
                    _("文件中没有内容，需要的列：%(expected)s") % {"expected": expected},
                )
            )


def check_workbook(
    path: Path, kind: Kind, lookups: Lookups, *, name: str = "", limits: Limits = DEFAULT, told: Told = _nobody
) -> Checked:
    """Read and check a whole file. BadWorkbook where the file itself is refused; faults of its cells are in the result."""
    checker = Checker(kind, lookups, limits)
    with read_workbook(path, name=name, limits=limits) as book:
        for rows in checker.stream(book):
            checker.result.rows += rows
            told(checker.result.read, max(checker.expected, checker.result.read))
    return checker.result
