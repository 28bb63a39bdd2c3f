"""The language between the reading child and its parent: raw cells (原始单元格), as JSON.

A raw cell is "" (empty), a str, a float, or a *marked* str: MARK, one letter for the type, and the text. Marks carry what
JSON has no type for, so that literal cells cost nothing.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

MARK = "\x01"
DATE, MOMENT, CLOCK, SPAN, BOOLEAN, ERROR, NO_VALUE, NOT_NUMBER = "d", "m", "h", "s", "b", "e", "f", "n"
SCALED = "p"  # a number whose format shows another one

Raw = str | float


def marked(kind: str, text: str) -> str:
    """A raw cell of a type JSON does not have."""
    return f"{MARK}{kind}{text}"


def mark_value(value: Any) -> str:
    """Mark what calamine returns for a dated cell (used as JSON's default, so only odd types come here)."""
    if isinstance(value, datetime):
        return marked(MOMENT, value.isoformat(sep=" "))
    if isinstance(value, date):
        return marked(DATE, value.isoformat())
    if isinstance(value, time):
        return marked(CLOCK, value.isoformat())
    if isinstance(value, timedelta):
        return marked(SPAN, str(value))
    raise TypeError(type(value).__name__)


def kind_of(raw: Raw) -> str:
    """The mark's letter, or "" for a literal cell."""
    return raw[1:2] if isinstance(raw, str) and raw[:1] == MARK else ""


def shown(raw: Raw) -> str:
    """A raw cell as its officer sees it."""
    if isinstance(raw, str):
        return raw[2:] if raw[:1] == MARK else raw
    return str(int(raw)) if raw == raw // 1 and abs(raw) < 1e15 else repr(raw)
