"""What export_workbook and template_workbook share: whose rows of which kind and plan go into which file."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tracker.audit.acting import acting
from tracker.management.naming import officer_named, plan_named
from tracker.management.output import Answer, AnsweringCommand
from tracker.workbooks.codecs import CODECS


class WritingCommand(AnsweringCommand):
    """A command that writes one workbook on an officer's behalf; `write` takes kind, plan, by, out and returns rows."""

    reason: str
    write: Callable[..., int]
    default_officer: str | None = None

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The kind, the plan, the officer and the file."""
        super().add_arguments(parser)
        parser.add_argument("--kind", required=True, choices=sorted(CODECS))
        parser.add_argument("--plan", required=True, metavar="CODE")
        parser.add_argument(
            "--by",
            required=self.default_officer is None,
            default=self.default_officer,
            metavar="USER",
            help="on whose behalf: their role and region apply",
        )
        parser.add_argument("--out", required=True, type=Path)

    def work(self, options: dict[str, Any]) -> Answer:
        """Write the file and say how many rows are in it."""
        officer, out = officer_named(options["by"]), options["out"]
        with acting(officer.actor, reason=self.reason):
            rows = type(self).write(kind=options["kind"], plan=plan_named(options["plan"]), by=officer, out=out)
        return Answer({"status": "written", "rows": rows, "out": str(out)}, f"wrote {rows} rows to {out}")
