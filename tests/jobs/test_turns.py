"""One at a time: a task whose turn is taken leaves; a turn ends with the session that took it."""

import psycopg
import pytest

from tests.database import Database
from tracker import tasks
from tracker.jobs.turns import turn

TAKE = "SELECT pg_try_advisory_lock(hashtext('tracker.turn'), hashtext('scan_deadlines'))"


@pytest.fixture
def scans(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The days for which a scan was run."""
    found: list[object] = []
    monkeypatch.setattr(tasks, "nightly", lambda **said: found.append(said["on"]))
    return found


def test_a_scan_leaves_while_another_is_at_it_and_runs_once_that_is_gone(
    committed_db: Database, scans: list[object]
) -> None:
    with psycopg.connect(committed_db.app_url) as other:
        other.execute(TAKE)
        tasks.scan_deadlines()
        assert scans == []
        other.execute("SELECT pg_advisory_unlock_all()")
        tasks.scan_deadlines()
    assert len(scans) == 1


def test_a_turn_is_free_again_after_its_end_and_after_a_fault_in_it(committed_db: Database) -> None:
    with pytest.raises(ZeroDivisionError), turn("scan_deadlines"):
        raise ZeroDivisionError
    with psycopg.connect(committed_db.app_url) as other:
        assert other.execute(TAKE).fetchone() == (True,)


def test_turns_of_other_names_do_not_wait_for_one_another(committed_db: Database) -> None:
    with psycopg.connect(committed_db.app_url) as other:
        other.execute(TAKE)
        with turn("sweep_jobs") as mine:
            assert mine
