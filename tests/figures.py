"""Comparing amounts: exact ones with the whole numbers a reader writes."""

from typing import Any


def told(*values: Any) -> tuple[Any, ...]:
    """Values side by side, whatever kind of number each is."""
    return values
