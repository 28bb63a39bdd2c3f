"""The commands that `demo --once` runs, as an operator would, and their JSON answers."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command


def set_up() -> None:
    """Tables and seeds."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_seeds", verbosity=0)


def import_sample(kind: str, plan: str, *, dry: bool) -> dict[str, Any]:
    """Import a sample workbook on behalf of the province, or only preview it."""
    file = Path(settings.BASE_DIR, "fixtures", f"{kind}_sample.xlsx")
    options = ["--kind", kind, "--plan", plan, "--by", "province", *(["--dry-run"] if dry else [])]
    return answer("import_workbook", str(file), *options)


def answer(*command: str) -> dict[str, Any]:
    """Run a command and read the JSON it prints."""
    out = StringIO()
    call_command(*command, "--json", stdout=out)
    read: dict[str, Any] = json.loads(out.getvalue())
    return read
