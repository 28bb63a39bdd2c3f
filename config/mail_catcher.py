"""A mail server for the demo: takes every message, sends none on, and keeps each as an .eml file to look at."""

import itertools
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiosmtpd.controller import Controller

HOST = "127.0.0.1"


class Keeper:
    """Writes what arrives into a folder, named by time and recipient."""

    def __init__(self, folder: Path, tell: Callable[[str], None]) -> None:
        self.folder = folder
        self.tell = tell
        self.numbers = itertools.count(1)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        """Keep one message."""
        to = ", ".join(envelope.rcpt_tos)
        moment = datetime.now(ZoneInfo("Asia/Shanghai")).strftime("%Y%m%d-%H%M%S")
        name = f"{moment}-{next(self.numbers):03}-{re.sub(r'[^A-Za-z0-9@.-]+', '_', to)[:60]}.eml"
        (self.folder / name).write_bytes(envelope.original_content)
        subject = message_from_bytes(envelope.original_content, policy=policy.default)["subject"]
        self.tell(f"{to}: {subject} ({self.folder / name})")
        return "250 OK"


@contextmanager
def catch(folder: Path, tell: Callable[[str], None] = print) -> Iterator[str]:
    """Run the server while the block runs; gives the address to put into ``EMAIL_URL``."""
    folder.mkdir(parents=True, exist_ok=True)
    controller = Controller(Keeper(folder, tell), hostname=HOST, port=free_port())
    controller.start()
    try:
        yield f"smtp://{HOST}:{controller.port}"
    finally:
        controller.stop()


def free_port() -> int:
    """A port of this machine that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
