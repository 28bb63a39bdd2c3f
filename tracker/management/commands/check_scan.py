"""`check_scan`: tell the administrators when the deadlines were not scanned; for cron or a systemd timer of its own."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from tracker.jobs.sending import send_waiting
from tracker.values.dates import time_of_day, today
from tracker.vitals.watchdog import watch


class Command(BaseCommand):
    """Looks whether the scan has run; if not, mails the system administrators by itself and ends with 1."""

    help = "Exit 0 if the deadlines were scanned in time; otherwise mail the system administrators at once and exit 1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        on = today()
        late = watch(on=on, at=time_of_day())
        if late:
            send_waiting(now=timezone.now(), limit=100)
        if options["json"]:
            self.stdout.write(json.dumps({"on": on.isoformat(), "late": late}))
        else:
            self.stdout.write(f"{on}: the scan of the deadlines is late" if late else f"{on}: scanned in time")
        if late:
            sys.exit(1)
