"""`backup --out DIR`: database and files in one folder, with sums."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from tracker.management.backups.database import dump
from tracker.management.backups.files import copy_all, summed
from tracker.management.backups.manifest import DUMP, MEDIA, Manifest
from tracker.values.dates import SHANGHAI


class Command(BaseCommand):
    """Takes a backup while the site goes on working."""

    help = "Write database and files into a new folder below DIR, with a manifest of sums; the site may go on working."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the new folder is made")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        folder: Path = options["out"] / f"tracker-{now.astimezone(SHANGHAI):%Y%m%d-%H%M%S-%f}"
        folder.mkdir(parents=True, mode=0o700)
        # Files after rows: a row's file was there before the row, so none can be missing.
        rows = dump(folder / DUMP)
        files = [
            replace(kept, path=f"{MEDIA}/{kept.path}") for kept in copy_all(Path(settings.MEDIA_ROOT), folder / MEDIA)
        ]
        Manifest.of(now=now, rows=rows, files=[summed(folder / DUMP, folder), *files]).write(folder)
        if options["json"]:
            self.stdout.write(json.dumps({"folder": str(folder), "rows": sum(rows.values()), "files": len(files)}))
        else:
            self.stdout.write(f"{folder}: {sum(rows.values())} rows of {len(rows)} tables, {len(files)} files")
