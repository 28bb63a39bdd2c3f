"""The triggers of history stay quick for any number of rows."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_no_trigger_that_compares_old_rows_with_new_ones_may_do_so_in_nested_loops() -> None:
    """A connection keeps the first plan it makes: made for no row or one, a nested loop would cost n² for n rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, coalesce(array_to_string(proconfig, ','), '') FROM pg_trigger "
            "JOIN pg_proc ON pg_proc.oid = tgfoid WHERE tgoldtable IS NOT NULL AND tgnewtable IS NOT NULL"
        )
        found = dict(cursor.fetchall())
    assert "tracker_target" in found
    assert [table for table, settings in found.items() if "enable_nestloop=off" not in settings] == []
