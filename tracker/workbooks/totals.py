"""Totals as a cross-check (合计核对): a 合计 or 小计 row that disagrees with the rows it sums is reported, never imported."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from tracker.values.errors import CellError
from tracker.values.figures import plain
from tracker.workbooks.amounts import in_unit, read_amount
from tracker.workbooks.cellrefs import address
from tracker.workbooks.rowsort import Total
from tracker.workbooks.table import Table

Amounts = list[Decimal | None]


def disagreements(
    sheet: str, table: Table, totals: list[Total], columns: dict[str, tuple[Amounts, list[str | None]]]
) -> list[CellError]:
    """Warnings for the totals of one sheet. `columns`: name → the amounts and units of its data rows, in order."""
    found: list[CellError] = []
    for name, (amounts, units) in columns.items():
        index = table.columns.get(name)
        if index is None or not totals:
            continue
        unit = _unit_of_sums(amounts, units, table.units.get(name) or table.sheet_unit)
        summed = [_converted(amount, own, unit) for amount, own in zip(amounts, units, strict=True)]
        if unit is None or summed.count(None) > amounts.count(None):
            continue  # a sum over units of different things says nothing
        for at, total in enumerate(totals):
            outcome = read_amount(total.row[index], 8, None)
            value = _converted(outcome.value, outcome.unit, unit)
            if value is None:
                continue
            sums = _candidates(total, totals[:at], totals[at + 1 :], summed)
            if value not in sums:
                found.append(_warning(sheet, table, name, index, total, value, sums[0]))
    return found


def _unit_of_sums(amounts: Amounts, units: list[str | None], around: str) -> str | None:
    """The unit the rows are added up in: their only one, else that of the header; "" where nothing has a unit."""
    used = {unit or "" for unit, amount in zip(units, amounts, strict=True) if amount is not None}
    return used.pop() if len(used) == 1 else around or None


def _converted(amount: Decimal | None, written: str | None, unit: str | None) -> Decimal | None:
    if amount is None or not written or not unit or written == unit:
        return amount
    return in_unit(amount, written, unit)


def _candidates(total: Total, before: list[Total], after: list[Total], amounts: Amounts) -> list[Decimal]:
    """What the total may be the sum of, likeliest first: everything; the rows above it; the rows below it."""
    subtotal = "小计" in total.label
    same = [other.after for other in before if ("小计" in other.label) == subtotal]
    above = _sum(amounts[max([0, *same]) : total.after])
    below = _sum(
        amounts[total.after : next((other.after for other in after if other.after > total.after), len(amounts))]
    )
    since_any = _sum(amounts[max([0, *(other.after for other in before)]) : total.after])
    everything = _sum(amounts)
    if subtotal:
        return [above if above or not below else below, below, since_any]
    return [everything, above, since_any, below]


def _sum(amounts: Amounts) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), Decimal(0))


def _warning(
    sheet: str, table: Table, name: str, index: int, total: Total, found: Decimal, expected: Decimal
) -> CellError:
    words = {"label": total.label, "found": plain(found), "expected": plain(expected)}
    return CellError(
        sheet, address(total.number, index + 1), table.headers.get(name, name), words["found"], words["expected"], "TOTAL_DISAGREES",
        _("“%(label)s”写的是 %(found)s，各行相加是 %(expected)s，请核对") % words,
    )  # fmt: skip
