"""From a list's words to registry rows (企业与装备匹配): which enterprise and facility a row of a target list means.

An enterprise is known by its code; without one by name and region. A facility is known by its name within the enterprise.
What is not known yet is created from the list, which is itself a source.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, QuerySet

from tracker.officers.models import Officer
from tracker.registry.identities import code_kind, identity, known_enterprises, newcomers
from tracker.registry.models import Enterprise, Facility
from tracker.registry.retired import Entry, refuse_retired_again


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


def known_facilities(rows: Sequence[TargetRow]) -> list[Facility | None]:
    """For each row the facility it means, or None where enterprise or facility are not registered yet."""
    enterprises = known_enterprises(rows)
    newcomers(rows, enterprises)  # two codes for one name are told before anything is applied
    facilities = {
        (facility.enterprise_id, facility.name): facility.merged_into or facility
        for facility in _of({e.pk for e in enterprises.values()})
    }
    found = []
    for row in rows:
        enterprise = enterprises.get(identity(row))
        found.append(facilities.get((enterprise.pk, row.facility_name)) if enterprise else None)
    return found


def refuse_retired_names(rows: Sequence[TargetRow], *, by: Officer) -> None:
    """InvalidValue where a row that would be registered anew is named like what its enterprise has eliminated."""
    enterprises = known_enterprises(rows)
    owners = [enterprises.get(identity(row)) for row in rows]
    known = known_facilities(rows)
    refuse_retired_again(
        (
            None if facility else Entry(row.facility_name, row.industry_id, owner.pk if owner else None)
            for row, owner, facility in zip(rows, owners, known, strict=True)
        ),
        by=by,
    )


def register(rows: Sequence[TargetRow]) -> list[Facility]:
    """The facility of each row, creating enterprises and facilities that are missing."""
    enterprises = known_enterprises(rows)
    new = newcomers(rows, enterprises)
    made = {row: _new_enterprise(row) for row in new.values()}
    Enterprise.objects.bulk_create(made.values())
    enterprises |= {key: made[row] for key, row in new.items()}
    _learn_codes(rows, enterprises)
    owners = [enterprises[identity(row)] for row in rows]
    known = {
        (facility.enterprise_id, facility.name): facility.merged_into or facility
        for facility in _of({owner.pk for owner in owners})
    }
    missing = {
        (owner.pk, row.facility_name): _new_facility(row, owner)
        for row, owner in zip(rows, owners, strict=True)
        if (owner.pk, row.facility_name) not in known
    }
    for facility in Facility.objects.bulk_create(missing.values()):
        known[facility.enterprise_id, facility.name] = facility
    return [known[owner.pk, row.facility_name] for row, owner in zip(rows, owners, strict=True)]


def _of(owners: set[int]) -> QuerySet[Facility]:
    """The facilities of enterprises; what was merged is known by its old name too."""
    return Facility.objects.filter(enterprise__in=owners).select_related("merged_into")


def _learn_codes(rows: Sequence[TargetRow], enterprises: dict[tuple[str, str], Enterprise]) -> None:
    """An enterprise registered without a code takes the one the list gives."""
    for row in rows:
        enterprise = enterprises[identity(row)]
        if row.credit_code and not enterprise.credit_code:
            enterprise.credit_code, enterprise.code_kind = row.credit_code, code_kind(row.credit_code)
            Enterprise.objects.filter(pk=enterprise.pk).update(
                credit_code=row.credit_code, code_kind=enterprise.code_kind, version=F("version") + 1
            )


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
