"""What reading one cell comes to (读取结果): a value, what it was read as where that isn't literal, or a fault."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """`read_as` is empty for a literal cell. `unit` is the unit written in the cell itself. A fault has code and texts."""

    value: Any = None
    read_as: str = ""
    unit: str = ""
    code: str = ""
    expected: str = ""
    message: str = ""


EMPTY = Outcome()


def literal(value: Any) -> Outcome:
    """The cell said exactly this."""
    return Outcome(value)


def read(value: Any, read_as: str, unit: str = "") -> Outcome:
    """The cell was understood, but not by its letter: the officer is shown how."""
    return Outcome(value, str(read_as), unit)


def fault(code: str, expected: Any, message: Any) -> Outcome:
    """The cell cannot be read with certainty."""
    return Outcome(code=code, expected=str(expected), message=str(message))
