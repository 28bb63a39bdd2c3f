"""The embedded servers: shared by many processes, stopped by the last, back after a crash, clear when they can't run."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from config.embedded import PROJECT
from tests.processes import wait_until

USE = """
import sys, psycopg, redis
from config import embedded
app, owner = embedded.database_urls()
redis.Redis.from_url(embedded.redis_url()).incr("visits")
with psycopg.connect(app) as connection:
    print(connection.execute("SELECT pg_postmaster_start_time(), current_user").fetchone(), flush=True)
sys.stdin.read()
"""


class User:
    """A process that uses both servers until it is told to go."""

    def __init__(self, var: Path) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-c", USE],
            cwd=PROJECT,
            env={**os.environ, "TRACKER_VAR": str(var)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def saw(self) -> str:
        """What it saw of the server, once it has seen it."""
        assert self.child.stdout
        assert self.child.stderr
        return self.child.stdout.readline() or pytest.fail(self.child.stderr.read())

    def go(self) -> None:
        """Let it end."""
        self.child.communicate("", timeout=60)

    def visit(self) -> str:
        """Come, see, go."""
        seen = self.saw()
        self.go()
        return seen


def runs(var: Path) -> bool:
    return (var / "postgres" / "postmaster.pid").exists() or (var / "redis" / "server.pid").exists()


def postmaster(var: Path) -> int:
    return int((var / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def manage(var: Path, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    plain = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=PROJECT,
        env={**plain, "TRACKER_VAR": str(var), **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_processes_starting_at_once_share_one_server_and_the_last_stops_it(tmp_path: Path) -> None:
    users = [User(tmp_path) for _ in range(4)]
    assert len({user.saw() for user in users}) == 1
    for user in users[1:]:
        user.go()
    assert runs(tmp_path)
    users[0].go()
    wait_until(lambda: not runs(tmp_path), "both servers to stop")


def test_a_killed_process_leaves_the_server_to_the_next_which_stops_it(tmp_path: Path) -> None:
    first = User(tmp_path)
    seen = first.saw()
    first.child.kill()
    first.child.wait()
    assert runs(tmp_path)
    assert User(tmp_path).visit() == seen
    wait_until(lambda: not runs(tmp_path), "both servers to stop")


def test_a_killed_server_comes_back_with_its_data(tmp_path: Path) -> None:
    first = User(tmp_path)
    seen = first.saw()
    os.kill(postmaster(tmp_path), signal.SIGKILL)
    os.kill(int((tmp_path / "redis" / "server.pid").read_text()), signal.SIGKILL)
    assert User(tmp_path).visit() not in {seen, ""}
    first.go()


def test_a_pid_file_with_another_programs_number_does_not_hinder(tmp_path: Path) -> None:
    User(tmp_path).visit()
    wait_until(lambda: not runs(tmp_path), "both servers to stop")
    stale = tmp_path / "postgres" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{tmp_path}/postgres\n1\n5432\n{tmp_path}/run\n\n  1 1\nready\n")
    os.chown(stale, stale.parent.stat().st_uid, -1)
    assert "tracker_app" in User(tmp_path).visit()


def test_a_folder_too_deep_for_a_socket_works_too(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 100)
    assert "tracker_app" in User(deep).visit()
    assert manage(deep, "-m", "config.embedded", "remove").returncode == 0


def test_starting_over_is_refused_while_somebody_works_and_removes_everything_after(tmp_path: Path) -> None:
    user = User(tmp_path)
    user.saw()
    refused = manage(tmp_path, "-m", "config.embedded", "remove")
    assert (refused.returncode, "is in use" in refused.stderr) == (1, True)
    user.go()
    assert manage(tmp_path, "-m", "config.embedded", "remove").returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_folder_is_named_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = manage(tmp_path / "file", "manage.py", "migrate")
    assert done.returncode == 1
    assert str(tmp_path / "file") in done.stderr
    assert "TRACKER_VAR" in done.stderr
    assert "Traceback" not in done.stderr


def test_foreign_data_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "precious").touch()
    done = manage(tmp_path, "manage.py", "migrate")
    assert "holds something else" in done.stderr
    assert (tmp_path / "postgres" / "precious").exists()


@pytest.mark.parametrize("command", [("help",), ("check",), ("findstatic", "--help")])
def test_commands_that_need_no_server_start_none(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = manage(tmp_path / "var", "manage.py", *command)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "var").exists()
