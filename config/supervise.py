"""Runs the demo in the foreground: web, worker, timetable and mail catcher; Ctrl-C stops them all."""

import http.client
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from config import embedded, mail_catcher
from config.children import ChildEnded, Children
from tracker.jobs.queues import QUEUES

HOST = "127.0.0.1"
START_SECONDS = 60


class DemoError(RuntimeError):
    """The demo can't go on; the message says why."""


def run(*, port: int, announce: Callable[[str, Path], None]) -> int:
    """Serve until Ctrl-C. ``announce(address, mail_folder)`` is called once the site answers; returns the exit code."""
    children = Children(tell=_print_line)
    previous = {number: signal.signal(number, children.heed) for number in (signal.SIGINT, signal.SIGTERM)}
    mail_folder = embedded.places().var / "mail"
    try:
        with ExitStack() as stack:
            _refuse_taken_port(port)
            environment = _environment(stack, mail_folder)
            stack.callback(children.stop)
            _start_all(children, port, environment)
            _wait_for_web(children, port)
            announce(f"http://{HOST}:{port}/", mail_folder)
            children.wait_for_end()
    except KeyboardInterrupt:
        print("\nstopped.", flush=True)
        return 0
    except (DemoError, ChildEnded, embedded.EmbeddedError) as error:
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
    environment = {"PYTHONWARNINGS": "ignore"}
    if os.environ.get("EMAIL_URL"):
        return environment
    catcher = mail_catcher.catch(mail_folder, lambda text: _print_line("mail", text))
    return environment | {"EMAIL_URL": stack.enter_context(catcher)}


def _start_all(children: Children, port: int, environment: Mapping[str, str]) -> None:
    beat_file = str(embedded.places().var / "celerybeat-schedule")
    web = (
        "gunicorn",
        "-c",
        "python:config.gunicorn",
        "config.wsgi",
        "--bind",
        f"{HOST}:{port}",
        "--workers",
        "2",
        "--threads",
        "4",
    )
    worker = ("celery", "-q", "-A", "config", "worker", "--queues", ",".join(QUEUES), "--concurrency", "2")
    quiet = ("--loglevel", "WARNING")
    children.start("web", *web, "--log-level", "warning", environment=environment)
    children.start("worker", *worker, *quiet, "--without-gossip", "--without-mingle", environment=environment)
    children.start("beat", "celery", "-q", "-A", "config", "beat", "-s", beat_file, *quiet, environment=environment)


def _wait_for_web(children: Children, port: int) -> None:
    limit = time.monotonic() + START_SECONDS
    while not _answers(port):
        children.check()
        if time.monotonic() > limit:
            raise DemoError(f"The site did not answer within {START_SECONDS} seconds.")
        children.pause(0.2)


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
        status = connection.getresponse().status
    except OSError:
        return False
    finally:
        connection.close()
    if status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
        raise DemoError(f"The site answers with an error ({status}); the reason stands above.")
    return True


def _print_line(name: str, text: str) -> None:
    print(f"{name:<7}| {text}", flush=True)
