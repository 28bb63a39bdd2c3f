"""Exports and templates of what an officer may see (导出与模板)."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.translation import override

from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.quotas.models import Plan
from tracker.values.errors import InvalidValue
from tracker.workbooks.codecs import CODECS, Codec
from tracker.workbooks.directory import lookups_of
from tracker.workbooks.writing import Heading, write_export, write_template


def export_workbook(
    *, kind: str, plan: Plan, by: Officer, out: Path | IO[bytes], rows: QuerySet[Any] | None = None
) -> int:
    """The rows of a kind the officer may see, or `rows` of them as filtered on a page, as a styled workbook.

    Returns how many; the file reads back unchanged.
    """
    codec = codec_of(kind)
    require(by, "export", codec.resource)
    everything = codec.visible(plan, by)
    chosen = everything if rows is None else everything.filter(pk__in=rows.values("pk"))
    return write_export(codec.kind, codec.current(chosen), lookups_of(by, plan), out, _heading(codec, plan))


def template_workbook(*, kind: str, plan: Plan, by: Officer, out: Path | IO[bytes]) -> int:
    """An upload template filled with the officer's current rows: edit, add, upload; returns how many it holds."""
    codec = codec_of(kind)
    require(by, codec.asks, codec.resource)
    rows = codec.current(codec.to_fill_in(plan, by))
    return write_template(codec.kind, rows, lookups_of(by, plan), out, _heading(codec, plan), plan=plan.code)


def codec_of(kind: str) -> Codec:
    """The codec of a kind; InvalidValue naming the known kinds otherwise."""
    if kind not in CODECS:
        raise InvalidValue(field="kind", found=kind, expected="、".join(CODECS))
    return CODECS[kind]


def _heading(codec: Codec, plan: Plan) -> Heading:
    with override("zh-hans"):  # a sheet is a Chinese paper, whatever language its reader has chosen
        return Heading(title=f"{plan.year}年{codec.kind.title}", note=plan.title)
