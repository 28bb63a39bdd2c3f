"""A server in a process of its own, and waiting for what another process does."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from config.embedded import PROJECT

PATIENCE_SECONDS = 60


def wait_until(condition: Callable[[], Any], what: str, *, seconds: float = PATIENCE_SECONDS) -> None:
    """Return once the condition holds; fail naming it when it takes unreasonably long."""
    limit = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        if time.monotonic() > limit:
            pytest.fail(f"waited {seconds} s in vain for: {what}")
        pause.wait(0.05)


def group_lives(group: int) -> bool:
    """Whether any process of a group still runs; what waits only for its parent to look holds nothing any more."""
    for found in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _parent, of, *_rest = found.read_text().rpartition(")")[2].split()
            if int(of) == group and state not in "ZX":
                return True
    return False


@dataclass
class Process:
    """A server in a process of its own."""

    command: tuple[str, ...]
    environment: dict[str, str]
    log: Path
    child: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it, or start it again."""
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(
                [sys.executable, "-m", *self.command],
                cwd=PROJECT,
                env={**os.environ, **self.environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run it while the block runs."""
        self.start()
        try:
            yield
        finally:
            self.stop()

    def stop(self, *, kill: bool = False) -> None:
        """Ask it to stop, or kill it with all its children (`kill -9`)."""
        if self.child and self.child.poll() is None:
            if not kill:
                self.child.terminate()
                wait_until(lambda: self.child and self.child.poll() is not None, f"{self.command[0]} to stop")
            else:
                os.killpg(self.child.pid, 9)
                self.child.wait()
                # A child not yet gone keeps the parent's connections open: a message could still go to the dead.
                wait_until(
                    lambda: self.child and not group_lives(self.child.pid), f"all of {self.command[0]} to be gone"
                )

    def lives(self) -> bool:
        """True, or the test fails with the last words of the process."""
        assert self.child is not None
        if self.child.poll() is not None:
            pytest.fail(f"{self.command[0]} ended by itself:\n{self.log.read_text()[-3000:]}")
        return True
