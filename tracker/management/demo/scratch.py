"""A throw-away world for `demo --once`: its own database, upload folder and mail server, and a business date of its choice."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import CommandError
from django.db import ProgrammingError, connections
from django.test.utils import override_settings
from django.utils.module_loading import import_string

ALIASES = ("default", "owner")


@contextmanager
def scratch_world() -> Iterator[Path]:
    """An empty database, folder and mail server, removed at the end; gives the folder the mails arrive in."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tracker-once-")))
        stack.enter_context(_database(f"tracker_once_{os.getpid()}"))
        mails = folder / "mail"
        address = stack.enter_context(import_string(settings.DEMO_MAIL_CATCHER)(mails, _silent))
        server = urlsplit(address)
        stack.enter_context(
            override_settings(
                MEDIA_ROOT=str(folder / "media"),
                EMAIL_HOST=server.hostname,
                EMAIL_PORT=server.port,
                EMAIL_HOST_USER="",
                EMAIL_HOST_PASSWORD="",
                EMAIL_USE_TLS=False,
                EMAIL_USE_SSL=False,
            )
        )
        yield mails


@contextmanager
def business_date(day: date) -> Iterator[None]:
    """Let it be that day, in Asia/Shanghai, for everything in this process."""
    before = os.environ.get("TRACKER_TODAY")
    os.environ["TRACKER_TODAY"] = day.isoformat()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TRACKER_TODAY"]
        else:
            os.environ["TRACKER_TODAY"] = before


@contextmanager
def _database(name: str) -> Iterator[None]:
    """A new database on the same server, with both roles' connections led there."""
    home = connections["owner"].settings_dict["NAME"]
    app = connections["default"].settings_dict["USER"]
    try:
        _as_owner(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE template0')
    except ProgrammingError as error:
        raise CommandError(
            f"demo --once works in a database of its own, which the owner may not create: {error}"
        ) from error
    try:
        _as_owner(f'GRANT CONNECT, TEMPORARY ON DATABASE "{name}" TO "{app}"')
        _lead_to(name)
        yield
    finally:
        _lead_to(home)
        _as_owner(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _as_owner(*statements: str) -> None:
    with connections["owner"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _lead_to(name: str) -> None:
    for alias in ALIASES:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def _silent(text: str) -> None:
    """The mails are read from their folder."""
