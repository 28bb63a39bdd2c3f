"""Figures as people write them: the number is the same, only the needless zeros are gone."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.values.figures import grouped, plain

NUMBERS = st.decimals(min_value=-(10**14), max_value=10**14, places=4)


@pytest.mark.parametrize(
    ("number", "alone", "in_a_sentence"),
    [("5820.0000", "5820", "5,820"), ("0.0000", "0", "0"), ("1E+3", "1000", "1,000"), ("1234567.8900", "1234567.89", "1,234,567.89")],
)  # fmt: skip
def test_needless_zeros_go_and_others_stay(number: str, alone: str, in_a_sentence: str) -> None:
    assert (plain(Decimal(number)), grouped(Decimal(number))) == (alone, in_a_sentence)


@given(NUMBERS)
def test_what_is_written_is_the_number(number: Decimal) -> None:
    assert Decimal(plain(number)) == Decimal(grouped(number).replace(",", "")) == number
