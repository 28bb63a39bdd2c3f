"""The preview of an upload (预览): counts, tabs, rows with old and new values, cells not read literally, faults."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tracker.quotas.models import Quota
from tracker.regions.models import Industry, Organisation, Region
from tracker.targets.models import Target
from tracker.templatetags.capacity import amount
from tracker.web.keyfigures import Figure, count
from tracker.web.listing import page_context
from tracker.workbooks.codecs import CODECS
from tracker.workbooks.kinds import KINDS, Type
from tracker.workbooks.models import Upload, UploadRow

UNREAD = {Upload.State.RECEIVED, Upload.State.READING}
ERRORS, INTERPRETED = "errors", "interpreted"
CREATE, UPDATE, UNCHANGED = UploadRow.Action.CREATE.value, UploadRow.Action.UPDATE.value, UploadRow.Action.UNCHANGED.value
_MODELS: dict[str, type[Model]] = {"quotas": Quota, "targets": Target}
_NAMED: dict[str, type[Model]] = {"city": Region, "county": Region, "industry": Industry, "lead_department": Organisation}
_TITLE = {"quotas": ("city", "industry", "content"), "targets": ("enterprise", "equipment")}


def preview_context(request: HttpRequest, upload: Upload) -> dict[str, Any]:
    """Everything the page of a read upload shows; one tab at a time, a page of it."""
    rows = UploadRow.objects.filter(upload=upload)
    interpreted = rows.exclude(interpreted=[])
    counts = {
        ERRORS: upload.error_count,
        CREATE: upload.created,
        UPDATE: upload.updated,
        UNCHANGED: upload.unchanged,
        INTERPRETED: interpreted.count(),
    }
    tab = _tab_asked_for(request, counts)
    to_write = upload.created + upload.updated
    context: dict[str, Any] = {"tab": tab, "tabs": _tabs(tab, counts), "figures": _figures(upload), "to_write": to_write}
    if tab == ERRORS:
        return context | {"errors": upload.errors}
    listed = page_context(request, interpreted if tab == INTERPRETED else rows.filter(action=tab), count=counts[tab])
    found = list(listed["page"].object_list)
    if tab == INTERPRETED:
        return context | listed | {"notes": [note for row in found for note in row.interpreted]}
    speller = _Speller(upload.kind, found)
    told = [speller.change(row) if tab == UPDATE else speller.whole(row) for row in found]
    return context | listed | {"rows": told, "headers": speller.headers()}


def _tab_asked_for(request: HttpRequest, counts: dict[str, int]) -> str:
    asked = request.GET.get("tab", "")
    if asked in counts:
        return asked
    return next((name for name in (ERRORS, UPDATE, CREATE, UNCHANGED) if counts[name]), CREATE)


def _tabs(active: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    labels = {ERRORS: _("错误"), CREATE: _("新增"), UPDATE: _("变更"), UNCHANGED: _("不变"), INTERPRETED: _("非字面读取")}
    return [
        {"name": name, "label": label, "count": counts[name], "active": name == active, "bad": name == ERRORS and counts[name]}
        for name, label in labels.items()
    ]


def _figures(upload: Upload) -> list[Figure]:
    return [
        count(_("数据行"), upload.rows, note=_("另跳过合计等 %(n)d 行") % {"n": upload.skipped} if upload.skipped else ""),
        count(_("新增"), upload.created, tone="good", url=f"?tab={CREATE}"),
        count(_("变更"), upload.updated, tone="warn", url=f"?tab={UPDATE}"),
        count(_("不变"), upload.unchanged, url=f"?tab={UNCHANGED}"),
        count(_("错误"), upload.error_count, tone="bad", url=f"?tab={ERRORS}"),
    ]


class _Speller:
    """Writes stored rows as the officer's sheet had them: codes as names, numbers with separators."""

    def __init__(self, kind: str, rows: list[UploadRow]) -> None:
        self.kind, self.codec = KINDS[kind], CODECS[kind]
        self.model = _MODELS[kind]
        self.names: dict[type[Model], dict[str, str]] = {model: _names(model, rows) for model in (Region, Industry, Organisation)}

    def headers(self) -> list[dict[str, Any]]:
        """The columns of the sheet."""
        return [{"label": column.header, "numeric": _numeric(column.type)} for column in self.kind.columns]

    def whole(self, row: UploadRow) -> dict[str, Any]:
        """A row with all its cells."""
        cells = [
            {"label": column.header, "numeric": _numeric(column.type), "value": self._cell(column.name, row.values.get(column.name))}
            for column in self.kind.columns
        ]
        return {"sheet": row.sheet, "row_number": row.row_number, "cells": cells}

    def change(self, row: UploadRow) -> dict[str, Any]:
        """A row with only what differs from the stored one."""
        stated = self.codec.to_row(self.codec.load(row.values))
        before = row.before or {}
        title = " · ".join(self._cell(name, row.values.get(name)) for name in _TITLE[self.kind.code])
        changes = [self._difference(name, old, getattr(stated, name)) for name, old in before.items() if hasattr(stated, name)]
        return {"sheet": row.sheet, "row_number": row.row_number, "title": title, "changes": [each for each in changes if each]}

    def _difference(self, name: str, old: Any, new: Any) -> dict[str, str] | None:
        field = self.model._meta.get_field(name.removesuffix("_id"))
        told_old, told_new = (self._value(field, value) for value in (old, new))
        return None if told_old == told_new else {"label": str(field.verbose_name), "old": told_old, "new": told_new}  # type: ignore[union-attr]

    def _value(self, field: Any, value: Any) -> str:
        if value in (None, ""):
            return ""
        if field.is_relation:
            return self.names.get(field.related_model, {}).get(value, str(value))
        if field.get_internal_type() == "DecimalField":
            return amount(Decimal(str(value)))
        return value.isoformat() if isinstance(value, date) else str(value)

    def _cell(self, name: str, value: Any) -> str:
        if value in (None, ""):
            return ""
        if name in _NAMED:
            return self.names[_NAMED[name]].get(value, str(value))
        return amount(Decimal(str(value))) if _numeric(self.kind.column(name).type) else str(value)


def _numeric(kind: Type) -> bool:
    return kind in {Type.AMOUNT, Type.INTEGER}


def _names(model: type[Model], rows: list[UploadRow]) -> dict[str, str]:
    """Names by code, of every text in the rows, old or new, that is a code of the model."""
    stored = [values for row in rows for values in (row.values, row.before or {})]
    codes = {value for values in stored for value in values.values() if isinstance(value, str)}
    return dict(model._default_manager.filter(pk__in=codes).values_list("pk", "name"))
