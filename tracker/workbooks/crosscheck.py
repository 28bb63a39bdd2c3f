"""What columns of a row say of each other (表内核对): a county lies in its city, a unit fits its industry, no row comes twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import repeat
from typing import Any

from django.utils.translation import gettext as _

from tracker.values.errors import InvalidValue
from tracker.values.units import unit_named
from tracker.workbooks.amounts import in_unit, unit_or_none
from tracker.workbooks.cellrefs import address
from tracker.workbooks.desk import Batch, Desk, Keys
from tracker.workbooks.kinds.base import Column


def check(desk: Desk, batch: Batch, keys: Keys) -> None:
    """All rules, in the order in which one may complete a value for the next."""
    _county_in_city(desk, batch)
    for column in desk.kind.columns:
        if column.unit_column in batch.values and column.name in desk.table.columns:
            _unit_of(desk, batch, column)
    _unit_fits_industry(desk, batch)
    _territory(desk, batch)
    _readable(desk, batch)
    _once(desk, batch, keys)


def _county_in_city(desk: Desk, batch: Batch) -> None:
    source = desk.lookups.sources.get("county")
    if source is None or "county" not in batch.values or "city" not in batch.values:
        return
    cities, counties = batch.values["city"], batch.values["county"]
    wrong = {
        pair
        for pair in set(zip(cities, counties, strict=True))
        if pair[1] is not None and source.by_value[pair[1]].parent not in (None, pair[0])
    }
    if not wrong:
        return
    for at, pair in enumerate(zip(cities, counties, strict=True)):
        if pair not in wrong:
            continue
        county = source.by_value[pair[1]]
        city = desk.lookups.label("city", county.parent)
        blank = "city" not in batch.raw or batch.raw["city"][at] == ""
        if pair[0] is None and blank:
            cities[at] = county.parent
            desk.note(
                batch, at, "city", _("%(city)s（由%(county)s确定）") % {"city": city, "county": county.label}, found=""
            )
        elif pair[0] is not None:
            words = {"county": county.label, "right": city, "city": desk.lookups.label("city", pair[0])}
            desk.fault(
                batch, at, "county", "COUNTY_NOT_IN_CITY", city, _("%(county)s属于%(right)s，不属于%(city)s") % words
            )


def _unit_of(desk: Desk, batch: Batch, column: Column) -> None:
    """Settle an amount's unit: the row's unit column, else the cell, else the header, else the line above the table."""
    name, unit_name = column.name, column.unit_column
    amounts, units, raw = batch.values[name], batch.values[unit_name], batch.raw[name]
    odd = desk.readers[name].odd
    if None not in units and not any(outcome.unit for outcome in odd.values()):
        return
    around = desk.table.units.get(name) or (
        desk.table.sheet_unit if desk.columns[unit_name].source == "capacity_unit" else ""
    )
    for at, amount in enumerate(amounts):
        outcome = odd.get(raw[at])
        written = outcome.unit if outcome else ""
        if amount is None:
            if units[at] is not None and unit_name in batch.raw and not (outcome and outcome.code):
                units[at] = None
                desk.note(batch, at, unit_name, _("空（没有填数量）"))
        elif units[at] is None:
            _stand_in(desk, batch, at, column, written, around)
        elif written:
            _converted(desk, batch, at, column, written)


def _stand_in(desk: Desk, batch: Batch, at: int, column: Column, written: str, around: str) -> None:
    unit_name = column.unit_column
    if (
        unit_name in batch.raw
        and desk.readers[unit_name].odd.get(batch.raw[unit_name][at])
        and batch.raw[unit_name][at] != ""
    ):
        return  # the unit cell itself is at fault, and named
    unit = unit_or_none(written)
    if unit is None and around:
        batch.values[unit_name][at] = around
        if written:
            _converted(desk, batch, at, column, written)
        else:
            header = desk.table.headers[column.name]
            desk.note_once(
                address(desk.table.header_row, desk.table.columns[column.name] + 1),
                header,
                header,
                _("没有写单位的，按表头或表上方所注单位：%(unit)s") % {"unit": around},
            )
    elif unit is not None:
        batch.values[unit_name][at] = unit.name
        desk.note(batch, at, unit_name, unit.name, found="")
    else:
        desk.fault(
            batch,
            at,
            unit_name,
            "UNIT_MISSING",
            desk.columns[unit_name].help,
            _("“%(header)s”有数量但没有计量单位") % {"header": column.header},
        )


def _converted(desk: Desk, batch: Batch, at: int, column: Column, written: str) -> None:
    """A cell with its own unit beside a unit column: the same, converted, or a contradiction."""
    amount, unit = batch.values[column.name][at], batch.values[column.unit_column][at]
    settled = in_unit(amount, written, unit)
    if settled is None or unit_named(unit).counts != (
        unit_named(written).counts if unit_or_none(written) else unit_named(unit).counts
    ):
        message = _("单元格写的单位是“%(written)s”，计量单位是“%(unit)s”，两者不能换算") % {
            "written": written,
            "unit": unit,
        }
        desk.fault(batch, at, column.name, "UNITS_DISAGREE", unit, message)
        return
    if settled != amount:
        batch.values[column.name][at] = settled
        desk.note(batch, at, column.name, f"{settled:f} {unit}")


def _unit_fits_industry(desk: Desk, batch: Batch) -> None:
    bases = desk.lookups.industry_bases
    column = next((each for each in desk.kind.columns if each.source == "capacity_unit"), None)
    if not bases or column is None or "industry" not in batch.values:
        return
    industries, units = batch.values["industry"], batch.values[column.name]
    wrong = {
        pair: bases[pair[0]]
        for pair in set(zip(industries, units, strict=True))
        if pair[1] is not None and pair[0] in bases and unit_named(pair[1]).base not in bases[pair[0]]
    }
    for at, pair in enumerate(zip(industries, units, strict=True)) if wrong else ():
        if pair in wrong:
            words = {
                "unit": pair[1],
                "industry": desk.lookups.label("industry", pair[0]),
                "expected": "、".join(sorted(wrong[pair])),
            }
            message = _("%(industry)s的产能不能用“%(unit)s”计，应为%(expected)s（或其万、亿倍）") % words
            desk.fault(batch, at, column.name, "UNIT_OF_OTHER_INDUSTRY", words["expected"], message)


def _territory(desk: Desk, batch: Batch) -> None:
    territory = desk.lookups.territory
    name = next((name for name in ("county", "city", "region") if name in batch.values), None)
    if name is None:
        return
    regions = batch.values[name]
    foreign = {region for region in set(regions) if region is not None and not str(region).startswith(territory)}
    for at, region in enumerate(regions) if foreign else ():
        if region in foreign:
            desk.fault(batch, at, name, "OUT_OF_SCOPE", _("本地区"), _("不是您所在地区的数据，您无权填报"))


def _readable(desk: Desk, batch: Batch) -> None:
    """Columns whose text has an inside of its own (参数)."""
    for name, read in desk.lookups.readings.items():
        for at, text in enumerate(batch.values.get(name, ())):
            if text is None:
                continue
            try:
                read(text, _Beside(batch.values, at))
            except InvalidValue as error:
                desk.fault(batch, at, name, "UNREADABLE", str(error.data.get("expected", "")), str(error.message))


class _Beside(Mapping[str, Any]):
    """The other values of one row, looked up only where a reading asks for them."""

    __slots__ = ("_at", "_columns")

    def __init__(self, columns: Mapping[str, list[Any]], at: int) -> None:
        self._columns, self._at = columns, at

    def __getitem__(self, name: str) -> Any:
        return self._columns[name][self._at]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


def _once(desk: Desk, batch: Batch, keys: Keys) -> None:
    """No key twice in a file. Whole chunks of new keys are noted at once; only a doubled one is looked at row by row."""
    for index, names in enumerate(desk.kind.keys):
        parts = [batch.values[name] for name in names]
        found = list(zip(repeat(index), *parts))
        places = zip(repeat(desk.sheet), batch.data.numbers)
        new = set(found)
        if len(new) == len(found) and not any(None in part for part in parts) and keys.keys().isdisjoint(new):
            keys.update(zip(found, places, strict=False))
            continue
        for at, (key, place) in enumerate(zip(found, places, strict=False)):
            first = keys.setdefault(key, place) if None not in key else place
            if first != place and at not in batch.bad:
                _doubled(desk, batch, at, names, first)


def _doubled(desk: Desk, batch: Batch, at: int, names: tuple[str, ...], first: tuple[str, int]) -> None:
    headers = "、".join(desk.columns[name].header for name in names)
    words = {"headers": headers, "sheet": first[0], "row": first[1], "own": batch.data.numbers[at]}
    message = _("第 %(own)s 行与工作表“%(sheet)s”第 %(row)s 行重复（%(headers)s相同）") % words
    desk.fault(batch, at, names[-1], "DUPLICATE_ROW", headers, message)
