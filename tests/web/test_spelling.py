"""How amounts, shares, days and bars are written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from tracker.templatetags.capacity import amount, day, days_until, iso, percent, stack


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("5820.0000"), "5,820"), (Decimal(1867539), "1,867,539"), (Decimal("6.2000"), "6.2"), (0, "0"),
        (Decimal("0.0000"), "0"), (Decimal("1E+3"), "1,000"), (Decimal("-0.5"), "-0.5"), (None, "—"), ("", "—"),
    ],
)  # fmt: skip
def test_amounts_have_separators_and_no_needless_zeros(value: Decimal | None, written: str) -> None:
    assert amount(value) == written


def test_a_share_just_below_the_whole_is_never_shown_as_the_whole() -> None:
    assert percent(Decimal("0.9999")) == "99.9%"
    assert percent(Decimal(1)) == "100%"
    assert percent(None) == "—"


def test_days_are_told_from_the_business_date() -> None:
    deadline = date(2010, 9, 15)
    assert days_until(deadline, date(2010, 9, 10)) == "还有 5 天"
    assert days_until(deadline, deadline) == "今天到期"
    assert days_until(deadline, date(2010, 9, 16)) == "逾期 1 天"


def test_days_are_written_in_the_officers_language() -> None:
    assert day(date(2010, 9, 15)) == "2010年9月15日"
    with override("en"):
        assert day(date(2010, 9, 15)) == "15 September 2010"
    assert iso(date(2010, 9, 5)) == "2010-09-05"
    assert iso(None) == "—"


def test_bar_fills_to_its_end_and_no_further() -> None:
    bar = stack(Decimal(100), Decimal(120), Decimal(50), Decimal("12.5"))
    assert (bar["covered"], bar["reported"], bar["accepted"]) == ("100.0", "50.0", "12.5")
    assert stack(0, 5, 5, 5)["covered"] == "0"
