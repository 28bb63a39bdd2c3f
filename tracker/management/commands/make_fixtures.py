"""`make_fixtures`: write the sample workbooks into fixtures/."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from tracker.management.samples.files import sample_files


class Command(BaseCommand):
    """Makes the sample workbooks, good and bad; the same ones every time."""

    help = "Write the sample workbooks (good ones, and bad ones with one fault each) into fixtures/."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "fixtures", help="where to write them")

    def handle(self, *args: Any, **options: Any) -> None:
        written = {name: _write(options["folder"] / name, content) for name, content in sample_files().items()}
        if options["json"]:
            self.stdout.write(json.dumps({"files": written}, ensure_ascii=False))
            return
        for name, state in written.items():
            self.stdout.write(f"{name:<40} {state}")


def _write(path: Path, content: bytes) -> str:
    if path.is_file() and path.read_bytes() == content:
        return "unchanged"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return "written"
