"""`scan_deadlines`: scan the deadlines for one business day."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tracker.alerts.services import nightly
from tracker.values.dates import today


class Command(BaseCommand):
    """Flags and alerts what is newly due soon or overdue, and queues the e-mails."""

    help = "Scan the deadlines for a business day (today unless --on says otherwise); running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the business date, e.g. 2010-09-16")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        now = today()
        on = options["on"] or now
        result = nightly(on=on, past=on < now)
        if options["json"]:
            self.stdout.write(json.dumps(asdict(result) | {"on": on.isoformat()}))
        else:
            self.stdout.write(
                f"{on}: {result.due_soon} due soon, {result.overdue} overdue; "
                f"{result.new_alerts} new alerts, {result.queued_mail} e-mails queued"
            )
