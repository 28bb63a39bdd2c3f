"""Numbers (编号): under which request or job something happens, so that a log line and an error page can be brought together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_NUMBERS: ContextVar[dict[str, str] | None] = ContextVar("numbers", default=None)


@contextmanager
def under(**numbers: str) -> Iterator[None]:
    """What happens in this block happens under these numbers, e.g. `request=…`."""
    token = _NUMBERS.set({**current(), **numbers})
    try:
        yield
    finally:
        _NUMBERS.reset(token)


def current() -> dict[str, str]:
    """The numbers of the moment."""
    return _NUMBERS.get() or {}
