"""A set handled row by row (逐行处理): every row that is refused is told at once, not the first alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from tracker.values.errors import DomainError

Given = TypeVar("Given")
Made = TypeVar("Made")


def each_row(rows: Iterable[Given], handle: Callable[[Given], Made]) -> list[Made]:
    """What handling each row gives. Raises the first refusal, with every refused row's own in its `rows`."""
    made: list[Made] = []
    refused: dict[int, DomainError] = {}
    for index, row in enumerate(rows):
        try:
            made.append(handle(row))
        except DomainError as error:
            refused[index] = error
    tell(refused)
    return made


def tell(refused: dict[int, DomainError]) -> None:
    """Raise what rows were refused for, by their place in the set; nothing where none was."""
    if refused:
        first = refused[min(refused)]
        first.rows = refused
        raise first
