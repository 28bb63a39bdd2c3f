"""How papers write things (公文用语): days, amounts, Chinese numerals. Papers are Chinese, whatever language the officer reads."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tracker.values.figures import plain

_DIGITS = "零一二三四五六七八九"


def day_text(day: date | None) -> str:
    """2010年9月15日; a place to be filled in by hand where there is no day yet."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　　　年　　月　　日"


def numeral(number: int) -> str:
    """一, 十二, 三十: for headings up to 99."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def amount_text(amount: Decimal | None) -> str:
    """An amount without needless zeros and without separators; a dash for none."""
    return "—" if amount is None else plain(amount)


def equipment_text(count: Decimal | None, unit: str) -> str:
    """12台, or a dash."""
    return f"{amount_text(count)}{unit}" if count is not None else "—"
