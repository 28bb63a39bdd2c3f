"""Codes of enterprises (企业代码): the unified social credit code (GB 32100-2015) and the organisation code (GB 11714).

Characters 9–17 of the credit code are the organisation code that enterprises had before October 2015. Pure.
"""

from __future__ import annotations

from operator import getitem

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_VALUES = {character: value for value, character in enumerate(CREDIT_ALPHABET)}
_CREDIT_WEIGHTS = tuple(pow(3, position, 31) for position in range(17))
_WEIGHED = tuple(
    {character: value * weight for character, value in _CREDIT_VALUES.items()} for weight in _CREDIT_WEIGHTS
)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}


def credit_check_character(body: str) -> str:
    """The 18th character for the first 17 (GB 32100-2015)."""
    return CREDIT_ALPHABET[-sum(map(getitem, _WEIGHED, body)) % 31]


def organisation_check_character(body: str) -> str:
    """The 9th character for the first 8 (GB 11714)."""
    total = sum(
        _ORGANISATION_VALUES[character] * weight for character, weight in zip(body, _ORGANISATION_WEIGHTS, strict=False)
    )
    return "0123456789X"[(11 - total % 11) % 11]


def is_credit_code(code: str) -> bool:
    """Whether an 18-character text is a credit code whose check character is right."""
    if len(code) != 18:
        return False
    try:
        return credit_check_character(code) == code[17]
    except KeyError:
        return False


def is_organisation_code(code: str) -> bool:
    """Whether a 9-character text is an organisation code whose check character is right."""
    if len(code) != 9 or not (code.isascii() and code[:8].isalnum() and code == code.upper()):
        return False
    return organisation_check_character(code) == code[8]


def organisation_part(credit_code: str) -> str:
    """The organisation code inside a credit code, by which an old list is linked to a new one."""
    return credit_code[8:17]
