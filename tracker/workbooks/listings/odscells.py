"""Cells of an .ods sheet: each value typed, text as text whatever it begins with."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from xlsxwriter.utility import xl_col_to_name

from tracker.workbooks.listings.columns import Cell, Form

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACES = re.compile("^ | {2,}")


def cell(value: Cell, form: Form) -> str:
    """A cell of the body; days and moments in ISO form."""
    style = form.value
    if value is None:
        return repeated_blank(style)
    if isinstance(value, str):
        return text(value, style)
    if isinstance(value, date):
        return _typed("date", "date-value", value.isoformat(), style)
    kind = "percentage" if form is Form.SHARE else "float"
    return _typed(kind, "value", _plain(value), style)


def text(said: str, style: str, more: str = "") -> str:
    """A cell of text: a paragraph a line, runs of spaces kept."""
    lines = _NOT_IN_XML.sub("", said).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    paragraphs = "".join(f"<text:p>{_SPACES.sub(_kept, escape(line))}</text:p>" for line in lines)
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="string"{more}>{paragraphs}</table:table-cell>'
    )


def spanning(said: str, style: str, width: int) -> str:
    """A text over the whole width of the table."""
    rest = f'<table:covered-table-cell table:number-columns-repeated="{width - 1}"/>' if width > 1 else ""
    return text(said, style, f' table:number-columns-spanned="{width}" table:number-rows-spanned="1"') + rest


def repeated_blank(style: str) -> str:
    """An empty cell with its frame."""
    return f'<table:table-cell table:style-name="{style}"/>'


def formula(at: int, only: tuple[int, str] | None, first: int, last: int, value: Decimal) -> str:
    """A sum over rows `first` to `last` (of one unit), with its value."""
    summed = _range(at, first, last)
    said = f"of:=SUM({summed})"
    if only is not None:
        unit = only[1].replace('"', '""')
        said = f'of:=SUMIF({_range(only[0], first, last)};"{unit}";{summed})'
    return (
        f'<table:table-cell table:style-name="total-amount" table:formula={quoteattr(said)} '
        f'office:value-type="float" office:value="{_plain(value)}"/>'
    )


def _range(at: int, first: int, last: int) -> str:
    letter = xl_col_to_name(at)
    return f"[.{letter}{first}:.{letter}{last}]"


def _typed(kind: str, attribute: str, value: str, style: str) -> str:
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="{kind}" office:{attribute}="{value}">'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def _plain(value: int | Decimal) -> str:
    return f"{Decimal(value):f}"


def _kept(spaces: re.Match[str]) -> str:
    return f'<text:s text:c="{len(spaces[0])}"/>'
