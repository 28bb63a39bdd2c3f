"""Places of surveyed facilities (所在地): a sheet calls a place by the name of its plan's day, the registry may know it by another."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.regions.succession import lines_of
from tracker.registry.models import Facility
from tracker.registry.survey_rows import SurveyRow
from tracker.workbooks.checked import Row
from tracker.workbooks.kinds.base import ROW_ID


def where_registered(rows: Sequence[Row], stated: list[SurveyRow]) -> list[SurveyRow]:
    """Rows known by their number stay where they are registered, though the place is called otherwise in the sheet."""
    lines = lines_of({row.region_id for row in stated})
    numbered = {
        index: int(row.values[ROW_ID])
        for index, row in enumerate(rows)
        if row.values.get(ROW_ID) and len(lines[stated[index].region_id]) > 1
    }
    places = dict(Facility.objects.filter(pk__in=set(numbered.values())).values_list("pk", "region_id"))
    for index, key in numbered.items():
        if (place := places.get(key, "")) in lines[stated[index].region_id]:
            stated[index] = stated[index]._replace(region_id=place)
    return stated
