"""`export_workbook`: write every row of a kind an officer may see as a styled workbook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.audit.acting import acting
from tracker.management.naming import officer_named, plan_named
from tracker.values.errors import DomainError
from tracker.workbooks.codecs import CODECS
from tracker.workbooks.exports import export_workbook


class Command(BaseCommand):
    """Write every row of a kind an officer may see as a styled workbook."""

    help = "Export a plan's rows of a kind as .xlsx; the file imports again unchanged."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", required=True, choices=sorted(CODECS))
        parser.add_argument("--plan", required=True, metavar="CODE")
        parser.add_argument(
            "--by", default="province", metavar="USER", help="on whose behalf: their role and region apply"
        )
        parser.add_argument("--out", required=True, type=Path)
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            officer = officer_named(options["by"])
            with acting(officer.actor, reason="export_workbook"):
                rows = export_workbook(
                    kind=options["kind"], plan=plan_named(options["plan"]), by=officer, out=options["out"]
                )
        except DomainError as error:
            raise CommandError(str(error.message)) from error
        result = {"status": "written", "rows": rows, "out": str(options["out"])}
        self.stdout.write(
            json.dumps(result, ensure_ascii=False) if options["json"] else f"wrote {rows} rows to {options['out']}"
        )
