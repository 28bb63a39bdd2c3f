"""`manage.py draw_stages`: write docs/stages.md anew from the stage table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from tracker.management.stage_diagram import stages_document


class Command(BaseCommand):
    """Draws the stages of a target; needs no database."""

    help = "Write docs/stages.md anew from the stage table in the code."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        path = Path(settings.BASE_DIR, "docs", "stages.md")
        path.write_text(stages_document(), encoding="utf-8")
        self.stdout.write(str(path.relative_to(settings.BASE_DIR)))
