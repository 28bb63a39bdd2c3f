"""What the forms share (共用): which rows lie in the region asked for, the cities' names, sums by unit, the head of the paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from tracker.regions.models import Region
from tracker.workbooks.forms.layout import Cell, Filled, FormColumn, Line, Look
from tracker.workbooks.forms.reporting import Asked, ReportForm


def inside(asked: Asked, column: str = "region__code") -> Q:
    """Rows of the region asked for."""
    return Q(**{f"{column}__startswith": asked.region.pattern.removesuffix("%")})


def cities_of() -> dict[str, str]:
    """The names of the cities and of the province, by code."""
    above = Region.objects.exclude(level=Region.Level.COUNTY)
    return dict(above.values_list("code", "name"))


def sums_by_unit(rows: QuerySet[Any], amount: str, unit: str, width: int, *, at: int) -> Iterator[Line]:
    """A line of sums a unit, added up by the database; the unit stands behind the amount."""
    summed: Any = rows.order_by().values(unit).annotate(n=Count("pk"), sum=Sum(amount)).order_by(unit)
    for row in summed:
        cells: list[Cell] = [None] * width
        cells[0], cells[3], cells[at], cells[at + 1] = "合计", f"{row['n']} 个项目", row["sum"], row[unit]
        yield Line(cells, Look.SUM)


def filled(
    asked: Asked, form: ReportForm, columns: Sequence[FormColumn], lines: Iterable[Line], *, notes: Sequence[str] = ()
) -> Filled:
    """The form with its head as it stands on the paper."""
    return Filled(
        number=form.number,
        title=f"{asked.region.name}{asked.period.words}{form.title}",
        unit="",
        reported_by=asked.reported_by,
        reported_on=asked.on,
        filled_by=asked.by.name,
        columns=columns,
        lines=lines,
        notes=[f"数字截至{asked.as_of.year}年{asked.as_of.month}月{asked.as_of.day}日。", *notes],
    )
