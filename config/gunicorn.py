"""What gunicorn is to know (`-c python:config.gunicorn`): the web processes share one folder of counters for /metrics."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from prometheus_client.multiprocess import mark_process_dead

COUNTERS = Path(os.environ.get("PROMETHEUS_MULTIPROC_DIR") or tempfile.mkdtemp(prefix="tracker-metrics-"))
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(COUNTERS)


def on_starting(_server: Any) -> None:
    """Counters begin anew with the server."""
    shutil.rmtree(COUNTERS, ignore_errors=True)
    COUNTERS.mkdir(parents=True, exist_ok=True)


def child_exit(_server: Any, worker: Any) -> None:
    """What an ended process had counted stays counted."""
    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(_server: Any) -> None:
    """Leave nothing behind."""
    shutil.rmtree(COUNTERS, ignore_errors=True)
