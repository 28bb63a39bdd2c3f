"""Names that may mean the same (近似名称): enterprises and facilities as different people write them. Pure."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

_FORMS = re.compile(r"(有限责任公司|股份有限公司|集团有限公司|有限公司|集团|公司|总厂|分厂|厂)$")
_PLACES = re.compile(r"^(中国)?(浙江省?|[一-鿿]{2,3}(?:市|县|区))+")
_NOISE = re.compile(r"[^0-9a-z一-鿿.]")
_SIGNS = str.maketrans(
    {"φ": "", "ø": "", "ф": "", "×": "x", "*": "x", "米": "m", "號": "号", "#": "号", "座": "", "台": ""}
)
_NUMBERS = re.compile(r"[0-9.]+|[一二三四五六七八九十]+|[东西南北]")
ALIKE = 0.9


def core_of_enterprise(name: str) -> str:
    """What is left of an enterprise's name without place, legal form, brackets and width."""
    plain = re.sub(r"\(.*?\)", "", unicodedata.normalize("NFKC", name)).lower()
    plain = _NOISE.sub("", plain)
    shorter = _FORMS.sub("", _PLACES.sub("", plain))
    return shorter if len(shorter) >= 2 else plain


def core_of_facility(name: str) -> str:
    """A facility's name without spaces, signs of diameter, width: “Φ2.2×6.5 米水泥磨机” is 2.2x6.5m水泥磨机."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", name).lower().translate(_SIGNS))


def alike(one: str, other: str) -> float:
    """How much two cores resemble each other, from 0 to 1; numbers that differ make different things."""
    if _NUMBERS.findall(one) != _NUMBERS.findall(other):
        return 0.0
    return SequenceMatcher(None, one, other).ratio()
