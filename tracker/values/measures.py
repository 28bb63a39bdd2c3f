"""Measures of equipment (装备参数的单位): lengths, masses, currents … converted exactly; families are never mixed.

Capacity has its own units (units.py); a parameter that is itself a capacity (单机容量, 万千瓦) uses those.
"""

from __future__ import annotations

from decimal import Decimal

from tracker.values.errors import InvalidValue
from tracker.values.units import UNITS, unit_named

# The first name of a family is how it is written; factors are multiples of that.
_FAMILIES: dict[str, dict[str, str]] = {
    "m": {"m": "1", "米": "1", "cm": "0.01", "厘米": "0.01", "mm": "0.001", "毫米": "0.001"},
    "m³": {"m³": "1", "m3": "1", "立方米": "1", "立方": "1"},
    "t": {"t": "1", "吨": "1", "kg": "0.001", "千克": "0.001", "公斤": "0.001"},
    "kA": {
        "kA": "1",
        "千安": "1",
        "千安培": "1",
        "A": "0.001",
        "安": "0.001",
        "安培": "0.001",
        "万安": "10",
        "万安培": "10",
    },
    "kVA": {
        "kVA": "1",
        "千伏安": "1",
        "VA": "0.001",
        "伏安": "0.001",
        "MVA": "1000",
        "兆伏安": "1000",
        "万千伏安": "10000",
    },
    "年": {"年": "1"},
}


def base_and_factor(unit: str, like: str = "") -> tuple[str, Decimal]:
    """The base a unit multiplies and by how much; `like` is a unit whose family settles what an ambiguous name means.

    InvalidValue where the unit is unknown, or of another family than `like`.
    """
    name = unit.strip()
    for base, names in _FAMILIES.items():
        if name in names and (not like or like in names):
            return base, Decimal(names[name])
    if like and like not in UNITS:
        raise InvalidValue(f"“{name}”不是“{like}”类的单位", field="unit", found=name, expected=like)
    known = unit_named(name)
    if like and known.base != UNITS[like].base:
        raise InvalidValue(f"{name}与{like}不能换算", field="unit", found=name, expected=like)
    return known.base, known.factor


def in_unit(amount: Decimal, unit: str, wanted: str) -> Decimal:
    """`amount` of `unit` expressed in `wanted`; all factors are powers of ten, so nothing is rounded."""
    own = base_and_factor(unit, like=wanted)[1]
    return amount * own / base_and_factor(wanted, like=wanted)[1]


def units_like(unit: str) -> list[str]:
    """The units an officer may choose from where `unit` is the usual one, the usual one first."""
    if unit in UNITS:
        base = UNITS[unit].base
        return [unit, *(name for name, known in UNITS.items() if known.base == base and name != unit)]
    return [unit, *(name for name in _FAMILIES.get(unit, {}) if name != unit and name.isascii())]
