"""From a list's words to registry rows (企业与装备匹配): which enterprise and facility a row of a target list means.

An enterprise is known by its code; without one by name and region. A facility is known by its name within the enterprise.
What is not known yet is created from the list, which is itself a source.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F

from tracker.registry.models import Enterprise, Facility


@dataclass(frozen=True)
class TargetRow:
    """One line of a target list (企业名单): codes for regions and industries, the list's own words for the rest."""

    region_id: str
    enterprise_name: str
    industry_id: str
    facility_name: str
    amount: Decimal
    unit: str
    deadline: date
    credit_code: str | None = None
    equipment_count: Decimal | None = None
    equipment_unit: str = ""
    remark: str = ""


def code_kind(credit_code: str | None) -> str:
    """Which kind of code an enterprise is given by: unified social credit code, organisation code, or none."""
    kinds = {18: Enterprise.CodeKind.CREDIT, 9: Enterprise.CodeKind.ORGANISATION}
    return kinds.get(len(credit_code or ""), Enterprise.CodeKind.NONE)


def known_facilities(rows: Sequence[TargetRow]) -> list[Facility | None]:
    """For each row the facility it means, or None where enterprise or facility are not registered yet."""
    enterprises = _enterprises(rows)
    facilities = {
        (facility.enterprise_id, facility.name): facility
        for facility in Facility.objects.filter(enterprise__in={e.pk for e in enterprises.values()})
    }
    found = []
    for row in rows:
        enterprise = enterprises.get(_identity(row))
        found.append(facilities.get((enterprise.pk, row.facility_name)) if enterprise else None)
    return found


def register(rows: Sequence[TargetRow]) -> list[Facility]:
    """The facility of each row, creating enterprises and facilities that are missing."""
    enterprises = _enterprises(rows)
    new = {_identity(row): _new_enterprise(row) for row in rows if _identity(row) not in enterprises}
    for key, enterprise in zip(new, Enterprise.objects.bulk_create(new.values()), strict=True):
        enterprises[key] = enterprise
    _learn_codes(rows, enterprises)
    owners = [enterprises[_identity(row)] for row in rows]
    known = {
        (facility.enterprise_id, facility.name): facility
        for facility in Facility.objects.filter(enterprise__in={owner.pk for owner in owners})
    }
    missing = {
        (owner.pk, row.facility_name): _new_facility(row, owner)
        for row, owner in zip(rows, owners, strict=True)
        if (owner.pk, row.facility_name) not in known
    }
    for facility in Facility.objects.bulk_create(missing.values()):
        known[facility.enterprise_id, facility.name] = facility
    return [known[owner.pk, row.facility_name] for row, owner in zip(rows, owners, strict=True)]


def _learn_codes(rows: Sequence[TargetRow], enterprises: dict[tuple[str, str], Enterprise]) -> None:
    """An enterprise registered without a code takes the one the list gives."""
    for row in rows:
        enterprise = enterprises[_identity(row)]
        if row.credit_code and not enterprise.credit_code:
            enterprise.credit_code, enterprise.code_kind = row.credit_code, code_kind(row.credit_code)
            Enterprise.objects.filter(pk=enterprise.pk).update(
                credit_code=row.credit_code, code_kind=enterprise.code_kind, version=F("version") + 1
            )


def _identity(row: TargetRow) -> tuple[str, str]:
    return ("", row.credit_code) if row.credit_code else (row.region_id, row.enterprise_name)


def _enterprises(rows: Iterable[TargetRow]) -> dict[tuple[str, str], Enterprise]:
    rows = list(rows)
    by_code = Enterprise.objects.filter(credit_code__in={row.credit_code for row in rows if row.credit_code})
    found = {("", enterprise.credit_code or ""): enterprise for enterprise in by_code}
    named = {row.enterprise_name for row in rows}
    for enterprise in Enterprise.objects.filter(name__in=named):
        found.setdefault((enterprise.region_id, enterprise.name), enterprise)
    by_place = {(row.region_id, row.enterprise_name): row for row in rows if row.credit_code}
    for place, row in by_place.items():
        # A code met for the first time belongs to the enterprise already registered by name and place without one.
        if _identity(row) not in found and place in found and not found[place].credit_code:
            found[_identity(row)] = found[place]
    return found


def _new_enterprise(row: TargetRow) -> Enterprise:
    return Enterprise(
        name=row.enterprise_name,
        credit_code=row.credit_code or None,
        code_kind=code_kind(row.credit_code),
        region_id=row.region_id,
        industry_id=row.industry_id,
    )


def _new_facility(row: TargetRow, owner: Enterprise) -> Facility:
    return Facility(
        enterprise=owner,
        region_id=row.region_id,
        industry_id=row.industry_id,
        name=row.facility_name,
        quantity=row.equipment_count,
        quantity_unit=row.equipment_unit,
        capacity=row.amount,
        capacity_unit=row.unit,
    )
