"""The suite works on real databases as the role that runs in production."""

import subprocess
import sys

import psycopg
import pytest
from django.db import DatabaseError, connection
from psycopg import sql

from config.embedded import PROJECT
from tests.database import Database


@pytest.mark.django_db
def test_tests_run_as_role_app_with_its_real_rights() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("tracker_app", False, False)


@pytest.mark.django_db
def test_role_app_may_not_make_tables() -> None:
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE mine ()")


@pytest.mark.django_db
def test_ordinary_tests_write_in_the_whole_province() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.scope')")
        assert cursor.fetchone() == ("%",)


def test_committed_data_is_seen_by_another_connection(committed_db: Database) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('a key', '', now())")
    with psycopg.connect(committed_db.app_url) as other:
        assert other.execute("SELECT session_key FROM django_session").fetchall() == [("a key",)]


def test_every_committed_test_starts_afresh(committed_db: Database) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)


def test_another_process_works_on_the_same_data(committed_db: Database, environment: dict[str, str]) -> None:
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c"]
    code = "from django.db import connection as c; print(c.cursor().execute('SELECT current_database()').fetchone()[0])"
    done = subprocess.run([*command, code], cwd=PROJECT, env=environment, capture_output=True, text=True)
    assert done.stdout.strip() == committed_db.name, done.stderr


def test_the_owner_owns_every_table(committed_db: Database) -> None:
    query = sql.SQL("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
    with psycopg.connect(committed_db.owner_url) as owner:
        assert owner.execute(query).fetchall() == [("tracker_owner",)]
