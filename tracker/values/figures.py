"""Figures as people write them (数字写法): without needless zeros, 5820.0000 is 5820 or, in a sentence, 5,820. Exact, no float."""

from __future__ import annotations

from decimal import Decimal


def plain(number: Decimal) -> str:
    """Without needless zeros and without separators."""
    return format(number.normalize(), "f") if number else "0"


def grouped(number: Decimal) -> str:
    """Without needless zeros, with thousands separators."""
    return format(number.normalize(), ",f") if number else "0"
