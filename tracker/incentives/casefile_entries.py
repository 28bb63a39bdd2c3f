"""Incentives in the case file (案卷中的奖补与置换): money an enterprise was granted, and what its capacity was used for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.audit.history import event_model
from tracker.enforcement.casefile_entry import Entry, Paper
from tracker.incentives.award_tables import Award
from tracker.incentives.replacement_tables import Replacement
from tracker.officers.models import Officer
from tracker.registry.models import Enterprise
from tracker.values.dates import SHANGHAI
from tracker.values.figures import grouped


def incentives_of(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    """Awards on the day they were paid, or recorded while they are not; uses of capacity, and their withdrawal."""
    yield from _awards(enterprise, officer)
    yield from _replacements(enterprise, officer)


def _awards(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    recorded = event_model(Award)._default_manager.filter(pgh_obj_id=OuterRef("pk")).order_by("pgh_id")
    rows = Award.objects.visible_to(officer).filter(enterprise=enterprise)
    told: QuerySet[Any] = rows.annotate(recorded_at=Subquery(recorded.values("pgh_created_at")[:1]))
    for one in told.select_related("target__facility", "recorded_by"):
        on = one.paid_on or timezone.localtime(one.recorded_at, SHANGHAI).date()
        about = one.target.facility.name if one.target else str(_("全企业"))
        said = {
            "source": one.get_source_display(), "purpose": one.get_purpose_display(),
            "amount": grouped(one.amount), "document": one.document_number,
        }  # fmt: skip
        text = _("%(source)s，%(purpose)s，%(amount)s 万元，%(document)s") % said
        what = _("奖补资金") if one.paid_on else _("奖补资金（未拨付）")
        yield Entry(on, str(what), about, text, one.recorded_by.name, target=one.target_id)


def _replacements(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    rows = Replacement.objects.visible_to(officer).filter(target__enterprise=enterprise)
    for one in rows.select_related("facility", "recorded_by", "withdrawn_by"):
        about, paper = one.facility.name, Paper(one.document_number, "replacement", (one.pk,))
        amount = f"{grouped(one.amount)} {one.unit}"
        text = _("%(project)s（%(builder)s），%(amount)s") % {
            "project": one.project, "builder": one.builder, "amount": amount,
        }  # fmt: skip
        who, target = one.recorded_by.name, one.target_id
        yield Entry(one.decided_on, _("产能置换"), about, text, who, target=target, papers=(paper,))
        if one.withdrawn_on and one.withdrawn_by:
            who = one.withdrawn_by.name
            yield Entry(one.withdrawn_on, _("撤销产能置换"), about, one.withdrawn_reason, who, target=target)
