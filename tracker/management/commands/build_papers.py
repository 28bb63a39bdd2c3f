"""`build_papers`: write the papers (公文模板) anew, or into a folder where the office edits its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tracker.documents.rendering import OURS, build_papers


class Command(BaseCommand):
    """Makes the templates of contracts, circulars and tables."""

    help = "Write the document templates; those in VAR/papers are used instead of the product's own."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
        parser.add_argument("--folder", type=Path, default=OURS, help="where to write them")

    def handle(self, *args: Any, **options: Any) -> None:
        written = [str(path.name) for path in build_papers(options["folder"])]
        self.stdout.write(json.dumps({"written": written}) if options["json"] else "\n".join(written))
