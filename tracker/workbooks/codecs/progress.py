"""Progress in sheets: the stage each target has reached, one row a target of which something is on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tracker.audit.reversal import keys_of
from tracker.bulk.merge import MergeResult
from tracker.officers.models import Officer
from tracker.progress.merging import ProgressRow, merge_progress
from tracker.quotas.locks import share
from tracker.quotas.models import Plan
from tracker.targets.models import Target
from tracker.targets.settling import look_again
from tracker.values.errors import IllegalState
from tracker.workbooks.checked import Row
from tracker.workbooks.codecs.base import Codec, Undoing, Values, have_come
from tracker.workbooks.kinds.progress import PROGRESS


def _progress(values: Values) -> ProgressRow:
    return ProgressRow(
        enterprise_name=values["enterprise"],
        facility_name=values["equipment"],
        stage=values["stage"],
        on=values["completed_on"],
        credit_code=values.get("credit_code") or None,
        amount=values.get("amount"),
        unit=values.get("unit") or "",
        remark=values.get("remark") or "",
    )


def _listed(plan: Plan, officer: Officer) -> QuerySet[Any]:
    rows = Target.objects.visible_to(officer).filter(plan=plan).with_last_day()
    return rows.select_related("enterprise", "facility").order_by("region_id", "enterprise__name", "pk")


def _begun(plan: Plan, officer: Officer) -> QuerySet[Any]:
    """A target without any day on record is left out: its row would not be read back."""
    return _listed(plan, officer).filter(last_on__isnull=False)


class ProgressCodec(Codec):
    """A template holds every target of the list: those not begun wait for a stage and a day, which must have come."""

    def merge(
        self, plan: Plan, rows: Sequence[Row], by: Officer, *, dry_run: bool, on: date | None = None
    ) -> MergeResult:
        """Merge the rows, none of which may lie ahead of the business date."""
        result = super().merge(plan, rows, by, dry_run=dry_run, on=on)
        return have_come(rows, result, lambda values: values["completed_on"], on, field="completed_on")

    def to_fill_in(self, plan: Plan, officer: Officer) -> QuerySet[Any]:
        """All targets the officer may see."""
        return _listed(plan, officer)


def _progress_values(target: Any) -> Values:
    part = target.partial_amount or None
    return {
        "row_id": target.pk,
        "enterprise": target.enterprise.name,
        "credit_code": target.enterprise.credit_code,
        "equipment": target.facility.name,
        "stage": target.stage if target.last_on else None,
        "completed_on": target.last_on,
        "amount": part,
        "unit": target.unit if part else None,
        "remark": None,
    }


def _allow(undoing: Undoing) -> None:
    if share(undoing.plan) == Plan.State.CLOSED:
        raise IllegalState(_("计划已结案，不能再修改"), state=Plan.State.CLOSED)


def _settle(undoing: Undoing) -> None:
    look_again(keys_of(undoing.touched, Target, created=False))


CODEC = ProgressCodec(
    PROGRESS, "progress", _progress, merge_progress, _begun, _progress_values, before_undo=_allow, after_undo=_settle
)
