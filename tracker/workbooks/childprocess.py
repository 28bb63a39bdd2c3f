"""Child processes that may die (子进程): started without our environment, in a session of their own, killed when time is up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
# No secrets, one memory arena (reserved but unused memory would count against the limit).
ENVIRONMENT = {"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "1", "LANG": "C.UTF-8"}


def command(module: str, arguments: Sequence[str] = ()) -> list[str]:
    """The command that runs one of our modules."""
    return [sys.executable, "-s", "-m", module, *arguments]


class ChildProcess:
    """A running child whose output is read line by line."""

    def __init__(self, module: str, arguments: Sequence[str], seconds: float) -> None:
        self.timed_out = False
        self._process = subprocess.Popen(
            command(module, arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT,
            cwd=os.sep,
            start_new_session=True,
        )
        self._ended = False
        self._timer = threading.Timer(seconds, self._time_is_up)
        self._timer.daemon = True
        self._timer.start()

    def lines(self) -> Iterator[bytes]:
        """Whole lines; a line the child died in is dropped."""
        if self._process.stdout is not None:
            for line in self._process.stdout:
                if line.endswith(b"\n"):
                    yield line
        self._ended = True

    def stop(self) -> int:
        """End the child if it is still at work; its exit code (negative: the signal it died of)."""
        self._timer.cancel()
        if not self._ended:
            self._kill()
        if self._process.stdout is not None:
            self._process.stdout.close()
        return self._process.wait()

    def _time_is_up(self) -> None:
        self.timed_out = True
        self._kill()

    def _kill(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
