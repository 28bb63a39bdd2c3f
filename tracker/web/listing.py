"""Lists: one way to sort and to turn pages."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PAGE_SIZE = 50


class CountedPaginator(Paginator):
    """A paginator that is told the count, where the page has already asked for it with its sums."""

    def __init__(self, rows: Any, per_page: int, known_count: int | None) -> None:
        super().__init__(rows, per_page)
        self.known_count = known_count

    @cached_property
    def count(self) -> int:
        """The number of rows."""
        return super().count if self.known_count is None else self.known_count


def page_context(request: HttpRequest, rows: Any, *, count: int | None = None, size: int = PAGE_SIZE) -> dict[str, Any]:
    """`page` and `page_numbers` for the pagination part; a page number out of range shows the nearest page."""
    paginator = CountedPaginator(rows, size, count)
    page = paginator.get_page(request.GET.get("page"))
    return {"page": page, "page_numbers": list(paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))}


def ordered(
    request: HttpRequest, rows: QuerySet[Any], columns: dict[str, str], *, default: tuple[str, ...]
) -> QuerySet[Any]:
    """The rows by the column the address names (`sort=due`, `sort=-due`), always ending in the key so that pages never overlap."""
    asked = request.GET.get("sort", "")
    column = columns.get(asked.removeprefix("-"))
    if column is None:
        return rows.order_by(*default)
    return rows.order_by(f"-{column}" if asked.startswith("-") else column, "pk")
