"""Reading of seed files: rows with their line numbers, and every fault of form, reference or repetition in them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tracker.management.seeding.columns import FLAG, NOTE, TEXT, Column, reference

CITATION = {"document": reference("documents"), "clause": TEXT, "inferred": FLAG}


@dataclass(frozen=True)
class SeedFile:
    """One file of seeds/: the columns that name a row, all its own columns, and whether rows cite a document."""

    name: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    cited: bool = True

    @property
    def all_columns(self) -> dict[str, Column]:
        """Own columns, the citation's, and the note that may follow."""
        return {**self.columns, **(CITATION if self.cited else {}), "note": NOTE}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a seed file, and where."""

    file: str
    line: int
    field: str
    found: str
    expected: str

    def as_dict(self) -> dict[str, Any]:
        """For --json."""
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}, {self.field}: found {self.found!r}, expected {self.expected}"


@dataclass(frozen=True)
class SeedRow:
    """One row: where it stands and its parsed values."""

    file: SeedFile
    line: int
    values: Mapping[str, Any]

    @property
    def key(self) -> tuple[Any, ...]:
        """The values that name the row."""
        return tuple(self.values.get(name) for name in self.file.key)

    def fault(self, field: str, found: object, expected: str) -> Fault:
        """A fault at this row."""
        return Fault(f"{self.file.name}.csv", self.line, field, str(found), expected)


class BadSeeds(Exception):
    """The files are refused; `faults` lists all that was found."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(f"{len(faults)} faults in the seed files")


def read_all(folder: Path, files: Iterable[SeedFile]) -> dict[str, list[SeedRow]]:
    """The rows of all files, by file name; BadSeeds names every cell that can't be right."""
    faults: list[Fault] = []
    rows = {file.name: _read(folder, file, faults) for file in files}
    for known in rows.values():
        faults += _repetitions(known)
        faults += [fault for row in known for fault in _dangling(row, rows)]
    if faults:
        raise BadSeeds(faults)
    return rows


def _read(folder: Path, file: SeedFile, faults: list[Fault]) -> list[SeedRow]:
    path = folder / f"{file.name}.csv"
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            return _rows(file, csv.DictReader(opened), faults)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        faults.append(Fault(path.name, 0, "", str(error), "a CSV file in UTF-8"))
        return []


def _rows(file: SeedFile, reader: csv.DictReader[str], faults: list[Fault]) -> list[SeedRow]:
    columns, header = file.all_columns, reader.fieldnames or []
    wrong = (set(columns) ^ set(header)) - {"note"}
    if wrong:
        named = ", ".join(sorted(wrong))
        faults.append(Fault(f"{file.name}.csv", 1, named, ", ".join(header), ", ".join(columns)))
        return []
    return [_row(file, reader.line_num, cells, faults) for cells in reader]


def _row(file: SeedFile, line: int, cells: Mapping[str | None, Any], faults: list[Fault]) -> SeedRow:
    row = SeedRow(file, line, values := {})
    if None in cells or None in cells.values():
        faults.append(row.fault("", cells, "as many cells as the header has"))
    for name, column in file.all_columns.items():
        text = cells.get(name) or ""
        if not text:
            values[name] = column.blank
            if column.required:
                faults.append(row.fault(name, text, column.expected))
            continue
        try:
            values[name] = column.parse(text)
        except ValueError:
            faults.append(row.fault(name, text, column.expected))
    return row


def _repetitions(rows: list[SeedRow]) -> Iterable[Fault]:
    first: dict[tuple[Any, ...], int] = {}
    for row in rows:
        line = first.setdefault(row.key, row.line)
        if line != row.line:
            yield row.fault(", ".join(row.file.key), " ".join(map(str, row.key)), f"no repetition of line {line}")


def _dangling(row: SeedRow, rows: Mapping[str, list[SeedRow]]) -> Iterable[Fault]:
    for name, column in row.file.all_columns.items():
        value = row.values.get(name)
        if column.refers and value:
            file, target = column.refers
            known = {other.values.get(target) for other in rows.get(file, [])}
            for code in value if isinstance(value, tuple) else (value,):
                if code not in known:
                    yield row.fault(name, code, column.expected)
