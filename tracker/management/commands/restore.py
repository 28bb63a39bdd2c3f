"""`restore DIR`: a backup back into an empty database, or with `--overwrite` in place of what is there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.utils import timezone

from tracker.management.backups.database import is_empty, load
from tracker.management.backups.files import put_in_place
from tracker.management.backups.manifest import DUMP, MEDIA, NAME, read


class Command(BaseCommand):
    """Checks every sum first, restores database and files, counts the rows, and renews the walls."""

    help = "Restore a backup after checking its sums. Stop web, workers and beat first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder that `backup` made")
        parser.add_argument("--overwrite", action="store_true", help="drop what the database holds")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not (folder / NAME).is_file():
            raise CommandError(f"{folder} is no whole backup: it has no {NAME}")
        manifest = read(folder)
        if faults := manifest.faults(folder):
            raise CommandError("the backup is damaged, nothing was touched: " + "; ".join(faults[:20]))
        if not options["overwrite"] and not is_empty():
            raise CommandError("the database is not empty, nothing was touched: --overwrite drops what it holds")
        connections.close_all()
        rows = load(folder / DUMP, overwrite=options["overwrite"])
        if rows != manifest.rows:
            differ = sorted(name for name in {*rows, *manifest.rows} if rows.get(name) != manifest.rows.get(name))
            raise CommandError(f"restored, but the rows of these tables differ from the manifest: {', '.join(differ)}")
        aside = f"before-{timezone.now():%Y%m%d%H%M%S%f}"
        before = put_in_place(folder / MEDIA, Path(settings.MEDIA_ROOT), aside=aside)
        call_command("migrate", verbosity=0, interactive=False)  # grants and walls; and what is newer than the backup
        self._tell(manifest.taken_at, sum(rows.values()), before, as_json=options["json"])

    def _tell(self, taken_at: str, rows: int, before: Path | None, *, as_json: bool) -> None:
        if as_json:
            said = {"taken_at": taken_at, "rows": rows, "files_before": str(before) if before else None}
            self.stdout.write(json.dumps(said))
            return
        kept = f"; the files that were there are kept in {before}" if before else ""
        self.stdout.write(f"restored {rows} rows as of {taken_at}{kept}")
