"""Awards (奖补资金) from a form or a workbook: each row creates or corrects one award; no source pays twice for a target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tracker.bulk.merge import MergeResult, RowEffect
from tracker.bulk.rows import each_row
from tracker.incentives.award_tables import Award, Source
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.officers.roles import Role
from tracker.quotas.models import Plan
from tracker.registry.models import Enterprise
from tracker.targets.models import Target
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed
from tracker.values.figures import plain

_COMPARED = ("purpose", "amount", "year", "document_number", "paid_on", "remark")


@dataclass(frozen=True)
class AwardRow:
    """One line of a workbook of awards; without a facility the award is the enterprise's."""

    enterprise_name: str
    source: str
    purpose: str
    amount: Decimal
    year: int
    document_number: str
    facility_name: str = ""
    credit_code: str | None = None
    paid_on: date | None = None
    remark: str = ""


@transaction.atomic
def merge_awards(*, plan: Plan, rows: Sequence[AwardRow], by: Officer, dry_run: bool = False) -> MergeResult:
    """Create and correct awards for the plan's targets, all or nothing. With `dry_run` only tell what would happen."""
    require(by, "change", "award")
    known = _Known(plan, rows, by)
    return MergeResult(each_row(enumerate(rows), lambda one: _merge(*one, known, by, dry_run)))


@transaction.atomic
def add_award(*, plan: Plan, row: AwardRow, by: Officer) -> Award:
    """登记: one award from the form; what was granted before is not written over, it is corrected (correcting.py)."""
    require(by, "change", "award")
    known = _Known(plan, [row], by)
    enterprise, target = known.meant(row)
    if known.award(row, enterprise, target) is not None:
        raise IllegalState(
            _("同一来源已奖补过，不能重复登记；请在该笔的页面更正"), code="granted_before", field="source"
        )
    _merge(0, row, known, by, dry_run=False)
    return Award.objects.get(
        enterprise=enterprise, target=target, source=row.source, **({} if target else {"year": row.year})
    )


def gives(officer: Officer, source: str) -> bool:
    """Whether money of a source is the officer's government's to record: a city's own, the province's any."""
    return officer.role == Role.PROVINCIAL or source == Source.MUNICIPAL


def require_own_money(by: Officer, source: str) -> None:
    """NotAllowed where another government gives the money."""
    if not gives(by, source):
        raise NotAllowed(_("中央和省级资金由省登记，市登记市县资金"), code="not_own_money", field="source")


def _merge(index: int, row: AwardRow, known: _Known, by: Officer, dry_run: bool) -> RowEffect:
    enterprise, target = known.meant(row)
    _check(row, enterprise, target, by, known)
    values = {name: getattr(row, name) for name in _COMPARED}
    there = known.award(row, enterprise, target)
    if there is None:
        if not dry_run:
            Award.objects.create(
                enterprise=enterprise, target=target, region_id=enterprise.region_id, source=row.source, recorded_by=by,
                **values,
            )  # fmt: skip
        return RowEffect(index, "create", None)
    before = {name: _text(getattr(there, name)) for name in _COMPARED}
    if all(getattr(there, name) == value for name, value in values.items()):
        return RowEffect(index, "unchanged", before)
    if not dry_run:
        Award.objects.filter(pk=there.pk).update(version=F("version") + 1, **values)
    return RowEffect(index, "update", before)


def _check(row: AwardRow, enterprise: Enterprise, target: Target | None, by: Officer, known: _Known) -> None:
    said = {"name": enterprise.name, "facility": row.facility_name}
    require_own_money(by, row.source)
    if row.amount <= 0:
        raise InvalidValue(_("奖补金额应大于零"), field="amount")
    if target is not None and not target.is_accepted:
        raise IllegalState(
            _("%(name)s的“%(facility)s”尚未验收，不能奖补") % said, code="not_accepted", field="equipment"
        )
    if target is None and enterprise.pk not in known.accepted:
        raise IllegalState(_("%(name)s没有已验收的任务，不能奖补") % said, code="not_accepted", field="enterprise")


def _text(value: Any) -> str | None:
    return None if value is None else plain(value) if isinstance(value, Decimal) else str(value)


class _Known:
    """The plan's targets and enterprises the rows may mean, and the awards there are: read once for all rows."""

    def __init__(self, plan: Plan, rows: Sequence[AwardRow], by: Officer) -> None:
        listed = Target.objects.visible_to(by).filter(plan=plan).select_related("enterprise", "facility")
        names, codes = {row.enterprise_name for row in rows}, {row.credit_code for row in rows if row.credit_code}
        self.targets: dict[tuple[str, str], list[Target]] = {}
        self.enterprises: dict[str, dict[int, Enterprise]] = {}
        self.accepted: set[int] = set()
        for target in [*listed.filter(enterprise__name__in=names), *listed.filter(enterprise__credit_code__in=codes)]:
            enterprise = target.enterprise
            for key in {enterprise.name, enterprise.credit_code or enterprise.name}:
                self.enterprises.setdefault(key, {})[enterprise.pk] = enterprise
            of_line = self.targets.setdefault((str(enterprise.pk), target.facility.name), [])
            if target not in of_line:
                of_line.append(target)
            if target.is_accepted:
                self.accepted.add(enterprise.pk)
        awards = Award.objects.visible_to(by).filter(
            enterprise__in=[pk for found in self.enterprises.values() for pk in found]
        )
        self.by_target = {(award.target_id, award.source): award for award in awards if award.target_id}
        self.by_enterprise = {(a.enterprise_id, a.source, a.year): a for a in awards if not a.target_id}

    def meant(self, row: AwardRow) -> tuple[Enterprise, Target | None]:
        """The enterprise a row means, and its target; InvalidValue where there is none, or several."""
        fits = self.enterprises.get(row.credit_code or "") or self.enterprises.get(row.enterprise_name, {})
        said = {"name": row.enterprise_name, "facility": row.facility_name}
        if len(fits) != 1:
            text = _("名单中没有企业“%(name)s”") if not fits else _("名单中有多家%(name)s，请填写代码")
            raise InvalidValue(text % said, code="unknown_target", field="enterprise")
        [enterprise] = fits.values()
        if not row.facility_name:
            return enterprise, None
        targets = self.targets.get((str(enterprise.pk), row.facility_name), [])
        if len(targets) != 1:
            raise InvalidValue(_("名单中没有%(name)s的“%(facility)s”") % said, code="unknown_target", field="equipment")
        return enterprise, targets[0]

    def award(self, row: AwardRow, enterprise: Enterprise, target: Target | None) -> Award | None:
        """The award a row would correct."""
        if target is not None:
            return self.by_target.get((target.pk, row.source))
        return self.by_enterprise.get((enterprise.pk, row.source, row.year))
