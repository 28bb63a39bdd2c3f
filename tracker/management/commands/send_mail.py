"""`send_mail`: drain the outbox once."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from tracker.workbooks.attaching import attach_and_send


class Command(BaseCommand):
    """Sends every e-mail whose turn has come."""

    help = "Send what waits in the outbox, once; what the server puts off stays for the next time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        result = attach_and_send(now=timezone.now(), limit=100_000)
        if options["json"]:
            self.stdout.write(json.dumps(asdict(result)))
        else:
            self.stdout.write(
                f"{result.sent} sent, {result.failed} failed, {result.retried} put off, {result.in_doubt} in doubt"
            )
