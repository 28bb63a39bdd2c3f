"""Duplicates (疑似重复): enterprises under the same code or nearly the same name, the same facility twice.

Found, told with the reason, and left to an officer to merge: the system never merges by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.officers.models import Officer
from tracker.registry.credit_codes import organisation_part
from tracker.registry.models import Enterprise, Facility
from tracker.registry.names import ALIKE, alike, core_of_enterprise, core_of_facility

SAME_CODE, SAME_NAME, LIKE_NAME, SAME_SERIAL, SAME_FACILITY = "code", "name", "like", "serial", "facility"
REASONS = {
    SAME_CODE: _("信用代码中的组织机构代码相同"),
    SAME_NAME: _("去掉地名、组织形式后名称相同"),
    LIKE_NAME: _("名称高度相似"),
    SAME_SERIAL: _("出厂编号相同"),
    SAME_FACILITY: _("同一企业内名称写法不同的同一装备"),
}
_MOST_IN_BLOCK = 400


@dataclass(frozen=True)
class Pair:
    """Two rows that may be one, and why."""

    first: Any
    second: Any
    reason: str

    @property
    def label(self) -> Any:
        """The reason in words."""
        return REASONS[self.reason]


def enterprise_pairs(officer: Officer, *, within: str = "") -> list[Pair]:
    """Pairs of enterprises in the officer's regions (in those whose code starts with `within`)."""
    rows = (
        Enterprise.objects.visible_to(officer).live().filter(region__code__startswith=within).select_related("region")
    )
    enterprises = list(rows.order_by("pk"))
    return _distinct([*_same_code(enterprises), *_names(enterprises)])


def facility_pairs(officer: Officer, *, enterprise: Enterprise | None = None, within: str = "") -> list[Pair]:
    """Pairs of facilities: one serial number anywhere, or one name in different writing within an enterprise."""
    rows = Facility.objects.visible_to(officer).live().filter(region__code__startswith=within)
    if enterprise is not None:
        rows = rows.filter(Q(enterprise=enterprise))
    facilities = list(rows.select_related("enterprise", "kind").order_by("pk"))
    serials = _blocks(facilities, lambda one: one.serial_number.strip().upper() or None)
    cores = _blocks(facilities, lambda one: (one.enterprise_id, core_of_facility(one.name)))
    found = [Pair(a, b, SAME_SERIAL) for block in serials for a, b in combinations(block, 2)]
    return _distinct([*found, *(Pair(a, b, SAME_FACILITY) for block in cores for a, b in combinations(block, 2))])


def _same_code(enterprises: Iterable[Enterprise]) -> Iterator[Pair]:
    """An old row with an organisation code and a new one whose credit code contains it."""
    for block in _blocks(enterprises, _organisation_code):
        for first, second in combinations(block, 2):
            yield Pair(first, second, SAME_CODE)


def _organisation_code(enterprise: Enterprise) -> str | None:
    code = enterprise.credit_code
    return organisation_part(code) if code and enterprise.code_kind == Enterprise.CodeKind.CREDIT else code


def _names(enterprises: Iterable[Enterprise]) -> Iterator[Pair]:
    """Names alike within a city; two rows with two different codes are two enterprises, whatever they are called."""
    for block in _blocks(enterprises, lambda one: one.region_id[:4]):
        cores = [(enterprise, core_of_enterprise(enterprise.name)) for enterprise in block]
        for group in _blocks(cores, lambda pair: pair[1][:2]):
            for (first, one), (second, other) in combinations(group[:_MOST_IN_BLOCK], 2):
                if _coded_apart(first, second):
                    continue
                if one == other:
                    yield Pair(first, second, SAME_NAME)
                elif abs(len(one) - len(other)) <= 2 and alike(one, other) >= ALIKE:
                    yield Pair(first, second, LIKE_NAME)


def _coded_apart(first: Enterprise, second: Enterprise) -> bool:
    codes = _organisation_code(first), _organisation_code(second)
    return None not in codes and codes[0] != codes[1]


def _blocks(rows: Iterable[Any], key: Any) -> list[list[Any]]:
    """Rows that share a key, where there are several."""
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        if (known := key(row)) is not None:
            found[known].append(row)
    return [block for block in found.values() if len(block) > 1]


def _distinct(pairs: Sequence[Pair]) -> list[Pair]:
    first: dict[tuple[int, int], Pair] = {}
    for pair in pairs:
        first.setdefault((pair.first.pk, pair.second.pk), pair)
    return list(first.values())
