"""The verb of the screening room: run an edition over the registry as of a day and keep what it finds."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tracker.catalogue.models import CatalogueEdition
from tracker.catalogue.rules import entries_of
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.registry.as_of import facilities_as_of
from tracker.screening.hits import hits
from tracker.screening.models import Finding, ScreeningRun
from tracker.values.errors import IllegalState


@transaction.atomic
def run_screening(*, edition: CatalogueEdition, on: date, by: Officer | None) -> ScreeningRun:
    """筛查: every facility as it was on `on` against every entry, as one statement. `by` is None for an operator's command.

    Only published editions are run: a draft may still change, and is asked through what-if.
    """
    if by is not None:
        require(by, "change", "screening")
    if edition.state != CatalogueEdition.State.PUBLISHED:
        raise IllegalState(_("只有已发布的目录可以正式筛查；草案请用“发布前测算”"), state=edition.state)
    with connection.cursor() as cursor:
        run_id = _next_id(cursor)
        cursor.execute(_INSERT.format(hits=hits(entries_of(edition), on, explained=True), run=run_id))
        cursor.execute(_COUNT, [run_id])
        counts = dict(zip(("findings", "matched", "survey"), cursor.fetchone(), strict=True))
        cursor.execute(f"SELECT count(*) FROM ({facilities_as_of(on)}) s")
        counts["facilities"] = cursor.fetchone()[0]
    return ScreeningRun.objects.create(pk=run_id, edition=edition, on=on, by=by, counts=counts)


def _next_id(cursor: Any) -> int:
    """The run's id beforehand: the run is written once, with its counts, after its findings."""
    cursor.execute("SELECT nextval(pg_get_serial_sequence('tracker_screeningrun', 'id'))")
    return int(cursor.fetchone()[0])


_INSERT = f"""
    INSERT INTO tracker_finding (run_id, region_id, industry_id, facility_id, enterprise_id, entry_id, status, "group", reasons,
                                 capacity, capacity_unit, ownership, employees)
    SELECT {{run}}, h.region_id, h.industry_id, h.id, h.enterprise_id, h.entry_id,
           CASE WHEN h.matched THEN '{Finding.Status.MATCHED}' ELSE '{Finding.Status.SURVEY}' END,
           h.grp, h.reasons, h.capacity, h.capacity_unit, e.ownership, e.employees
    FROM ({{hits}}) h JOIN tracker_enterprise e ON e.id = h.enterprise_id
"""
# A facility counts once; one that falls within any entry is not counted as to be surveyed.
_COUNT = """
    SELECT coalesce(sum(findings), 0)::bigint, count(*) FILTER (WHERE matched), count(*) FILTER (WHERE NOT matched)
    FROM (SELECT count(*) AS findings, bool_or(status = 'matched') AS matched FROM tracker_finding WHERE run_id = %s GROUP BY facility_id) f
"""
