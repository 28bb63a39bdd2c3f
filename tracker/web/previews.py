"""The preview of an upload (预览): counts, tabs, rows with old and new values, cells not read literally, faults."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tracker.web.keyfigures import Figure, count
from tracker.web.listing import page_context
from tracker.web.pages import OfficerRequest
from tracker.web.signed import beyond_signed
from tracker.web.spelling import Speller
from tracker.workbooks.balance import balance
from tracker.workbooks.kinds import KINDS
from tracker.workbooks.models import Upload, UploadRow

UNWRITTEN = {Upload.State.PREVIEWED, Upload.State.REFUSED}
ERRORS, WARNINGS, INTERPRETED = "errors", "warnings", "interpreted"
CREATE, UPDATE, UNCHANGED = (
    UploadRow.Action.CREATE.value,
    UploadRow.Action.UPDATE.value,
    UploadRow.Action.UNCHANGED.value,
)


def preview_context(request: OfficerRequest, upload: Upload) -> dict[str, Any]:
    """Everything the page of a read upload shows; one tab at a time, a page of it."""
    rows = UploadRow.objects.filter(upload=upload)
    interpreted = rows.exclude(interpreted=[])
    counts = {
        ERRORS: upload.error_count,
        CREATE: upload.created,
        UPDATE: upload.updated,
        UNCHANGED: upload.unchanged,
        INTERPRETED: interpreted.count(),
        WARNINGS: len(upload.warnings),
    }
    tab = _tab_asked_for(request, counts)
    to_write = upload.created + upload.updated
    bad_rows = upload.rows - to_write - upload.unchanged
    context: dict[str, Any] = {
        "tab": tab,
        "tabs": _tabs(tab, counts),
        "figures": _figures(upload),
        "to_write": to_write,
        "bad_rows": bad_rows,
        "unreadable": _unreadable(upload),
        "kind_to_send": _kind_of_template(upload),
    }
    context["nothing_read"] = bool(context["unreadable"]) or (
        upload.state == Upload.State.CANCELLED and not upload.rows
    )
    if upload.state in UNWRITTEN:
        context |= {"balance": balance(upload), "beyond": beyond_signed(upload, request.user)}
    if tab in (ERRORS, WARNINGS):
        faults = {ERRORS: upload.errors, WARNINGS: upload.warnings}[tab]
        return context | {"errors": faults, "more_errors": counts[tab] - len(faults)}
    listed = page_context(request, interpreted if tab == INTERPRETED else rows.filter(action=tab), count=counts[tab])
    found = list(listed["page"].object_list)
    if tab == INTERPRETED:
        return context | listed | {"notes": [note for row in found for note in row.interpreted]}
    speller = Speller(upload, request.user, found)
    told = [speller.change(row) if tab == UPDATE else speller.whole(row) for row in found]
    return context | listed | {"rows": told, "headers": speller.headers()}


def _unreadable(upload: Upload) -> list[str]:
    """Why a file was refused before any row of it could be read; nothing where its cells are what is wrong."""
    if upload.state != Upload.State.REFUSED or upload.rows or upload.error_count > len(upload.errors):
        return []
    if (kind := _kind_of_template(upload)) != upload.kind:
        titles = {"found": KINDS[kind].title, "chosen": KINDS[upload.kind].title}
        return [_("这是《%(found)s》的模板，上传时选的却是《%(chosen)s》，请改选表种后重新上传") % titles]
    return [] if any(error["cell"] for error in upload.errors) else [error["message"] for error in upload.errors]


def _kind_of_template(upload: Upload) -> str:
    """The kind to send the file as: that of the template it is, where another was chosen by mistake."""
    told = [error["found"].partition(" ")[0] for error in upload.errors if error["code"] == "TEMPLATE_OTHER"]
    return next((kind for kind in told if kind in KINDS), upload.kind)


def _tab_asked_for(request: OfficerRequest, counts: dict[str, int]) -> str:
    asked = request.GET.get("tab", "")
    if asked in counts:
        return asked
    return next((name for name in (ERRORS, UPDATE, CREATE, UNCHANGED) if counts[name]), CREATE)


def _tabs(active: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    labels = {
        ERRORS: _("错误"),
        CREATE: _("新增"),
        UPDATE: _("变更"),
        UNCHANGED: _("不变"),
        INTERPRETED: _("非字面读取"),
        WARNINGS: _("提示"),
    }
    return [
        {
            "name": name,
            "label": label,
            "count": counts[name],
            "active": name == active,
            "bad": name == ERRORS and counts[name],
        }
        for name, label in labels.items()
    ]


def _figures(upload: Upload) -> list[Figure]:
    return [
        count(
            _("数据行"), upload.rows, note=_("另跳过合计等 %(n)d 行") % {"n": upload.skipped} if upload.skipped else ""
        ),
        count(_("新增"), upload.created, tone="good", url=f"?tab={CREATE}"),
        count(_("变更"), upload.updated, tone="warn", url=f"?tab={UPDATE}"),
        count(_("不变"), upload.unchanged, url=f"?tab={UNCHANGED}"),
        count(_("错误"), upload.error_count, tone="bad", url=f"?tab={ERRORS}"),
    ]
