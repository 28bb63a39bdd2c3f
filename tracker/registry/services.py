"""The verbs of the registry for one row: survey a facility as of a day, note yearly figures, merge what was entered twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tracker.audit.conflicts import change_seen
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.registry.facts import SURVEYED, keep_as_it_was, note_facts
from tracker.registry.models import Enterprise, EnterpriseYear, Facility, FacilityFact
from tracker.registry.retired import Entry, refuse_retired_again
from tracker.registry.vocabulary import parameters
from tracker.values.errors import IllegalState, InvalidValue
from tracker.values.units import unit_named


@dataclass(frozen=True)
class YearFigures:
    """One year of an enterprise; None where not known."""

    year: int
    output: Decimal | None = None
    energy: Decimal | None = None
    water: Decimal | None = None
    tax: Decimal | None = None
    land: Decimal | None = None


@transaction.atomic
def survey_facility(
    *, facility: Facility, changes: Mapping[str, Any], on: date, by: Officer, reason: str, seen_version: int
) -> Facility:
    """调查: what a facility is from `on`. `changes`: attname → value among SURVEYED; `attributes` replaces those it names.

    The earlier state stays on record. A survey of a day before the last one corrects history, not the present.
    """
    require(by, "change", "facility", region=facility.region_id)
    if facility.merged_into_id:
        raise IllegalState(_("该装备已并入其他记录"), merged_into=facility.merged_into_id)
    stated = _checked(facility, dict(changes))
    entry = Entry(
        facility.name,
        facility.industry_id,
        facility.enterprise_id,
        facility.serial_number,
        stated.get("status"),
        facility,
    )
    refuse_retired_again([entry], by=by)
    keep_as_it_was([facility.pk], by=by)
    note_facts([facility.pk], on=on, by=by, reason=reason, changes=stated)
    latest = FacilityFact.objects.filter(facility=facility).order_by("-on", "-pk")[0]
    surveyed: Facility = change_seen(
        facility, seen_version=seen_version, changes={name: getattr(latest, name) for name in SURVEYED}
    )
    return surveyed


@transaction.atomic
def put_year(*, enterprise: Enterprise, figures: YearFigures, by: Officer) -> EnterpriseYear:
    """The figures of one year, replacing what was noted for it."""
    require(by, "change", "enterprise", region=enterprise.region_id)
    values = {name: value for name, value in asdict(figures).items() if name != "year"}
    for name, value in values.items():
        if value is not None and value < 0:
            raise InvalidValue(_("数量不能为负数"), field=name, found=str(value), expected="≥ 0")
    year, made = EnterpriseYear.objects.get_or_create(
        enterprise=enterprise, year=figures.year, defaults={**values, "region_id": enterprise.region_id}
    )
    if not made:
        EnterpriseYear.objects.filter(pk=year.pk).update(**values, version=F("version") + 1)
        year.refresh_from_db()
    return year


@transaction.atomic
def merge_enterprises(*, keep: Enterprise, drop: Enterprise, by: Officer, seen_version: int) -> Enterprise:
    """合并企业: everything of `drop` goes over to `keep`; the dropped row stays, pointing to the one it was merged into."""
    _check_pair(keep, drop, by, "enterprise")
    _check_year_clash(keep, drop)
    code, code_kind = _better_code(keep, drop)
    names = {facility.name for facility in Facility.objects.filter(enterprise=keep)}
    for facility in Facility.objects.filter(enterprise=drop, name__in=names):
        new_name = f"{facility.name}（{drop.name}）"[:120]
        Facility.objects.filter(pk=facility.pk).update(name=new_name, version=F("version") + 1)
    _lead_over(drop, keep)
    change_seen(
        drop, seen_version=drop.version, changes={"merged_into_id": keep.pk, "credit_code": None, "code_kind": "none"}
    )
    changes = {
        "credit_code": code,
        "code_kind": code_kind,
        "employees": keep.employees if keep.employees is not None else drop.employees,
        "ownership": keep.ownership if keep.ownership != Enterprise.Ownership.UNKNOWN else drop.ownership,
    }
    merged: Enterprise = change_seen(keep, seen_version=seen_version, changes=changes)
    return merged


@transaction.atomic
def merge_facilities(*, keep: Facility, drop: Facility, on: date, by: Officer, seen_version: int) -> Facility:
    """合并装备: targets of `drop` go over to `keep`, which learns from it what it doesn't know itself."""
    _check_pair(keep, drop, by, "facility")
    if keep.enterprise_id != drop.enterprise_id:
        raise InvalidValue(_("两台装备不属于同一企业，请先合并企业"), field="drop")
    _lead_over(drop, keep)
    change_seen(drop, seen_version=drop.version, changes={"merged_into_id": keep.pk})
    learned = {
        name: getattr(drop, name) for name in SURVEYED if getattr(keep, name) in (None, "") and name != "attributes"
    }
    learned["attributes"] = (
        {**drop.attributes, **keep.attributes} if drop.kind_id in (keep.kind_id, None) else keep.attributes
    )
    if keep.capacity is not None:
        learned.pop("capacity_unit", None)
    reason = _("合并重复装备“%(name)s”") % {"name": drop.name}
    return survey_facility(facility=keep, changes=learned, on=on, by=by, reason=reason, seen_version=seen_version)


