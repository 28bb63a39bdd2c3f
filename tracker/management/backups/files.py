"""The files' part (附件备份): copied with their sums, and put in place by one renaming once they are all there."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Kept:
    """One file of a backup: where it lies below its folder, and what it must sum up to."""

    path: str
    size: int
    sha256: str

    def as_dict(self) -> dict[str, str | int]:
        """As the manifest writes it."""
        return asdict(self)


def summed(file: Path, below: Path) -> Kept:
    """A file with its sum."""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            digest.update(chunk)
    return Kept(file.relative_to(below).as_posix(), file.stat().st_size, digest.hexdigest())


def copy_all(source: Path, to: Path) -> list[Kept]:
    """Copy every file below a folder and sum up the copies; what vanishes meanwhile was being written and is no row's."""
    to.mkdir(parents=True)
    kept = []
    for file in sorted(each for each in source.rglob("*") if each.is_file() and not each.is_symlink()):
        copy = to / file.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copy2(file, copy)
        except FileNotFoundError:
            continue
        kept.append(summed(copy, to))
    return kept


def put_in_place(source: Path, target: Path, *, aside: str) -> Path | None:
    """Copy a folder beside its place and rename it there; what stood there is renamed, never removed; its new name."""
    arriving = target.with_name(f"{target.name}.{aside}.arriving")
    shutil.rmtree(arriving, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(source, arriving)
    before = None
    if target.exists():
        before = target.with_name(f"{target.name}.{aside}")
        target.rename(before)
    arriving.rename(target)
    return before


def write_through(file: Path, text: str) -> None:
    """Write a file so that it is whole or not there, power cuts included."""
    unfinished = file.with_name(f"{file.name}.unfinished")
    with unfinished.open("w", encoding="utf-8") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    unfinished.rename(file)
