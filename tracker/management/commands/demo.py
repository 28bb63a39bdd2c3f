"""`demo`: prepare the data, then serve web, worker, timetable and mail catcher in the foreground."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import import_string

from tracker.management.demo.accounts import PASSWORD, table
from tracker.management.demo.steps import furnish, prepare
from tracker.values.dates import today


class Command(BaseCommand):
    """The demo: everything a newcomer needs to look around, until Ctrl-C."""

    help = "Prepare demo data and serve the site with worker, timetable and mail catcher until Ctrl-C."
    requires_system_checks: list[str] = []  # the tables may not be there yet

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--prepare-only", action="store_true", help="make the data and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo makes up data: unset DATABASE_URL, or set TRACKER_DEMO=1 if that is meant.")
        for step in [*prepare(), *furnish(today())]:
            self._do(step.text, step.run)
        if options["prepare_only"]:
            return
        serve = import_string(settings.DEMO_SUPERVISOR)
        self.stdout.write("starting web, worker and timetable ...")
        if code := serve(port=settings.PORT, announce=self._announce):
            raise SystemExit(code)

    def _do(self, text: str, step: Callable[[], str]) -> None:
        begun = time.monotonic()
        self.stdout.write(f"{text} ...", ending=" ")
        self.stdout.flush()
        said = step()
        self.stdout.write(f"{said + ', ' if said else ''}{time.monotonic() - begun:.1f} s")

    def _announce(self, address: str, mail_folder: Path) -> None:
        lines = [
            "",
            f"  {address}",
            "",
            f"  password of every account: {PASSWORD}",
            *(f"    {line}" for line in table()),
        ]
        lines += ["", f"  e-mails are kept in {mail_folder}; Ctrl-C stops everything", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
