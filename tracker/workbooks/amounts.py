"""Reading amounts (数量) from cells: '5.5万吨', '１，２３４', '约 12', numbers as text. Certain readings are shown, others asked."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from tracker.values.errors import InvalidValue
from tracker.values.units import Unit, unit_named
from tracker.workbooks.outcome import EMPTY, Outcome, fault, literal, read
from tracker.workbooks.plaintext import BLANKS, plain
from tracker.workbooks.wire import Raw, kind_of, shown

_TEXT = re.compile(
    r"(?P<about>约为?|大约|近似|≈)?(?P<sign>[+-]|\()?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?P<close>\))?"
    r"(?P<unit>[^\d.,+\-~约]*?)(?P<after>左右|上下)?$"
)
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}


def unit_or_none(name: str) -> Unit | None:
    """The unit of a name, where there is one."""
    try:
        return unit_named(name)
    except InvalidValue:
        return None


def read_amount(raw: Raw, decimals: int, maximum: Decimal | None) -> Outcome:
    """An amount and, where the cell holds one, its unit."""
    if not isinstance(raw, str):
        return _checked(_exact(raw), "", raw, decimals, maximum)
    if kind_of(raw):
        return fault("NOT_A_NUMBER", _("数字"), _("“%(found)s”不是数字") % {"found": shown(raw)})
    text = plain(raw).lstrip("'")
    if not text:
        return EMPTY
    if text in BLANKS:
        return read(None, _("空"))
    match = _TEXT.match(text)
    unit = match["unit"] if match else ""
    if (
        match is None
        or (match["sign"] == "(") != bool(match["close"])
        or (unit and unit not in _SCALES and unit_or_none(unit) is None)
    ):
        return fault(
            "NOT_A_NUMBER",
            _("一个数字，例如 5.5 或 5.5万吨"),
            _("“%(found)s”不能确定是多少，请填写一个数字") % {"found": raw.strip()},
        )
    number = Decimal(match["number"].replace(",", ""))
    number = -number if match["sign"] in ("-", "(") else number
    return _checked(number, unit, raw, decimals, maximum)


def _exact(number: float) -> Decimal:
    """The number as a spreadsheet shows it: 15 significant digits, 0.30000000000000004 is 0.3."""
    if number == number // 1 and abs(number) < 1e15:
        return Decimal(int(number))
    text = repr(number)
    return Decimal(text) if len(text) < 16 else Decimal(f"{number:.15g}")


def _checked(number: Decimal, unit: str, raw: Raw, decimals: int, maximum: Decimal | None) -> Outcome:
    found = shown(raw).strip()
    if number < 0:
        return fault("NEGATIVE", _("不小于 0"), _("%(found)s 是负数，应不小于 0") % {"found": found})
    if -int(number.as_tuple().exponent) > decimals and number != round(number, decimals):
        return fault(
            "TOO_MANY_DECIMALS",
            _("最多 %(decimals)s 位小数") % {"decimals": decimals},
            _("%(found)s 小数位过多，最多 %(decimals)s 位，请四舍五入后填写") % {"found": found, "decimals": decimals},
        )
    if maximum is not None and number > maximum:
        message = (
            _("%(found)s 超过上限 %(limit)s，请核对单位") if decimals else _("%(found)s 超过上限 %(limit)s，请核对")
        )
        return fault("TOO_LARGE", f"≤ {maximum}", message % {"found": found, "limit": maximum})
    if not isinstance(raw, str):
        return literal(number)
    return read(number, f"{number:f} {unit}".strip(), unit) if raw.strip() != f"{number:f}" else literal(number)


def in_unit(amount: Decimal, written: str, unit: str) -> Decimal | None:
    """An amount whose cell says `written`, in the row's unit; None where the two cannot mean the same.

    '12.5万' beside 万吨 is 12.5 万吨; beside 吨 it is 125,000 吨; '5.5万吨' beside 万标张 is nothing.
    """
    target = unit_named(unit)
    if written in _SCALES:
        return (
            amount
            if unit.startswith(written)
            else amount * _SCALES[written] / target.factor
            if target.factor == 1
            else None
        )
    source = unit_named(written)
    return amount * source.factor / target.factor if source.base == target.base else None


def read_integer(raw: Raw, maximum: Decimal | None) -> Outcome:
    """A whole number: '2', '2台', 2.0."""
    outcome = read_amount(raw, 4, maximum)
    if outcome.value is not None and outcome.value != outcome.value // 1:
        return fault("NOT_AN_INTEGER", _("整数"), _("%(found)s 不是整数") % {"found": shown(raw).strip()})
    if outcome.unit in _SCALES:
        return fault("NOT_A_NUMBER", _("整数"), _("“%(found)s”请写成完整的数字") % {"found": shown(raw).strip()})
    value = None if outcome.value is None else int(outcome.value)
    return Outcome(value, outcome.read_as, outcome.unit, outcome.code, outcome.expected, outcome.message)
