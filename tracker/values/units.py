"""Units of measure (计量单位): a unit is a multiple of one base, and bases are never mixed.

亿米 = 10,000 万米; 台, 座, 条 are different things and never add up.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tracker.values.errors import InvalidValue


@dataclass(frozen=True)
class Unit:
    """A unit: its written name, the base it multiplies, the exact factor, and what it counts."""

    name: str
    base: str
    factor: Decimal
    counts: str  # "capacity" or "equipment"


def _capacity(base: str, *multiples: tuple[str, int]) -> list[Unit]:
    return [Unit(base, base, Decimal(1), "capacity")] + [
        Unit(prefix + base, base, Decimal(factor), "capacity") for prefix, factor in multiples
    ]


_WAN = ("万", 10_000)
_YI = ("亿", 100_000_000)

UNITS: dict[str, Unit] = {
    unit.name: unit
    for unit in [
        *_capacity("吨", _WAN),
        *_capacity("标张", _WAN),
        *_capacity("米", _WAN, _YI),
        *_capacity("千瓦", _WAN),
        *_capacity("重量箱", _WAN),
        *_capacity("千伏安时", _WAN),
        *_capacity("块标砖", _WAN, _YI),
        *_capacity("平方米", _WAN),
        *_capacity("件", _WAN),
        *[Unit(name, name, Decimal(1), "equipment") for name in ("台", "座", "条", "台（套）", "孔", "家")],
    ]
}

CAPACITY_UNITS = [unit.name for unit in UNITS.values() if unit.counts == "capacity"]
EQUIPMENT_UNITS = [unit.name for unit in UNITS.values() if unit.counts == "equipment"]

# However officers write them: the one table of spellings.
ALIASES = {
    "台套": "台（套）",
    "台(套)": "台（套）",
    "套": "台（套）",
    "万吨/年": "万吨",
    "吨/年": "吨",
    "万kVAh": "万千伏安时",
    "万张标张": "万标张",
    "万张": "万标张",
    "万KW": "万千瓦",
    "万kW": "万千瓦",
    "kW": "千瓦",
    "亿块": "亿块标砖",
    "万块": "万块标砖",
    "万米/年": "万米",
    "亿米/年": "亿米",
    "万标张/年": "万标张",
    "部": "台",
    "生产线": "条",
    "t": "吨",
    "万t": "万吨",
}


def unit_named(text: str) -> Unit:
    """The unit a text names (aliases allowed); InvalidValue with the known names otherwise."""
    name = text.strip()
    found = UNITS.get(ALIASES.get(name, name))
    if found is None:
        raise InvalidValue(f"未知的计量单位“{name}”", field="unit", found=name, expected="、".join(UNITS))
    return found


def convert(amount: Decimal, from_unit: str, to_unit: str) -> Decimal:
    """`amount` of `from_unit` expressed exactly in `to_unit`; InvalidValue where the bases differ."""
    source, target = unit_named(from_unit), unit_named(to_unit)
    if source.base != target.base:
        raise InvalidValue(f"{from_unit}与{to_unit}不能换算", field="unit", found=from_unit, expected=to_unit)
    return amount * source.factor / target.factor
