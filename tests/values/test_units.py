"""Units: exact multiples of a base, and bases that never mix."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.values.errors import InvalidValue
from tracker.values.units import CAPACITY_UNITS, UNITS, convert, unit_named

amounts = st.decimals(min_value=0, max_value=10**8, places=4)
capacity_units = st.sampled_from(CAPACITY_UNITS)


def test_a_hundred_million_metres_are_ten_thousand_times_ten_thousand() -> None:
    assert convert(Decimal("3.16"), "亿米", "万米") == Decimal(31600)


def test_mills_and_kilns_are_never_added() -> None:
    with pytest.raises(InvalidValue):
        convert(Decimal(1), "台", "座")


@pytest.mark.parametrize(
    ("text", "name"), [("万吨/年", "万吨"), (" 万张 ", "万标张"), ("台套", "台（套）"), ("亿块", "亿块标砖")]
)
def test_units_are_known_by_the_names_officials_write(text: str, name: str) -> None:
    assert unit_named(text).name == name


def test_an_unknown_unit_is_named_with_the_known_ones() -> None:
    with pytest.raises(InvalidValue) as caught:
        unit_named("蒲式耳")
    assert caught.value.data["found"] == "蒲式耳"
    assert "万吨" in caught.value.data["expected"]


@given(amounts, capacity_units, capacity_units)
def test_converting_there_and_back_changes_nothing(amount: Decimal, here: str, there: str) -> None:
    if UNITS[here].base == UNITS[there].base:
        assert convert(convert(amount, here, there), there, here) == amount
