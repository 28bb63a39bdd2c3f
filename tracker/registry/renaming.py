"""Renaming from a list (改名): a row that is known by its number says what its enterprise and facility are called now.

Only the row's own enterprise and facility are renamed; a name or code that belongs to another one is refused, not guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tracker.bulk.rows import tell
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.registry.identities import Named
from tracker.registry.models import Enterprise, Facility
from tracker.values.errors import DomainError, InvalidValue


class NamedFacility(Named, Protocol):
    """A row of any list that names a facility."""

    @property
    def facility_name(self) -> str:
        """Its name, as written."""


Old = dict[str, str | None]


@transaction.atomic
def rename(stated: Mapping[int, tuple[int, NamedFacility]], by: Officer) -> dict[int, Old]:
    """Rename as rows say (place in the list → facility and row); the old names of those that changed."""
    keys = {facility for facility, _row in stated.values()}
    facilities = Facility.objects.visible_to(by).select_related("enterprise").in_bulk(keys)
    listed = _Listed(facilities)
    olds: dict[int, Old] = {}
    refused: dict[int, DomainError] = {}
    for index, (key, row) in stated.items():
        try:
            old = listed.old_names(facilities[key], row)
        except InvalidValue as error:
            refused[index] = error
            continue
        if old:
            require(by, "change", "facility", region=facilities[key].region_id)
            olds[index] = old
    tell(refused)
    _write(stated, facilities, olds)
    return olds


class _Listed:
    """What the numbers of a list stand for, against which its rows are held."""

    def __init__(self, facilities: Mapping[int, Facility]) -> None:
        self.owners: dict[str, set[int]] = {}
        for facility in facilities.values():
            self.owners.setdefault(facility.enterprise.name, set()).add(facility.enterprise_id)
        self.lines = {(facility.enterprise_id, facility.name): key for key, facility in facilities.items()}
        self.names: dict[int, str] = {}

    def old_names(self, facility: Facility, row: NamedFacility) -> Old:
        """The names that change, as they were; InvalidValue where the row can't be about this facility."""
        owner = facility.enterprise
        if self._is_another(facility, row):
            was, now = f"{owner.name} · {facility.name}", f"{row.enterprise_name} · {row.facility_name}"
            message = _(
                "该行的系统编号登记的是“%(was)s”，表中写的却是另一条已登记的“%(now)s”。"
                "如果排过序，请把整张表连同末列隐藏的系统编号一起排序；要作为新行导入，请清空该行的系统编号"
            )
            _refuse(message, was, now)
        if self.names.setdefault(owner.pk, row.enterprise_name) != row.enterprise_name:
            _refuse(_("同一家企业在表中写了两个名称：%(was)s、%(now)s"), self.names[owner.pk], row.enterprise_name)
        if row.credit_code and owner.credit_code and row.credit_code != owner.credit_code:
            _refuse(
                _("该行登记的是代码为%(was)s的企业，不能改成%(now)s，请另写一行"), owner.credit_code, row.credit_code
            )
        old = {
            "enterprise_name": (owner.name, row.enterprise_name),
            "facility_name": (facility.name, row.facility_name),
        }
        return {name: was for name, (was, now) in old.items() if was != now}

    def _is_another(self, facility: Facility, row: NamedFacility) -> bool:
        """Whether the names are those of another listed facility: sorted without the hidden column, a row has its number."""
        owner = facility.enterprise
        if row.enterprise_name != owner.name:
            return bool(self.owners.get(row.enterprise_name, set()) - {owner.pk})
        return self.lines.get((owner.pk, row.facility_name), facility.pk) != facility.pk


def _write(
    stated: Mapping[int, tuple[int, NamedFacility]], facilities: Mapping[int, Facility], olds: Mapping[int, Old]
) -> None:
    enterprises: dict[int, tuple[int, str]] = {}
    lines: dict[int, tuple[int, str]] = {}
    for index, old in olds.items():
        key, row = stated[index]
        if "enterprise_name" in old:
            enterprises[facilities[key].enterprise_id] = index, row.enterprise_name
        if "facility_name" in old:
            lines[key] = index, row.facility_name
    _rename_each(Enterprise, enterprises)
    _rename_each(Facility, lines)


def _rename_each(model: Any, names: Mapping[int, tuple[int, str]]) -> None:
    """One by one: names change rarely, and each may meet another of the same name."""
    refused: dict[int, DomainError] = {}
    for key, (index, name) in names.items():
        try:
            with transaction.atomic():
                model.objects.filter(pk=key).update(name=name, version=F("version") + 1)
        except IntegrityError:
            message = _("已有名为“%(name)s”的另一条记录，不能改成这个名称") % {"name": name}
            refused[index] = InvalidValue(message, field="enterprise", found=name)
    tell(refused)


def _refuse(message: str, was: str, now: str) -> None:
    raise InvalidValue(message % {"was": was, "now": now}, field="enterprise", found=now, expected=was)
