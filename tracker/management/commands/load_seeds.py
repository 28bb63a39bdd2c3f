"""`load_seeds`: check seeds/*.csv and load what has a table; idempotent, all or nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from tracker.management.seeding.reading import BadSeeds
from tracker.management.seeding.run import FileResult, load


class Command(BaseCommand):
    """Loads the source document's facts and figures."""

    help = "Check seeds/*.csv row by row against the models and load them; run it as often as you like."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "seeds", help="where the CSV files are")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with translation.override("en"):
                results = load(options["folder"])
        except BadSeeds as refused:
            self._refuse(refused, as_json=options["json"])
            raise SystemExit(1) from refused
        if options["json"]:
            files = [result.as_dict() for result in results]
            self.stdout.write(json.dumps({"status": "loaded", "files": files, "errors": []}, ensure_ascii=False))
        elif options["verbosity"]:
            for result in results:
                self.stdout.write(_line(result))

    def _refuse(self, refused: BadSeeds, *, as_json: bool) -> None:
        if as_json:
            errors = [fault.as_dict() for fault in refused.faults]
            self.stdout.write(json.dumps({"status": "refused", "files": [], "errors": errors}, ensure_ascii=False))
            return
        for fault in refused.faults:
            self.stderr.write(str(fault))
        self.stderr.write("nothing was written")


def _line(result: FileResult) -> str:
    if result.kept:
        return f"{result.file:<26} {result.rows:>4} rows: left alone, the table already has rows of its own"
    if not result.loaded:
        return f"{result.file:<26} {result.rows:>4} rows: checked"
    counts = f"{result.created} created, {result.updated} updated, {result.unchanged} unchanged"
    return f"{result.file:<26} {result.rows:>4} rows: {counts}"
