"""Evidence of a target (佐证材料): handing it in, setting it aside; what is refused is told at its form on the target's page."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.progress.evidence import attach, set_aside
from tracker.targets.evidence import Evidence
from tracker.targets.models import Target
from tracker.values.dates import today
from tracker.web.editing import checked
from tracker.web.forms.progress import EvidenceForm, ReasonForm
from tracker.web.pages import OfficerRequest, page
from tracker.web.target_refusals import kept_or_told


@page("target", "change")
@require_POST
def add(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take one file in; each stands for itself, so that a broken upload costs nothing already saved."""
    target = Target.objects.get_visible(request.user, pk=pk)
    form = EvidenceForm(request.POST, request.FILES)

    def save() -> str:
        said = checked(form)
        file = said["file"]
        attach(
            target=target, kind=said["kind"], file=file, name=file.name, by=request.user, on=today(), note=said["note"]
        )  # fmt: skip
        return _("已上传：%(name)s") % {"name": file.name}

    return kept_or_told(request, pk, save, {"evidence_form": form}, form=form)


@page("evidence", "change")
@require_POST
def void(request: OfficerRequest, pk: str) -> HttpResponse:
    """Set evidence aside that was added by mistake."""
    evidence = Evidence.objects.get_visible(request.user, pk=pk)
    form = ReasonForm(request.POST)

    def save() -> str:
        set_aside(evidence=evidence, reason=checked(form)["reason"], by=request.user)
        return _("已作废，文件仍保留备查")

    return kept_or_told(request, evidence.target_id, save, {"voiding": {"pk": evidence.pk, "form": form}}, form=form)
