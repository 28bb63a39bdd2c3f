"""What need not be done again (已备好): a mark in the database, of the code and the seeds its tables and facts were made from."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import Error, connections

from tracker.management.demo.steps import Step

_MADE_OF = ("tracker/**/*.py", "seeds/*.csv", "requirements.lock")


def prepare() -> list[Step]:
    """Tables and seeds; nothing where they are as this code and these seeds make them."""
    if is_prepared():
        return []
    return [
        Step("tables, grants and row-level security", lambda: _command("migrate", interactive=False)),
        Step("the source document's facts and figures", lambda: _command("load_seeds")),
        Step("a mark that these are done", mark_prepared),
    ]


def fingerprint(folder: Path = settings.BASE_DIR) -> str:
    """Of everything tables, walls and facts are made of: it changes whenever one of them might."""
    found = sorted(path for pattern in _MADE_OF for path in folder.glob(pattern))
    told = hashlib.sha256()
    for path in found:
        told.update(f"{path.relative_to(folder)}\n{path.stat().st_size}\n".encode())
        told.update(path.read_bytes())
    return told.hexdigest()


def is_prepared() -> bool:
    """Whether the database bears the mark of just this code and these seeds; a database without tables bears none."""
    try:
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT obj_description('public'::regnamespace, 'pg_namespace')")
            mark: tuple[str | None] = cursor.fetchone()
    except Error:
        return False
    return mark[0] == fingerprint()


def mark_prepared() -> None:
    """Set the mark; the next start of the demo has nothing to prepare."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"COMMENT ON SCHEMA public IS '{fingerprint()}'")


def _command(name: str, **options: bool) -> None:
    call_command(name, verbosity=0, **options)
