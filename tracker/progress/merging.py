"""Progress from a workbook (进度表): each row moves one target by the same verbs, evidence and people as the form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from tracker.bulk.merge import MergeResult, RowEffect
from tracker.bulk.rows import each_row
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.quotas.models import Plan
from tracker.registry.lines import Lines
from tracker.targets.evidence import demand
from tracker.targets.models import StageFact, Target
from tracker.targets.services import check_move, move, record_part
from tracker.targets.stages import MOVES, PART_EVIDENCE, STANDING, Stage
from tracker.values.errors import DomainError, InvalidValue
from tracker.values.figures import plain
from tracker.values.units import convert


@dataclass(frozen=True)
class ProgressRow:
    """One line of a progress workbook."""

    enterprise_name: str
    facility_name: str
    stage: str
    on: date
    credit_code: str | None = None
    amount: Decimal | None = None
    unit: str = ""
    remark: str = ""

    @property
    def part(self) -> Decimal | None:
        """How much the row says was dismantled so far, in its own unit."""
        return self.amount


@transaction.atomic
def merge_progress(*, plan: Plan, rows: Sequence[ProgressRow], by: Officer, dry_run: bool = False) -> MergeResult:
    """Move each row's target to the stage the row says, all or nothing. With `dry_run` only tells what would happen."""
    require(by, "change", "progress")
    find = _finder(plan, rows, by)
    return MergeResult(each_row(enumerate(rows), lambda one: _merge(*one, find(one[1]), by, dry_run)))


def _merge(index: int, row: ProgressRow, target: Target, by: Officer, dry_run: bool) -> RowEffect:
    part = _part(row, target)
    if row.stage == target.stage and not part:
        _check_recorded(row, target)
        return RowEffect(index, "unchanged", _before(target))
    effect = RowEffect(index, "update", _before(target) | _said_before(row, target, part))
    try:
        _take(row, target, part, by, dry_run)
    except DomainError as error:
        said = {"name": row.enterprise_name, "facility": row.facility_name, "why": error.message}
        raise InvalidValue(_("%(name)s“%(facility)s”：%(why)s") % said, code=error.code, field="stage") from error
    return effect


def _check_recorded(row: ProgressRow, target: Target) -> None:
    """A stage that stands is left as it is; a day that differs from the one on record is told, not passed over."""
    recorded = getattr(target, "last_on", None)
    if recorded and recorded != row.on and not _is_a_day_of(target, row.on):
        said = {"stage": target.get_stage_display(), "day": recorded}
        message = _("“%(stage)s”已按 %(day)s 登记，进度表不能更改已登记的日期，请恢复原日期")
        raise InvalidValue(
            message % said, code="day_recorded", field="on", found=row.on.isoformat(), expected=recorded.isoformat()
        )


def _is_a_day_of(target: Target, on: date) -> bool:
    """Whether something of the present stage is on record for the day: reaching it, or a part that came later."""
    return StageFact.objects.filter(target=target, stage=target.stage, voided=False, on=on).exists()


def _take(row: ProgressRow, target: Target, part: Decimal, by: Officer, dry_run: bool) -> None:
    if row.stage != target.stage:
        verb = _verb_to(row.stage, target)
        if dry_run:
            check_move(target=target, verb=verb, on=row.on, by=by, reason=row.remark)
        else:
            target = move(
                target=target, verb=verb, on=row.on, by=by, seen_version=target.version, reason=row.remark[:300]
            )
    if part and dry_run:
        demand(target, PART_EVIDENCE)
    elif part:
        record_part(target=target, amount=part, on=row.on, by=by, seen_version=target.version, reason=row.remark[:300])


def _verb_to(stage: str, target: Target) -> str:
    """The one move that leads forward from here to the stage asked for."""
    ahead = [step for step in MOVES.from_state(target.stage) if step.target == stage and not step.needs]
    if not ahead:
        said = {"now": target.get_stage_display(), "wanted": Stage(stage).label}
        raise InvalidValue(_("现为“%(now)s”，不能直接登记为“%(wanted)s”") % said, field="stage")
    return ahead[0].verb


def _part(row: ProgressRow, target: Target) -> Decimal:
    """How much more was dismantled than is on record, where the whole is still standing."""
    if row.amount is None or row.stage not in STANDING:
        return Decimal(0)
    told = convert(row.amount, row.unit or target.unit, target.unit)
    return max(told - target.partial_amount, Decimal(0))


def _before(target: Target) -> dict[str, str | None]:
    return {"stage": target.stage, "partial_amount": plain(target.partial_amount)}


def _said_before(row: ProgressRow, target: Target, part: Decimal) -> dict[str, str | None]:
    """What was on record of all that the row says: the day, and how much was dismantled, in the row's unit."""
    recorded = getattr(target, "last_on", None)
    before: dict[str, str | None] = {"on": recorded.isoformat() if recorded else None}
    if part:
        before["part"] = plain(convert(target.partial_amount, target.unit, row.unit or target.unit))
    return before


def _finder(plan: Plan, rows: Sequence[ProgressRow], by: Officer) -> Callable[[ProgressRow], Target]:
    """Finds the target a row means: by code, else by name, and the line's name; InvalidValue where there is none or several."""
    listed = Target.objects.visible_to(by).filter(plan=plan, facility__name__in={row.facility_name for row in rows})
    lines = Lines(
        (one.enterprise, one.facility.name, one)
        for one in listed.with_last_day().select_related("enterprise", "facility")
    )

    def find(row: ProgressRow) -> Target:
        fits = lines.fits(row)
        if len(fits) != 1:
            said = {"name": row.enterprise_name, "facility": row.facility_name}
            text = _("名单中没有%(name)s的“%(facility)s”") if not fits else _("名单中有多家%(name)s，请填写代码")
            raise InvalidValue(text % said, code="unknown_target", field="enterprise")
        target: Target = fits[0]
        return target

    return find
