"""Runs the demo's processes in the foreground: web, worker, timetable and mail catcher; and stops them all again.

``python -m config.supervise COMMAND …`` is how each child starts: it asks the kernel to be told when its parent dies,
so that not even a killed supervisor leaves orphans behind, and then becomes the command.
"""

import ctypes
import http.client
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from config import embedded, mail_catcher
from config.celery import QUEUES

HOST = "127.0.0.1"
START_SECONDS = 60
STOP_SECONDS = 15
_PARENT_DEATH_SIGNAL = 1


class DemoError(RuntimeError):
    """The demo can't go on; the message says why."""


@dataclass
class Supervisor:
    """The children, their output on one screen, and one way out."""

    tell: Callable[[str, str], None]
    children: dict[str, subprocess.Popen[str]] = field(default_factory=dict)
    signals: "queue.SimpleQueue[int]" = field(default_factory=queue.SimpleQueue)

    def start(self, name: str, *command: str, environment: Mapping[str, str]) -> None:
        """Start one child in a group of its own: Ctrl-C reaches us alone, and we stop the children in order."""
        child = subprocess.Popen(
            [sys.executable, "-m", "config.supervise", str(os.getpid()), sys.executable, "-m", *command],
            cwd=embedded.PROJECT,
            env={**os.environ, **environment, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self.children[name] = child
        threading.Thread(target=self._pass_on, args=(name, child), daemon=True).start()

    def wait_for_web(self, port: int) -> None:
        """Return when the site answers."""
        limit = time.monotonic() + START_SECONDS
        while not _answers(port):
            self._check()
            if time.monotonic() > limit:
                raise DemoError(f"The site did not answer within {START_SECONDS} seconds.")
            self._sleep(0.2)

    def wait_for_end(self) -> None:
        """Return at Ctrl-C or a request to stop; raise when a child ends by itself."""
        while True:
            self._check()
            self._sleep(1)

    def stop(self) -> None:
        """Ask every child to stop, the youngest first; make it, when it doesn't in time or we are asked again."""
        for child in reversed(self.children.values()):
            with suppress(ProcessLookupError):
                child.terminate()
        limit = time.monotonic() + STOP_SECONDS
        for name, child in reversed(self.children.items()):
            while child.poll() is None and time.monotonic() < limit and self.signals.empty():
                time.sleep(0.05)
            if child.poll() is None:
                self.tell(name, "does not stop by itself: killed")
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()

    def heed(self, number: int, frame: FrameType | None) -> None:
        """Signal handler: note the wish to stop."""
        self.signals.put(number)

    def _sleep(self, seconds: float) -> None:
        with suppress(queue.Empty):
            self.signals.get(timeout=seconds)
            raise KeyboardInterrupt

    def _check(self) -> None:
        for name, child in self.children.items():
            if child.poll() is not None:
                raise DemoError(f"{name} ended by itself (exit code {child.returncode}); its last words stand above.")

    def _pass_on(self, name: str, child: subprocess.Popen[str]) -> None:
        assert child.stdout is not None  # noqa: S101 (a pipe was asked for)
        for line in child.stdout:
            self.tell(name, line.rstrip())


def run(*, port: int, announce: Callable[[str, Path], None]) -> int:
    """Serve until Ctrl-C. ``announce(address, mail_folder)`` is called once the site answers; returns the exit code."""
    supervisor = Supervisor(tell=_print_line)
    previous = {number: signal.signal(number, supervisor.heed) for number in (signal.SIGINT, signal.SIGTERM)}
    mail_folder = embedded.places().var / "mail"
    try:
        with ExitStack() as stack:
            stack.callback(supervisor.stop)
            environment = _environment(stack, mail_folder)
            _refuse_taken_port(port)
            _start_all(supervisor, port, environment)
            supervisor.wait_for_web(port)
            announce(f"http://{HOST}:{port}/", mail_folder)
            supervisor.wait_for_end()
    except KeyboardInterrupt:
        print("\nstopped.", flush=True)
        return 0
    except (DemoError, embedded.EmbeddedError) as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
    return 0


def _environment(stack: ExitStack, mail_folder: Path) -> dict[str, str]:
    """Start what the children lean on, and say where it is. Held by us, the servers outlive every child."""
    if not os.environ.get("DATABASE_URL"):
        embedded.database_urls()
    if not os.environ.get("REDIS_URL"):
        embedded.redis_url()
    if os.environ.get("EMAIL_URL"):
        return {}
    catcher = mail_catcher.catch(mail_folder, lambda text: _print_line("mail", text))
    return {"EMAIL_URL": stack.enter_context(catcher)}


def _start_all(supervisor: Supervisor, port: int, environment: Mapping[str, str]) -> None:
    beat_file = str(embedded.places().var / "celerybeat-schedule")
    web = ("gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}", "--workers", "2", "--threads", "4")
    worker = ("celery", "-A", "config", "worker", "--queues", ",".join(QUEUES), "--concurrency", "2")
    quiet = ("--loglevel", "WARNING")
    supervisor.start("web", *web, "--log-level", "warning", environment=environment)
    supervisor.start("worker", *worker, *quiet, "--without-gossip", "--without-mingle", environment=environment)
    supervisor.start("beat", "celery", "-A", "config", "beat", "-s", beat_file, *quiet, environment=environment)


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise DemoError(f"Port {port} can't be used ({error.strerror}): set PORT to another one.") from error


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except OSError:
        return False
    finally:
        connection.close()


def _print_line(name: str, text: str) -> None:
    print(f"{name:<7}| {text}", flush=True)


def _become(parent: int, command: list[str]) -> None:
    """Die when the parent dies (Linux), then run the command in our place."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit("the supervisor is gone")
    os.execv(command[0], command)  # noqa: S606 (the command is our own)


if __name__ == "__main__":
    _become(int(sys.argv[1]), sys.argv[2:])
