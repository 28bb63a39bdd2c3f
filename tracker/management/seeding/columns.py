"""Kinds of columns in seed files: how a cell's text becomes a value, and what was expected where it doesn't."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from tracker.values.units import CAPACITY_UNITS, EQUIPMENT_UNITS

_PLAIN_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class Column:
    """One column: `parse` raises ValueError on a bad cell; `refers` names the file and column a value must stand in."""

    parse: Callable[[str], Any]
    expected: str
    required: bool = True
    blank: Any = None
    refers: tuple[str, str] | None = None


def optional(column: Column) -> Column:
    """The same column, where a cell may be empty."""
    return replace(column, required=False)


def reference(file: str, column: str = "code") -> Column:
    """A value that stands in `column` of another seed file."""
    return Column(str, f"a {column} of {file}.csv", refers=(file, column))


def references(file: str, column: str = "code") -> Column:
    """Several such values, separated by semicolons; may be empty."""
    listed = reference(file, column)
    return replace(listed, parse=lambda text: tuple(text.split(";")), required=False, blank=())


def one_of(*words: str) -> Column:
    """One of a few fixed words."""
    return Column(_among(words), " | ".join(words))


def _among(words: tuple[str, ...]) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in words:
            raise ValueError(text)
        return text

    return parse


def _number(text: str) -> Decimal:
    if not _PLAIN_NUMBER.fullmatch(text):
        raise ValueError(text)
    return Decimal(text)


def _matching(pattern: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(text)
        return text

    return parse


TEXT = Column(str, "a text", blank="")
NOTE = optional(TEXT)
DAY = Column(date.fromisoformat, "a day as 2010-09-15")
NUMBER = Column(_number, "a number, not negative, without separators")
WHOLE = Column(int, "a whole number")
FLAG = Column(lambda text: _among(("yes", "no"))(text) == "yes", "yes | no")
CAPACITY_UNIT = replace(one_of(*CAPACITY_UNITS), blank="")
EQUIPMENT_UNIT = replace(one_of(*EQUIPMENT_UNITS), blank="")

REGION_CODE = Column(_matching("33[0-9]{4}"), "six digits of GB/T 2260, in Zhejiang")
SLUG = Column(_matching("[a-z0-9]+(-[a-z0-9]+)*"), "a code of small letters, digits and hyphens")
