"""Lists: one way to sort, to turn pages, and to take them away as a file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest

from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.values.dates import today
from tracker.values.errors import NotFound
from tracker.web.forms.filters import FilterForm
from tracker.web.pages import OfficerRequest
from tracker.web.sheets import LISTINGS
from tracker.workbooks.listings.columns import Head, Listing
from tracker.workbooks.listings.writing import FORMATS, write_listing

PAGE_SIZE = 50
SPOOL = 1024 * 1024  # bytes kept in memory before the file goes to disk


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


def exported(
    request: OfficerRequest,
    code: str,
    rows: Any,
    *,
    filters: FilterForm | None = None,
    plan: Plan | None = None,
    told: str = "",
) -> FileResponse | None:
    """The list as a file, where the address asks for one (`?format=xlsx|ods|csv`): its filters, order and permission hold.

    `code` names the columns (web.sheets); `told` is what else should stand above them.
    """
    form = request.GET.get("format")
    if not form:
        return None
    if form not in FORMATS:
        raise NotFound(format=form)
    listing = LISTINGS[code]
    out = tempfile.SpooledTemporaryFile(SPOOL)  # noqa: SIM115 - the response closes it
    write_listing(listing, rows, out, _head(request, listing, filters, plan, told), form=form)
    out.seek(0)
    name = "-".join(filter(None, [listing.code, plan.code if plan else "", today().isoformat()]))
    return FileResponse(out, as_attachment=True, filename=f"{name}.{form}", content_type=FORMATS[form].content_type)


def _head(request: OfficerRequest, listing: Listing, filters: FilterForm | None, plan: Plan | None, told: str) -> Head:
    title = f"{plan.year}年{listing.title}" if plan else str(listing.title)
    notes = [
        plan.title if plan else "",
        told,
        f"筛选：{'；'.join(chosen)}" if filters and (chosen := words_of(filters)) else "",
        f"导出日期：{today().isoformat()}",
        f"导出人：{_named(request.user)}",
    ]
    return Head(title, "　".join(filter(None, notes)))


def _named(officer: Officer) -> str:
    return f"{officer.region.name} {officer.name}" if officer.region_id else officer.name


def words_of(filters: FilterForm) -> list[str]:
    """What a filter bar narrows by, in words: 行业=水泥."""
    found = []
    for field in filters:
        asked = filters.asked(field.name)
        if not asked:
            continue
        choices = dict(_flat(field.field.choices)) if isinstance(field.field, forms.ChoiceField) else {}
        found.append(f"{field.label}={choices.get(str(asked), asked)}")
    return found


def _flat(choices: Any) -> Iterator[tuple[str, Any]]:
    """Choices without their groups."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), label
