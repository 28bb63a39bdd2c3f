"""Reading a workbook (读取): the parent's side. Nothing is parsed in this process; a child under limits does it.

    with read_workbook(path, name="上报.xlsx") as book:
        for sheet in book:                      # in the workbook's order
            for numbers, rows in sheet.chunks:  # row numbers and raw cells (see wire)
                ...

Any refusal, crash, time-out or memory fault of the child is a BadWorkbook here, possibly in the middle: use nothing of a
book before its iteration has ended.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orjson

from tracker.values.errors import BadWorkbook
from tracker.workbooks.childprocess import ChildProcess
from tracker.workbooks.limits import DEFAULT, Limits
from tracker.workbooks.refusals import refusal
from tracker.workbooks.wire import Raw

Chunk = tuple[list[int], list[list[Raw]]]


@dataclass
class Sheet:
    """One worksheet: what is known before its rows come, then its rows. Blank rows are not among them."""

    name: str
    visible: bool
    rows: int  # about how many rows hold something (0 where unknown), for a progress bar
    merges: list[tuple[int, int, int, int]]  # top, left, bottom, right; from 1
    hidden_rows: set[int]
    hidden_columns: set[int]
    formulas: set[tuple[int, int]]
    chunks: Iterator[Chunk] = field(default_factory=lambda: iter(()))


class Reading:
    """A workbook being read. Iterate it once; leaving the `with` block ends the child."""

    def __init__(self, path: Path, name: str, limits: Limits) -> None:
        self.path, self.name, self.limits = path, name, limits
        self.format, self.date1904 = "", False
        self._child = self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.stop()

    def __iter__(self) -> Iterator[Sheet]:
        messages = self._messages()
        for message in messages:
            if "book" in message:
                self.format, self.date1904 = message["book"], message["date1904"]
            elif "sheet" in message:
                yield from self._sheets(message, messages)

    def _sheets(self, first: dict[str, Any], messages: Iterator[Any]) -> Iterator[Sheet]:
        """Sheets, each with the chunks up to the next sheet's message."""
        waiting: dict[str, Any] | None = first
        while waiting is not None:
            following = _Following()
            sheet = _sheet(waiting)
            sheet.chunks = _chunks(messages, following)
            yield sheet
            for _ in sheet.chunks:  # whatever the reader left unread
                pass
            waiting = following.message

    def _start(self, mode: str = "") -> ChildProcess:
        arguments = [str(self.path.resolve()), self.name, orjson.dumps(asdict(self.limits)).decode(), mode]
        return ChildProcess("tracker.workbooks.child", arguments, self.limits.wall_seconds)

    def _messages(self) -> Iterator[Any]:
        for line in self._child.lines():
            message = orjson.loads(line)
            if "refused" in message:
                raise refusal(message["refused"])
            if "done" in message:
                return
            yield message
        raise self._death()

    def _death(self) -> BadWorkbook:
        """Why the child ended without a word: time, memory, or a file that an exact check can name."""
        code = self._child.stop()
        if self._child.timed_out or code == -signal.SIGXCPU:
            seconds = self.limits.wall_seconds if self._child.timed_out else self.limits.cpu_seconds
            return refusal([{"code": "TOO_SLOW", "limit": str(seconds)}])
        self._child = self._start("explain")
        for line in self._child.lines():
            message = orjson.loads(line)
            if "refused" in message:
                return refusal(message["refused"])
        return refusal([{"code": "TOO_MUCH_MEMORY", "limit": f"{self.limits.memory_bytes >> 20} MiB"}])


@dataclass
class _Following:
    message: dict[str, Any] | None = None


def _chunks(messages: Iterator[Any], following: _Following) -> Iterator[Chunk]:
    for message in messages:
        if isinstance(message, dict):
            following.message = message
            return
        yield message[0], message[1]


def _sheet(message: dict[str, Any]) -> Sheet:
    return Sheet(
        name=message["sheet"],
        visible=message["visible"],
        rows=message["rows"],
        merges=[(top, left, bottom, right) for top, left, bottom, right in message["merges"]],
        hidden_rows=set(message["hidden_rows"]),
        hidden_columns=set(message["hidden_columns"]),
        formulas={(row, column) for row, column in message["formulas"]},
    )


def read_workbook(path: Path, *, name: str = "", limits: Limits = DEFAULT) -> Reading:
    """Read a workbook in a child process. `name` is the officer's own file name where the stored one differs."""
    return Reading(path, name or path.name, limits)
