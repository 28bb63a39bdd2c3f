"""A server in a process of its own, and waiting for what another process does."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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

    def lives(self) -> bool:
        """True, or the test fails with the last words of the process."""
        assert self.child is not None
        if self.child.poll() is not None:
            pytest.fail(f"{self.command[0]} ended by itself:\n{self.log.read_text()[-3000:]}")
        return True
