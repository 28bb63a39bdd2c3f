"""Codes of enterprises: real examples, and check characters that catch every single wrong character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.registry.credit_codes import (
    CREDIT_ALPHABET,
    credit_check_character,
    is_credit_code,
    is_organisation_code,
    organisation_check_character,
    organisation_part,
)

BODIES = st.text(CREDIT_ALPHABET, min_size=17, max_size=17)
OLD_BODIES = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=8, max_size=8)


def test_the_example_of_the_standard_is_right() -> None:
    assert is_credit_code("91350100M000100Y43")


@pytest.mark.parametrize("code", ["D2143569X", "123456788", "000000000"])
def test_known_organisation_codes_are_right(code: str) -> None:
    assert is_organisation_code(code)


@given(BODIES)
def test_a_body_with_its_check_character_is_a_credit_code(body: str) -> None:
    assert is_credit_code(body + credit_check_character(body))


@given(BODIES, st.integers(0, 16), st.sampled_from(CREDIT_ALPHABET))
def test_one_wrong_character_is_always_noticed(body: str, place: int, other: str) -> None:
    wrong = body[:place] + other + body[place + 1 :]
    assert is_credit_code(wrong + credit_check_character(body)) == (wrong == body)


@given(OLD_BODIES)
def test_a_body_with_its_check_character_is_an_organisation_code(body: str) -> None:
    assert is_organisation_code(body + organisation_check_character(body))


@given(st.text(max_size=20))
def test_no_text_makes_the_check_fail_with_an_exception(text: str) -> None:
    assert is_credit_code(text) in {True, False}
    assert is_organisation_code(text) in {True, False}


def test_the_organisation_code_is_found_inside_the_credit_code() -> None:
    assert organisation_part("91350100M000100Y43") == "M000100Y4"


@pytest.mark.parametrize(
    "text", ["", "91350100M000100Y4", "91350100m000100y43", "91350100I000100Y43", "９1350100M000100Y43"]
)
def test_what_only_looks_like_a_code_is_none(text: str) -> None:
    assert not is_credit_code(text)
