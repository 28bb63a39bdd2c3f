"""Facilities in sheets: the survey of enterprises and their equipment, one row a facility."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tracker.audit.reversal import keys_of
from tracker.bulk.merge import MergeResult
from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.registry.facts import correct_facts
from tracker.registry.models import Facility
from tracker.registry.renaming import rename
from tracker.registry.spelling import for_sheets
from tracker.registry.surveying import SurveyRow, merge_surveys
from tracker.workbooks.checked import Row
from tracker.workbooks.codecs.base import Codec, Undoing, Values, same
from tracker.workbooks.codecs.places import where_registered
from tracker.workbooks.kinds.facilities import FACILITIES


class SurveyCodec(Codec):
    """A survey's rows are facts of a day; its parameters are spelled with the catalogue's names."""

    def merge(
        self, plan: Plan, rows: Sequence[Row], by: Officer, *, dry_run: bool, on: date | None = None
    ) -> MergeResult:
        """Merge checked rows as facts of the business date."""
        stated = where_registered(rows, [self.to_row(row.values) for row in rows])
        return merge_surveys(rows=stated, by=by, on=on, reason=_("调查表"), dry_run=dry_run)

    def current(self, rows: QuerySet[Any]) -> Iterator[Values]:
        """Stored rows with their parameters; the names of attributes are read once."""
        speller = for_sheets()
        for facility in rows.iterator(2000):
            yield {**self.values_of(facility), "parameters": speller.parameters(facility.kind_id, facility.attributes)}


def _survey(values: Values) -> SurveyRow:
    return SurveyRow(
        region_id=values["county"],
        enterprise_name=values["enterprise"],
        credit_code=values.get("credit_code") or None,
        industry_id=values["industry"],
        ownership=values.get("ownership"),
        employees=None if values.get("employees") is None else int(values["employees"]),
        facility_name=values["equipment"],
        kind_id=values.get("facility_kind"),
        parameters=values.get("parameters") or "",
        capacity=values.get("capacity"),
        capacity_unit=values.get("unit") or "",
        commissioned_on=values.get("commissioned_on"),
        status=values.get("status"),
        serial_number=values.get("serial_number") or "",
    )


def _facilities(plan: Plan, officer: Officer) -> QuerySet[Any]:
    rows = Facility.objects.visible_to(officer).live().select_related("enterprise", "region")
    return rows.order_by("region_id", "enterprise__name", "pk")


def _facility_values(facility: Facility) -> Values:
    enterprise = facility.enterprise
    return {
        "row_id": facility.pk,
        "city": facility.region.city_code,
        "county": facility.region_id,
        "enterprise": enterprise.name,
        "industry": facility.industry_id,
        "facility_kind": facility.kind_id,
        "equipment": facility.name,
        "unit": facility.capacity_unit or None,
        "serial_number": facility.serial_number or None,
        **same(enterprise, "credit_code", "ownership", "employees"),
        **same(facility, "capacity", "commissioned_on", "status"),
    }


def _rename(plan: Plan, stated: Mapping[int, tuple[int, SurveyRow]], by: Officer) -> dict[int, dict[str, Any]]:
    return dict(rename(stated, by))


def _correct(undoing: Undoing) -> None:
    changed = keys_of(undoing.touched, Facility, created=False)
    correct_facts(changed, noted_at=undoing.applied_at, by=undoing.by, reason=_("撤销导入"))


CODEC = SurveyCodec(
    FACILITIES, "facility", _survey, merge_surveys, _facilities, _facility_values, after_undo=_correct, rename=_rename
)
