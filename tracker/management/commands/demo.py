"""`demo`: prepare the data, then serve web, worker, timetable and mail catcher in the foreground."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

# What is done before the site is served, in order; each must be quick and change nothing when it is done already.
STEPS: list[tuple[str, Callable[[], object]]] = [
    ("tables, grants and row-level security", lambda: call_command("migrate", verbosity=0, interactive=False)),
    ("the source document's facts and figures", lambda: call_command("load_seeds", verbosity=0)),
]


class Command(BaseCommand):
    """The demo: everything a newcomer needs to look around, until Ctrl-C."""

    help = "Prepare demo data and serve the site with worker, timetable and mail catcher until Ctrl-C."
    requires_system_checks: list[str] = []  # the tables may not be there yet

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo makes up data: unset DATABASE_URL, or set TRACKER_DEMO=1 if that is meant.")
        for text, step in STEPS:
            self._do(text, step)
        serve = import_string(settings.DEMO_SUPERVISOR)
        self.stdout.write("starting web, worker and timetable ...")
        if code := serve(port=settings.PORT, announce=self._announce):
            raise SystemExit(code)

    def _do(self, text: str, step: Callable[[], object]) -> None:
        begun = time.monotonic()
        self.stdout.write(f"{text} ...", ending=" ")
        self.stdout.flush()
        step()
        self.stdout.write(f"{time.monotonic() - begun:.1f} s")

    def _announce(self, address: str, mail_folder: Path) -> None:
        self.stdout.write(f"\n  {address}\n\n  e-mails are kept in {mail_folder}; Ctrl-C stops everything\n")
        self.stdout.flush()
