"""The manifest (备份清单): written last, so that a folder without one is no backup; checked before anything is restored."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tracker.management.backups.files import Kept, summed, write_through

NAME, DUMP, MEDIA = "manifest.json", "database.dump", "media"


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: files with their sums, and how many rows each table has."""

    taken_at: str
    rows: dict[str, int]
    files: tuple[Kept, ...]

    @classmethod
    def of(cls, *, now: datetime, rows: dict[str, int], files: list[Kept]) -> Manifest:
        """A new one."""
        return cls(now.isoformat(), rows, tuple(files))

    def write(self, folder: Path) -> None:
        """Close a backup."""
        body = {"taken_at": self.taken_at, "rows": self.rows, "files": [kept.as_dict() for kept in self.files]}
        write_through(folder / NAME, json.dumps(body, ensure_ascii=False, indent=1))

    def faults(self, folder: Path) -> list[str]:
        """What of a backup is missing, changed or too much."""
        expected = {kept.path: kept for kept in self.files}
        there = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()} - {NAME}
        wrong = [f"missing: {path}" for path in sorted(set(expected) - there)]
        wrong += [f"not in the manifest: {path}" for path in sorted(there - set(expected))]
        for path in sorted(there & set(expected)):
            if summed(folder / path, folder) != expected[path]:
                wrong.append(f"changed: {path}")
        return wrong


def read(folder: Path) -> Manifest:
    """The manifest of a backup."""
    body = json.loads((folder / NAME).read_text(encoding="utf-8"))
    return Manifest(body["taken_at"], body["rows"], tuple(Kept(**kept) for kept in body["files"]))
