"""Child processes of the demo: their output on one screen, a killed one begun again, all stopped however we end.

``python -m config.children PARENT COMMAND …`` is how each child starts: it asks the kernel to be told when its parent
dies, so that not even a killed supervisor leaves orphans behind, and then becomes the command.
"""

import ctypes
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

from config.embedded import PROJECT

STOP_SECONDS = 15
SHORT_LIFE_SECONDS = 5
_PARENT_DEATH_SIGNAL = 1


class ChildEnded(RuntimeError):
    """A child ended by itself; the message names it."""


@dataclass(frozen=True)
class Child:
    """A running process, and what it takes to begin it again."""

    process: subprocess.Popen[str]
    command: tuple[str, ...]
    environment: Mapping[str, str]
    begun: float

    @property
    def killed(self) -> bool:
        """It was ended from outside, and not at its very beginning, where it would end again and again."""
        code = self.process.poll()
        return code is not None and code < 0 and time.monotonic() - self.begun > SHORT_LIFE_SECONDS

    def end(self) -> None:
        """Kill it and whatever it started."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class Children:
    """The processes by name, and one way out."""

    tell: Callable[[str, str], None]
    running: dict[str, Child] = field(default_factory=dict)
    signals: "queue.SimpleQueue[int]" = field(default_factory=queue.SimpleQueue)

    def start(self, name: str, *command: str, environment: Mapping[str, str]) -> None:
        """Start one child in a group of its own: Ctrl-C reaches us alone, and we stop the children in order."""
        process = subprocess.Popen(
            [sys.executable, "-m", "config.children", str(os.getpid()), sys.executable, "-m", *command],
            cwd=PROJECT,
            env={**os.environ, **environment, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self.running[name] = Child(process, command, environment, begun=time.monotonic())
        threading.Thread(target=self._pass_on, args=(name, process), daemon=True).start()

    def wait_for_end(self) -> None:
        """Return at Ctrl-C or a request to stop; a killed child begins again, one that ends by itself raises."""
        while True:
            self.check()
            self.pause(1)

    def stop(self) -> None:
        """Ask every child to stop, the youngest first; make it, when it doesn't in time or we are asked again."""
        for child in reversed(self.running.values()):
            with suppress(ProcessLookupError):
                child.process.terminate()
        limit = time.monotonic() + STOP_SECONDS
        for name, child in reversed(self.running.items()):
            while child.process.poll() is None and time.monotonic() < limit and self.signals.empty():
                time.sleep(0.05)
            if child.process.poll() is None:
                self.tell(name, "does not stop by itself: killed")
            child.end()

    def heed(self, number: int, frame: FrameType | None) -> None:
        """Signal handler: note the wish to stop."""
        self.signals.put(number)

    def pause(self, seconds: float) -> None:
        """Wait; a wish to stop ends it with KeyboardInterrupt."""
        with suppress(queue.Empty):
            self.signals.get(timeout=seconds)
            raise KeyboardInterrupt

    def check(self) -> None:
        """Begin a killed child again; raise when one has ended by itself."""
        for name, child in list(self.running.items()):
            code = child.process.poll()
            if child.killed:
                self.tell(name, f"was killed (signal {-child.process.returncode}): begun again")
                child.end()
                self.start(name, *child.command, environment=child.environment)
            elif code is not None:
                raise ChildEnded(f"{name} ended by itself (exit code {code}); its last words stand above.")

    def _pass_on(self, name: str, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None  # noqa: S101 (a pipe was asked for)
        for line in process.stdout:
            self.tell(name, line.rstrip())


def _become(parent: int, command: list[str]) -> None:
    """Die when the parent dies (Linux), then run the command in our place."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit("the supervisor is gone")
    os.execv(command[0], command)  # noqa: S606 (the command is our own)


if __name__ == "__main__":
    _become(int(sys.argv[1]), sys.argv[2:])
