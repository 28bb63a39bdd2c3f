"""Succession of regions (区划沿革): which region carries on what an ended one began, as of a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Case, CharField, Expression, F, Value, When

from tracker.regions.models import Region


def heirs(on: date) -> dict[str, str]:
    """For each region that had ended by a day, the region that carries it on, through any number of changes."""
    ended = dict(Region.objects.filter(valid_to__lt=on, successor__isnull=False).values_list("code", "successor_id"))
    return {code: _last(code, ended) for code in ended}


def lines_of(codes: Iterable[str]) -> dict[str, set[str]]:
    """Every code a region has gone by, before and since: 富阳市 330183 and 富阳区 330111 are one line."""
    became = heirs(date.max)
    lines: dict[str, set[str]] = {}
    for code in {*codes, *became, *became.values()}:
        lines.setdefault(became.get(code, code), set()).add(code)
    return {code: lines[became.get(code, code)] for code in codes}


def current_code(heirs: Mapping[str, str], column: str = "region_id") -> Expression:
    """The expression of the code that stands for a row's region today; a moved county counts where it now lies."""
    moved = [When(**{column: old}, then=Value(new)) for old, new in heirs.items()]
    return Case(*moved, default=F(column), output_field=CharField(max_length=6))


def _last(code: str, ended: Mapping[str, str]) -> str:
    seen = set()
    while code in ended and code not in seen:
        seen.add(code)
        code = ended[code]
    return code
