"""What waits for the officer (需要处理): the most pressing targets, unsigned contracts, uploads not yet confirmed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.quotas.models import Plan
from tracker.regions.models import Region
from tracker.targets.models import Target
from tracker.targets.overdue import due_soon_q, overdue_q
from tracker.templatetags.capacity import days_until, iso
from tracker.web.duestate import with_due_state
from tracker.web.waiting import fieldwork_waiting
from tracker.workbooks.models import Upload

MOST = 8


def things_to_do(officer: Officer, plan: Plan, place: Region, on: date) -> list[dict[str, Any]]:
    """The officer's list for one place: uploads, what waits of fieldwork, then targets by how near their day is."""
    return [*_uploads(officer), *fieldwork_waiting(officer, plan), *_targets(officer, plan, place, on)]


def _uploads(officer: Officer) -> list[dict[str, Any]]:
    if not may(officer, "change", "upload"):
        return []
    waiting = Upload.objects.visible_to(officer).filter(uploaded_by=officer, state=Upload.State.PREVIEWED)[:3]
    return [
        {
            "label": upload.file_name,
            "note": _("已预览，尚未确认写入"),
            "url": reverse("upload", args=[upload.pk]),
            "state": upload.state,
            "tag": upload.get_state_display(),
        }
        for upload in waiting
    ]


def _targets(officer: Officer, plan: Plan, place: Region, on: date) -> list[dict[str, Any]]:
    pressing = Q(overdue_q(on)) | due_soon_q(on)
    found = (
        Target.objects.visible_to(officer)
        .filter(pressing, plan=plan, region__code__startswith=place.pattern.removesuffix("%"))
        .select_related("enterprise", "facility")
        .order_by("due_on", "pk")
    )
    return [
        {
            "label": target.enterprise.name,
            "note": _("%(facility)s · 期限 %(day)s · %(stage)s")
            % {"facility": target.facility.name, "day": iso(target.due_on), "stage": target.get_stage_display()},
            "url": reverse("target", args=[target.pk]),
            "state": target.due_state,
            "tag": days_until(target.due_on, on),
        }
        for target in with_due_state(found, on)[:MOST]
    ]
