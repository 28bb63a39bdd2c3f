"""`take_bounces`: read delivery status notifications, so that addresses that fail are seen."""

from __future__ import annotations

import json
import mailbox
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tracker.jobs.bounces import take_bounces
from tracker.jobs.dsn import LARGEST


class Command(BaseCommand):
    """Notes the bounces in a mailbox; reading a message again changes nothing, so the mailbox may keep them."""

    help = "Read bounces from a Maildir, an mbox file, a single message, or standard input (-)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help="Maildir folder, mbox file, message file, or - for one message on stdin")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        result = take_bounces(_messages(options["source"]), now=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(asdict(result)))
        else:
            self.stdout.write(
                f"{result.noted} noted, {result.known} known before, {result.foreign} about nothing of ours"
            )


def _messages(source: str) -> Iterator[bytes]:
    path = Path(source)
    if source == "-":
        yield sys.stdin.buffer.read(LARGEST + 1)
    elif (path / "new").is_dir() and (path / "cur").is_dir():
        for found in sorted([*path.glob("new/*"), *path.glob("cur/*")]):
            yield _start(found)
    elif not path.is_file():
        raise CommandError(f"{source} is neither a Maildir nor a file")
    elif _start(path, 5) == b"From ":
        box = mailbox.mbox(source, create=False)
        try:
            for key in box.iterkeys():
                yield box.get_bytes(key)
        finally:
            box.close()
    else:
        yield _start(path)


def _start(path: Path, size: int = LARGEST + 1) -> bytes:
    """The beginning of a file: what is larger than any bounce is not read in whole."""
    with path.open("rb") as file:
        return file.read(size)
