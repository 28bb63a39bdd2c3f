"""Fixtures of the whole suite: real PostgreSQL as role app, real Redis, worker, mail server, web server and browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker, Settings

from tests import database
from tests.database import Database
from tests.offices import calc

pytest_plugins = ["tests.brokers", "tests.mailboxes", "tests.servers", "tests.browsers"]

PROJECT = Path(__file__).resolve().parent.parent


def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests' servers and files apart from the demo's; one name for the run, known to all its processes."""
    if not os.environ.get("TRACKER_TEST_RUN"):
        os.environ["TRACKER_TEST_RUN"] = database.new_run()
        config.stash[_MADE_RUN] = os.environ["TRACKER_TEST_RUN"]
        os.environ["TRACKER_VAR"] = str(Path(os.environ.get("TRACKER_VAR") or PROJECT / "var") / "test")
    var = Path(os.environ["TRACKER_VAR"])
    django_settings.VAR = var
    django_settings.MEDIA_ROOT = str(var / "media")
    # Static files are found when they are asked for: every new test client would list them all at its first request.
    django_settings.WHITENOISE_AUTOREFRESH = True
    django_settings.STATIC_ROOT = None  # nothing is collected here
    database.use_server_for_tests()


_MADE_RUN = pytest.StashKey[str]()


def pytest_unconfigure(config: pytest.Config) -> None:
    """The process that began the run removes its databases."""
    if run := config.stash.get(_MADE_RUN, ""):
        if config.stash.get(_USED, False) or config.option.__dict__.get("numprocesses"):
            database.drop_all(run)
        del os.environ["TRACKER_TEST_RUN"]


_USED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def template_database(pytestconfig: pytest.Config, django_db_blocker: DjangoDbBlocker) -> str:
    """The migrated and seeded database all others are cloned from."""
    pytestconfig.stash[_USED] = True
    with django_db_blocker.unblock():
        return database.prepare_template(os.environ["TRACKER_TEST_RUN"])


@pytest.fixture(scope="session")
def django_db_setup(template_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """pytest-django's database: a clone of ours, seen as role app with its real rights and row-level security."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock(), database.clone(template_database, worker):
        django_db_blocker.block()
        yield
        django_db_blocker.unblock()


@pytest.fixture(scope="module")
def shared_transaction(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[DjangoDbBlocker]:
    """A transaction around the tests of a module: each finds what module fixtures made, and leaves no more than that.

    They make it while they `unblock()` the database. Not for modules that use `committed_db` as well.
    """
    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()
    yield django_db_blocker
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def whole_province(request: pytest.FixtureRequest) -> None:
    """Ordinary database tests may write anywhere (全省), so that factories can; acting() narrows it as in real life."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.scope', '%', true)")


@pytest.fixture
def own_media(settings: Settings, tmp_path: Path) -> None:
    """A folder for uploaded files of the test's own."""
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def committed_db(template_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Database]:
    """A database of the test's own where commits are real and other processes can look; no scope is set."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock(), database.clone(template_database, f"{worker}_committed") as made:
        yield made


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests whose program (Chromium, Calc) is not there, saying so; refuse pytest-django's flushing tests."""
    for item in items:
        if {"page", "browser"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
        mark = item.get_closest_marker("django_db")
        if mark and mark.kwargs.get("transaction"):
            raise pytest.UsageError(f"{item.nodeid}: use the fixture committed_db; role app may not flush tables.")
    for marker, missing in (("browser", chromium() is None), ("office", calc() is None)):
        if missing and (left_out := [item for item in items if item.get_closest_marker(marker)]):
            config.stash.setdefault(_LEFT_OUT, {})[marker] = len(left_out)
            items[:] = [item for item in items if item not in left_out]
            config.hook.pytest_deselected(items=left_out)


_LEFT_OUT = pytest.StashKey[dict[str, int]]()
_MISSING = {
    "browser": "no Chromium found (apt-get install chromium)",
    "office": "no LibreOffice Calc found (apt-get install libreoffice-calc)",
}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Name what was left out, so that nobody takes it for passed."""
    if left_out := config.stash.get(_LEFT_OUT, {}):
        terminalreporter.section("left out")
        for marker, number in left_out.items():
            terminalreporter.line(f"{number} {marker} tests: {_MISSING[marker]}")


def chromium() -> str | None:
    """The installed Chromium; ``CHROMIUM`` names another."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
