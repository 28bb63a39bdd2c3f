"""`manage.py texts`: keep the English texts in step with the Chinese ones in code and templates.

--write updates locale/en/LC_MESSAGES/django.po, --check lists what is untranslated (exit 1), --compile writes the .mo files.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tracker.management.texts.catalogue import compile_all, faults, load, renewed
from tracker.management.texts.extract import texts_in


class Command(BaseCommand):
    """Extracts, checks and compiles the texts; needs neither gettext's programs nor a database."""

    help = "Keep the English texts in step with the Chinese ones in code and templates."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One of the three things to do."""
        todo = parser.add_mutually_exclusive_group(required=True)
        todo.add_argument("--write", action="store_true", help="update the .po file")
        todo.add_argument("--check", action="store_true", help="list untranslated texts; exit 1 if there are any")
        todo.add_argument("--compile", action="store_true", help="write the .mo files")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the one thing asked for."""
        locale = Path(settings.LOCALE_PATHS[0])
        if options["compile"]:
            self.tell(options, {"compiled": [path.name for path in compile_all(locale)]})
            return
        path = locale / "en" / "LC_MESSAGES" / "django.po"
        found = texts_in(Path(apps.get_app_config("tracker").path))
        if options["write"]:
            path.parent.mkdir(parents=True, exist_ok=True)
            catalogue = renewed(load(path), found)
            catalogue.save(str(path))
            self.tell(options, {"texts": len(found), "untranslated": len(faults(catalogue, found))})
            return
        told = faults(load(path), found)
        self.tell(options, {"texts": len(found), "faults": told})
        if told:
            raise CommandError(
                f"{len(told)} texts need work: manage.py texts --write, then translate {path.name}", returncode=1
            )

    def tell(self, options: dict[str, Any], result: dict[str, Any]) -> None:
        """Print the result for people, or as JSON."""
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
            return
        for name, value in result.items():
            lines = value if isinstance(value, list) else [value]
            self.stdout.write("\n".join(f"{name}: {line}" for line in lines))