def _checked(facility: Facility, changes: dict[str, Any]) -> dict[str, Any]:
    unknown = set(changes) - set(SURVEYED)
    if unknown:
        raise InvalidValue(_("未知的栏目"), field=min(unknown))
    kind = changes.get("kind_id", facility.kind_id)
    capacity, unit = changes.get("capacity", facility.capacity), changes.get("capacity_unit", facility.capacity_unit)
    if capacity is not None and (capacity < 0 or unit_named(unit).counts != "capacity"):
        raise InvalidValue(_("产能与计量单位不符"), field="capacity", found=f"{capacity}{unit}")
    changes["capacity_unit"] = "" if capacity is None else unit_named(unit).name
    known = parameters()
    kept = {code: value for code, value in facility.attributes.items() if known.measures[code].applies_to(kind)}
    changes["attributes"] = known.checked({**kept, **changes.get("attributes", {})}, kind)
    return changes


def _check_pair(keep: Any, drop: Any, by: Officer, resource: str) -> None:
    for row in (keep, drop):
        require(by, "change", resource, region=row.region_id)
        if row.merged_into_id:
            raise IllegalState(_("其中一条记录已经合并过"), merged=row.pk)
    if keep.pk == drop.pk:
        raise InvalidValue(_("不能与自身合并"), field="drop")


def _check_year_clash(keep: Enterprise, drop: Enterprise) -> None:
    years = EnterpriseYear.objects.filter(enterprise=keep).values("year")
    clash = EnterpriseYear.objects.filter(enterprise=drop, year__in=years).values_list("year", flat=True).first()
    if clash:
        raise IllegalState(_("两家企业都填报了%(year)s年的指标，请先核对并删除其中一份") % {"year": clash}, year=clash)


def _better_code(keep: Enterprise, drop: Enterprise) -> tuple[str | None, str]:
    """A unified credit code is worth more than an organisation code, and that more than none."""
    ranked = [Enterprise.CodeKind.NONE, Enterprise.CodeKind.ORGANISATION, Enterprise.CodeKind.CREDIT]
    best = max((keep, drop), key=lambda one: ranked.index(Enterprise.CodeKind(one.code_kind)))
    return best.credit_code, best.code_kind


def _lead_over(drop: models.Model, keep: models.Model) -> None:
    """Every row of any room that points to `drop` points to `keep`; what may only be appended stays as it was."""
    for relation in drop._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if getattr(model, "append_only", False) or hasattr(model, "pgh_tracked_model") or name == "merged_into":
            continue
        try:
            with transaction.atomic():
                model._default_manager.filter(**{name: drop}).update(**{name: keep})
        except IntegrityError as error:
            message = _("两条记录在“%(where)s”中各有一份，请先处理其中一份")
            raise IllegalState(message % {"where": model._meta.verbose_name}, where=model._meta.model_name) from error
