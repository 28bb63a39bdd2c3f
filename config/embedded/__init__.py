"""PostgreSQL and Redis that come with the Python packages, for machines that have neither.

Both live under the folder ``TRACKER_VAR`` and listen on unix sockets only, in a folder nobody else may enter. Nothing
is started by importing this package or by asking for an address: see ``config.postgresql``, ``config.wsgi`` and
``config.celery`` for who starts what.
"""

from urllib.parse import quote

from config.embedded import postgres, redis_server, sharing
from config.embedded.places import PROJECT, EmbeddedError, Places, places

__all__ = [
    "PROJECT",
    "EmbeddedError",
    "Places",
    "addresses",
    "database_urls",
    "pg_programs",
    "places",
    "redis_address",
    "redis_url",
    "remove",
]


def addresses() -> tuple[str, str]:
    """The URLs of role ``tracker_app`` and role ``tracker_owner``, without starting anything."""
    host = quote(str(places().sockets), safe="")
    return f"postgresql://tracker_app@/tracker?host={host}", f"postgresql://tracker_owner@/tracker?host={host}"


def pg_programs() -> str:
    """The folder of PostgreSQL's programs, empty where the package is not installed."""
    try:
        return str(postgres.programs())
    except EmbeddedError:
        return ""


def redis_address() -> str:
    """The URL of Redis, without starting anything."""
    return f"unix://{places().redis_socket}?db=0"


def database_urls() -> tuple[str, str]:
    """Start PostgreSQL if it doesn't run yet; the URLs of the app role and of the owner role."""
    sharing.use("postgres", postgres.start, postgres.stop)
    return addresses()


def redis_url() -> str:
    """Start Redis if it doesn't run yet; its URL."""
    sharing.use("redis", redis_server.start, redis_server.stop)
    return redis_address()


def remove() -> None:
    """Remove all data, to start over; refused while a process uses it."""
    sharing.remove({"postgres": postgres.stop, "redis": redis_server.stop})
