"""A kind of workbook (表种): one declaration from which reader, validator, template, export, on-screen help and docs come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any


class Type(Enum):
    """What a column holds."""

    TEXT = "text"
    CHOICE = "choice"  # one of a source's options, looked up by any accepted name
    AMOUNT = "amount"  # a decimal, with its unit in another column, in the cell, in the header, or above the table
    INTEGER = "integer"
    DATE = "date"
    CREDIT_CODE = "credit_code"


@dataclass(frozen=True)
class Column:
    """A column (列): `header` is what templates print; `aliases` are what officers also write."""

    name: str
    header: str
    type: Type = Type.TEXT
    aliases: tuple[str, ...] = ()
    required: bool = False
    source: str = ""  # name of the options in Lookups, for CHOICE
    unit_column: str = ""  # the column holding this amount's unit
    parts: tuple[tuple[str, str], ...] = ()  # under this header as a group: sub-header → column
    fill_down: bool = False  # written once and left blank below, as grouping columns are
    maximum: Decimal | None = None
    decimals: int = 4
    max_length: int = 200
    proper_name: bool = False  # a name: spaces between Chinese characters dropped, brackets made full-width
    width: int = 14
    help: Any = ""
    example: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of workbook. `keys`: each names the columns that together may occur only once in a file."""

    code: str
    title: Any
    columns: tuple[Column, ...]
    keys: tuple[tuple[str, ...], ...]
    order: tuple[str, ...]
    totals: tuple[str, ...] = ()  # amount columns that templates sum and 合计 rows are checked against
    filled_in: tuple[
        str, ...
    ] = ()  # what a waiting row is to be filled in with; a numbered row without any says nothing
    called: tuple[str, ...] = ()  # what tells a row to people, where its key alone says too little
    partial: bool = False  # good rows may be applied and the rest handed back
    help: Any = ""
    version: int = 1

    def column(self, name: str) -> Column:
        """The column of a name."""
        return self.by_name()[name]

    def by_name(self) -> Mapping[str, Column]:
        """Columns by name."""
        return {column.name: column for column in self.columns}

    @property
    def headers(self) -> list[str]:
        """The header texts a template prints."""
        return [column.header for column in self.columns]


# The hidden last column of our own templates and exports: the row's identity, which survives sorting.
ROW_ID = "row_id"
ROW_ID_HEADER = "系统编号（请勿修改）"
