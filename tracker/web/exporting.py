"""Exports of lists (导出): `?format=xlsx|ods|csv` on a list's own address, so that its filters, order and permission hold."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import FileResponse

from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.values.dates import today
from tracker.values.errors import NotFound
from tracker.web.forms.filters import FilterForm
from tracker.web.pages import OfficerRequest
from tracker.workbooks.listings.columns import Head, Listing
from tracker.workbooks.listings.writing import FORMATS, write_listing

SPOOL = 1024 * 1024  # bytes kept in memory before the file goes to disk


def exported(
    request: OfficerRequest,
    listing: Listing,
    rows: Any,
    *,
    filters: FilterForm | None = None,
    plan: Plan | None = None,
    told: str = "",
) -> FileResponse | None:
    """The list as a file, where the address asks for one. `told`: what else the title should say."""
    form = request.GET.get("format")
    if not form:
        return None
    if form not in FORMATS:
        raise NotFound(format=form)
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
