"""`template_workbook`: write an officer's upload template of a kind, filled with the current rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.audit.acting import acting
from tracker.management.naming import officer_named, plan_named
from tracker.values.errors import DomainError
from tracker.workbooks.codecs import CODECS
from tracker.workbooks.exports import template_workbook


class Command(BaseCommand):
    """Write an officer's upload template of a kind, filled with the current rows."""

    help = "Write the upload template of a kind for an officer, filled with the plan's current rows."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", required=True, choices=sorted(CODECS))
        parser.add_argument("--plan", required=True, metavar="CODE")
        parser.add_argument("--by", required=True, metavar="USER", help="on whose behalf: their role and region apply")
        parser.add_argument("--out", required=True, type=Path)
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            officer = officer_named(options["by"])
            with acting(officer.actor, reason="template_workbook"):
                rows = template_workbook(
                    kind=options["kind"], plan=plan_named(options["plan"]), by=officer, out=options["out"]
                )
        except DomainError as error:
            raise CommandError(str(error.message)) from error
        result = {"status": "written", "rows": rows, "out": str(options["out"])}
        self.stdout.write(
            json.dumps(result, ensure_ascii=False) if options["json"] else f"wrote {rows} rows to {options['out']}"
        )
