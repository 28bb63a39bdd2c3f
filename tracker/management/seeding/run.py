"""The whole load: every file read and checked, then everything with a table merged in one transaction."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.db import connection

from tracker.audit.acting import acting, system
from tracker.management.seeding import catalogue, enforcement, facts, industries, ladder, plan, regions, statistics
from tracker.management.seeding.loading import Load, Rows
from tracker.management.seeding.reading import SeedFile, read_all

LOADS: list[Load] = [
    *regions.LOADS,
    *industries.LOADS,
    *catalogue.LOADS,
    *enforcement.LOADS,
    *ladder.LOADS,
    *plan.LOADS,
    *statistics.LOADS,
]
FILES: list[SeedFile] = [
    regions.DOCUMENTS,
    *{load.file.name: load.file for load in LOADS}.values(),
    *facts.CHECKED,
]


@dataclass(frozen=True)
class FileResult:
    """What became of one file; `kept` where its rows were left alone because officers own the table's rows by now."""

    file: str
    rows: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    loaded: bool = True
    kept: bool = False

    def as_dict(self) -> dict[str, Any]:
        """For --json."""
        return {**vars(self)}

    def after(self, other: FileResult | None) -> FileResult:
        """This result with that of the same file's other table."""
        if other is None:
            return self
        created, updated = self.created + other.created, self.updated + other.updated
        unchanged = self.unchanged + other.unchanged
        return replace(self, created=created, updated=updated, unchanged=unchanged, kept=self.kept and other.kept)


def load(folder: Path) -> list[FileResult]:
    """Load all seed files, all or nothing, on the system's own behalf; BadSeeds where any row is at fault."""
    rows = read_all(folder, FILES)
    with acting(system("load_seeds"), reason="load_seeds"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('load_seeds'))")
        loaded: dict[str, FileResult] = {}
        for load in LOADS:
            done = _apply(load, rows)
            loaded[load.file.name] = done.after(loaded.get(load.file.name))
        catalogue.publish(rows)
    return [loaded.get(name) or FileResult(f"{name}.csv", len(found), loaded=False) for name, found in rows.items()]


def _apply(load: Load, rows: Rows) -> FileResult:
    name, count = f"{load.file.name}.csv", len(rows[load.file.name])
    done = Counter(load.apply(rows))
    return FileResult(name, count, done["create"], done["update"], done["unchanged"], kept=not done)
