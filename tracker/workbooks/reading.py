"""Reading a workbook (读取): the parent's side. Nothing is parsed in this process; a child under limits does it.

    with read_workbook(path, name="上报.xlsx") as book:
        for sheet in book:                      # in the workbook's order
            for numbers, rows in sheet.chunks:  # row numbers and raw cells (see wire)
                ...

Any refusal, crash, time-out or memory fault of the child is a BadWorkbook here, possibly in the middle: use nothing of a
book before its iteration has ended.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from tracker.values.errors import BadWorkbook
from tracker.workbooks.limits import DEFAULT, Limits
from tracker.workbooks.refusals import refusal
from tracker.workbooks.wire import Raw

Chunk = tuple[list[int], list[list[Raw]]]
_ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Sheet:
    """One worksheet: what is known before its rows come, then its rows. Blank rows are not among them."""

    name: str
    visible: bool
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
        self._timed_out = False
        self._child: subprocess.Popen[bytes] | None = None
        self._timer: threading.Timer | None = None

    def __enter__(self) -> Reading:
        self._start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stop()

    def __iter__(self) -> Iterator[Sheet]:
        messages = self._messages()
        current: Sheet | None = None
        for message in messages:
            if isinstance(message, dict) and "book" in message:
                self.format, self.date1904 = message["book"], message["date1904"]
            elif isinstance(message, dict) and "sheet" in message:
                waiting: dict[str, Any] | None = message
                while waiting is not None:
                    current, following = _sheet(waiting), _Following()
                    current.chunks = _chunks(messages, following)
                    yield current
                    for _ in current.chunks:  # whatever the reader left unread
                        pass
                    waiting = following.message

    def _start(self, mode: str = "") -> None:
        command = [sys.executable, "-s", "-m", "tracker.workbooks.child", str(self.path.resolve()), self.name, json.dumps(asdict(self.limits)), mode]
        environment = {"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "1", "LANG": "C.UTF-8"}
        self._child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, cwd="/", start_new_session=True
        )
        self._timer = threading.Timer(self.limits.wall_seconds, self._kill, [True])
        self._timer.daemon = True
        self._timer.start()

    def _messages(self) -> Iterator[Any]:
        done = False
        for message in self._lines():
            if isinstance(message, dict) and "refused" in message:
                raise refusal(message["refused"])
            if isinstance(message, dict) and "done" in message:
                done = True
            else:
                yield message
        if not done:
            raise self._death()

    def _lines(self) -> Iterator[Any]:
        assert self._child is not None
        out: IO[bytes] | None = self._child.stdout
        assert out is not None
        for line in out:
            if not line.endswith(b"\n"):
                return  # the child died within a line
            yield json.loads(line)

    def _death(self) -> BadWorkbook:
        """Why the child ended without a word: time, memory, or a file that an exact check can name."""
        code = self._stop()
        if self._timed_out or code in (-signal.SIGXCPU,):
            return refusal([{"code": "TOO_SLOW", "limit": str(self.limits.cpu_seconds if not self._timed_out else self.limits.wall_seconds)}])
        self._start("explain")
        try:
            for message in self._lines():
                if "refused" in message:
                    return refusal(message["refused"])
        finally:
            self._stop()
        return refusal([{"code": "TOO_MUCH_MEMORY", "limit": f"{self.limits.memory_bytes >> 20} MiB"}])

    def _kill(self, timed_out: bool) -> None:
        self._timed_out = self._timed_out or timed_out
        child = self._child
        if child is not None and child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)

    def _stop(self) -> int:
        if self._timer is not None:
            self._timer.cancel()
        if self._child is None:
            return 0
        if self._child.stdout is not None and not self._at_end():
            self._kill(False)
        code = self._child.wait()
        if self._child.stdout is not None:
            self._child.stdout.close()
        return code

    def _at_end(self) -> bool:
        """Whether the child closed its output by itself (then its exit code is its own)."""
        assert self._child is not None and self._child.stdout is not None
        return self._child.poll() is not None or (not self._child.stdout.closed and self._child.stdout.peek(1) == b"")  # type: ignore[attr-defined]


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
        merges=[(top, left, bottom, right) for top, left, bottom, right in message["merges"]],
        hidden_rows=set(message["hidden_rows"]),
        hidden_columns=set(message["hidden_columns"]),
        formulas={(row, column) for row, column in message["formulas"]},
    )


def read_workbook(path: Path, *, name: str = "", limits: Limits = DEFAULT) -> Reading:
    """Read a workbook in a child process. `name` is the officer's own file name where the stored one differs."""
    return Reading(path, name or path.name, limits)
