"""`screen_catalogue --edition CODE`: run an edition over the registry and keep the findings."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from tracker.audit.acting import acting, system
from tracker.catalogue.models import CatalogueEdition
from tracker.screening.models import ScreeningRun
from tracker.screening.services import run_screening
from tracker.values.dates import today
from tracker.values.errors import DomainError, NotFound


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a day; write it as 2010-09-15") from error


class Command(BaseCommand):
    """Screens every facility against an edition's criteria."""

    help = "Run a published catalogue edition over all facilities; exit 1 where it can't be run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--edition", required=True, help="code of a published edition, e.g. ZJ-2010")
        parser.add_argument("--on", type=_day, help="the registry as of this day (today unless told)")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with translation.override("en"), acting(system("screen_catalogue"), reason="screen_catalogue"):
                run = self._run(options["edition"], options["on"] or today())
        except DomainError as error:
            refusal = {"status": "refused", "errors": [{"code": error.code, "message": str(error.message)}]}
            self.stdout.write(json.dumps(refusal, ensure_ascii=False) if options["json"] else str(error.message))
            raise SystemExit(1) from error
        told = {"status": "done", "run": run.pk, "edition": run.edition.code, "on": run.on.isoformat(), **run.counts}
        if options["json"]:
            self.stdout.write(json.dumps(told | {"errors": []}, ensure_ascii=False))
        else:
            self.stdout.write(
                "{edition} as of {on}: {facilities} facilities, {matched} fall within an entry, {survey} to be surveyed".format(
                    **told
                )
            )

    def _run(self, code: str, on: date) -> ScreeningRun:
        edition = CatalogueEdition.objects.filter(code=code).first()
        if edition is None:
            raise NotFound(edition=code)
        return run_screening(edition=edition, on=on, by=None)
