"""A connection keeps nothing of whom it was used for: neither the next transaction nor the next officer sees more."""

from __future__ import annotations

import psycopg.errors
from django.apps import apps
from django.db import transaction

from fixtures.factories import TargetFactory
from tests.database import Database
from tests.permissions.test_walls import HANGZHOU, NINGBO, execute, refused, seen
from tracker.audit.acting import acting, declare, system


def test_a_connection_used_for_a_city_shows_nothing_afterwards(committed_db: Database) -> None:
    TargetFactory()
    target = apps.get_model("tracker", "target")
    for _ in range(50):
        for actor, expected in ((HANGZHOU, 1), (NINGBO, 0)):
            with acting(actor):
                assert seen(target) == expected
            assert seen(target) == 0  # the same connection, outside of any transaction
            with transaction.atomic():
                assert seen(target) == 0  # and in the next one


def test_a_scope_declared_in_a_transaction_that_failed_is_gone_too(committed_db: Database) -> None:
    TargetFactory()
    target = apps.get_model("tracker", "target")
    with refused(psycopg.errors.UndefinedColumn):
        declare(system("test"))
        execute("SELECT nonsense")
    assert seen(target) == 0
