"""`migrate` runs as role `owner` and then raises the database's walls for role `app`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from tracker.audit.walls import raise_walls
from tracker.management.migrating import little_rendered


class Command(Migrate):
    """Django's migrate, over the owner's connection, with grants and row-level security renewed at the end."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        with little_rendered():
            super().handle(*args, **options)
        if options["database"] == "owner" and not options["plan"] and not options["check_unapplied"]:
            raise_walls(connections["owner"], connections["default"].settings_dict["USER"])
