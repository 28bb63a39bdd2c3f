"""Workbooks handed out (下载): templates to fill in, and lists as they are filtered on the page."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import IO, Any

from django.http import FileResponse
from django.utils.translation import gettext as _

from tracker.quotas.models import Quota
from tracker.targets.models import Target
from tracker.values.dates import today
from tracker.values.errors import NotFound
from tracker.web.forms.filters import QuotaFilter, TargetFilter
from tracker.web.pages import OfficerRequest, page
from tracker.web.plans import plan_or_404
from tracker.workbooks.codecs import CODECS
from tracker.workbooks.exports import export_workbook, template_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("quota", "export")
def quotas(request: OfficerRequest) -> FileResponse:
    """The quotas as filtered, as a workbook that can be sent back."""
    plan = plan_or_404(request)
    filters = QuotaFilter(request.GET, officer=request.user, on=plan.deadline)
    rows = filters.narrow(Quota.objects.visible_to(request.user))
    return _download(
        f"{CODECS['quotas'].kind.title}-{plan.code}",
        lambda out: export_workbook(kind="quotas", plan=plan, by=request.user, out=out, rows=rows),
    )


@page("target", "export")
def targets(request: OfficerRequest) -> FileResponse:
    """The list of enterprises as filtered, as a workbook that can be sent back."""
    plan, on = plan_or_404(request), today()
    filters = TargetFilter(request.GET, officer=request.user, on=plan.deadline, today=on)
    rows = filters.narrow(Target.objects.visible_to(request.user))
    return _download(
        f"{CODECS['targets'].kind.title}-{plan.code}",
        lambda out: export_workbook(kind="targets", plan=plan, by=request.user, out=out, rows=rows),
    )


@page("upload", "change")
def template(request: OfficerRequest, kind: str) -> FileResponse:
    """The template of a kind, filled with what stands in the plan."""
    if kind not in CODECS:
        raise NotFound(kind=kind)
    plan = plan_or_404(request)
    name = _("%(kind)s（模板）-%(plan)s") % {"kind": CODECS[kind].kind.title, "plan": plan.code}
    return _download(name, lambda out: template_workbook(kind=kind, plan=plan, by=request.user, out=out))


def _download(name: str, write: Callable[[IO[bytes]], Any]) -> FileResponse:
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write(out)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
