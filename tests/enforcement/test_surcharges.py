"""The calculator: to the cent, half up, by the rate of the month's first day; whatever is added up is added up exactly."""

from __future__ import annotations

import ast
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tracker.enforcement.surcharges as calculator
from tracker.enforcement.surcharges import Rate, last_day, rate_for, surcharge, total

QUANTITIES = st.decimals(0, 99_999_999_999_999, places=4)
PRICES = st.decimals("0.0001", 999_999, places=4)


def a_rate(
    pk: int, price: str, first: str, last: str | None = None, industry: str = "", tier: str = "eliminate"
) -> Rate:
    return Rate(
        pk, "differential-power-price", tier, industry, Decimal(price), "元/千瓦时", date.fromisoformat(first),
        date.fromisoformat(last) if last else None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("quantity", "price", "yuan"),
    [
        ("10000", "0.30", "3000.00"),
        ("0.05", "0.10", "0.01"),  # half a cent goes up
        ("0.0499", "0.10", "0.00"),
        ("1234.5678", "0.3", "370.37"),
        ("0", "0.30", "0.00"),
        ("99999999999999.9999", "999999.9999", "99999999989999999900.00"),
    ],
)
def test_a_line_is_rounded_half_up_to_the_cent(quantity: str, price: str, yuan: str) -> None:
    assert surcharge(Decimal(quantity), Decimal(price)) == Decimal(yuan)


@given(QUANTITIES, PRICES)
def test_a_line_is_never_more_than_half_a_cent_off(quantity: Decimal, price: Decimal) -> None:
    amount = surcharge(quantity, price)
    assert amount.as_tuple().exponent == -2
    # Scaled to whole numbers, so that the check itself rounds nothing.
    exact = int(quantity.scaleb(4)) * int(price.scaleb(4))
    off = int(amount.scaleb(2)) * 10**6 - exact
    assert -500_000 < off <= 500_000


@given(QUANTITIES, QUANTITIES, PRICES, PRICES)
def test_using_more_or_paying_more_a_unit_never_costs_less(
    one: Decimal, other: Decimal, price: Decimal, dearer: Decimal
) -> None:
    low, high = sorted((one, other))
    cheap, dear = sorted((price, dearer))
    assert surcharge(low, cheap) <= surcharge(high, cheap) <= surcharge(high, dear)


@given(st.lists(st.lists(st.tuples(QUANTITIES, PRICES), max_size=12), max_size=12))
def test_the_statements_of_the_cities_add_up_to_the_provinces_total_to_the_cent(
    cities: list[list[tuple[Decimal, Decimal]]],
) -> None:
    lines = [[surcharge(quantity, price) for quantity, price in city] for city in cities]
    everything = total(amount for city in lines for amount in city)
    assert total(total(city) for city in lines) == everything
    assert int(everything.scaleb(2)) == sum(int(amount.scaleb(2)) for city in lines for amount in city)


def test_the_rate_of_the_months_first_day_prices_the_whole_month() -> None:
    rates = [a_rate(1, "0.20", "2008-01-01", "2010-05-31"), a_rate(2, "0.30", "2010-06-01", "2010-07-14"),
             a_rate(3, "0.40", "2010-07-15")]  # fmt: skip
    priced = {
        month: found.pk if found else None
        for month in (date(2007, 12, 1), date(2010, 5, 1), date(2010, 6, 30), date(2010, 7, 20), date(2010, 8, 1))
        for found in [
            rate_for(rates, measure="differential-power-price", tier="eliminate", industry="cement", month=month)
        ]
    }
    assert list(priced.values()) == [None, 1, 2, 2, 3]


def test_an_industrys_own_rate_goes_before_the_general_one_and_other_tiers_do_not_count() -> None:
    rates = [a_rate(1, "0.50", "2010-01-01", industry="cement"), a_rate(2, "0.30", "2010-01-01"),
             a_rate(3, "0.10", "2010-01-01", tier="restrict")]  # fmt: skip
    for industry, expected in (("cement", 1), ("leather", 2)):
        found = rate_for(
            rates, measure="differential-power-price", tier="eliminate", industry=industry, month=date(2010, 9, 1)
        )
        assert found is not None
        assert found.pk == expected


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_a_months_last_day_is_followed_by_a_first_one(day: date) -> None:
    last = last_day(day)
    assert (last.year, last.month) == (day.year, day.month)
    assert date.fromordinal(last.toordinal() + 1).day == 1


def test_no_float_comes_near_the_calculation() -> None:
    folder = Path(calculator.__file__).parent
    for name in ("surcharges", "charging", "drafting", "statements", "price_rates", "statement_tables"):
        tree = ast.parse((folder / f"{name}.py").read_text())
        floats = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, float)]
        named = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "float"]
        assert floats + named == []
