"""`demo`: prepare the data, then serve web, worker, timetable and mail catcher; or run the main job once and check it."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import import_string

from tracker.management.demo.accounts import PASSWORD, table
from tracker.management.demo.once import MainJob
from tracker.management.demo.prepared import prepare
from tracker.management.demo.report import Report
from tracker.management.demo.scratch import scratch_world
from tracker.management.demo.steps import Step, furnish
from tracker.values.dates import today


class Command(BaseCommand):
    """The demo: everything a newcomer needs to look around, until Ctrl-C."""

    help = "Prepare demo data and serve the site with worker, timetable and mail catcher until Ctrl-C."
    requires_system_checks: list[str] = []  # the tables may not be there yet

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="run the main job in a database of its own and check it"
        )
        parser.add_argument("--prepare-only", action="store_true", help="make the data and stop")
        parser.add_argument("--json", action="store_true", help="with --once: print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo makes up data: unset DATABASE_URL, or set TRACKER_DEMO=1 if that is meant.")
        if options["once"]:
            self._once(as_json=options["json"])
            return
        for step in [*prepare(), *furnish(today())]:
            self._do(step)
        if not options["prepare_only"]:
            self._serve()

    def _once(self, *, as_json: bool) -> None:
        report = Report(tell=(lambda text: None) if as_json else self._say)
        with scratch_world() as mails:
            MainJob(report, mails).run()
        if as_json:
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False, default=str))
        for fault in report.disagreements:
            self.stderr.write(f"disagrees: {fault}")
        if report.disagreements:
            raise SystemExit(1)
        if not as_json:
            self._say("every figure agrees")

    def _serve(self) -> None:
        serve = import_string(settings.DEMO_SUPERVISOR)
        self._say("starting web, worker and timetable ...")
        if code := serve(port=settings.PORT, announce=self._announce):
            raise SystemExit(code)

    def _do(self, step: Step) -> None:
        begun = time.monotonic()
        self._say(f"{step.text} ...", ending=" ")
        said = step.run()
        self._say(f"{said + ', ' if said else ''}{time.monotonic() - begun:.1f} s")

    def _announce(self, address: str, mail_folder: Path) -> None:
        lines = [
            "",
            f"  {address}",
            "",
            f"  password of every account: {PASSWORD}",
            *(f"    {line}" for line in table()),
        ]
        lines += ["", f"  e-mails are kept in {mail_folder}; Ctrl-C stops everything", ""]
        self._say("\n".join(lines))

    def _say(self, text: str, ending: str = "\n") -> None:
        self.stdout.write(text, ending=ending)
        self.stdout.flush()
