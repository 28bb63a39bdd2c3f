"""Differences (差异): between two runs, and between a draft edition and the one it would replace (发布前测算)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef

from tracker.catalogue.criteria import EntryRules
from tracker.catalogue.models import CatalogueEdition
from tracker.catalogue.rules import TIERS_THAT_GO, entries_of
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.screening.burden import Burden, burden
from tracker.screening.hits import hits
from tracker.screening.models import Finding, FindingQuerySet, ScreeningRun

ADDED, REMOVED, KEPT, SURVEY = "added", "removed", "kept", "survey"


def what_if(*, draft: CatalogueEdition, against: CatalogueEdition | None, on: date, by: Officer) -> Burden:
    """What would change if the draft replaced the other edition: facilities added, removed, kept; newly to be surveyed.

    Only entries of the tiers that must go (淘汰类, 禁止类) count. Nothing is stored.
    """
    require(by, "change", "screening")
    before = entries_of(against, TIERS_THAT_GO) if against else []
    return burden(changes(entries_of(draft, TIERS_THAT_GO), before, on))


def reach(*, entry: EntryRules, on: date) -> Burden:
    """What one entry's criteria would reach today, for the form that edits them: lines `added` (falls within) and `survey`."""
    return burden(changes([entry], [], on))


def burden_of(run: ScreeningRun, officer: Officer) -> Burden:
    """The figures of a run in the officer's regions: `kept` = falls within a tier that must go, `survey` = to be surveyed."""
    return burden(_OF_RUN, {"run": run.pk, "scope": list(officer.scope), "tiers": list(TIERS_THAT_GO)})


def difference(*, older: ScreeningRun, newer: ScreeningRun, officer: Officer) -> Burden:
    """What changed from one run to another in the officer's regions, by facility."""
    return burden(_OF_TWO_RUNS, {"older": older.pk, "newer": newer.pk, "scope": list(officer.scope)})


def only_in(run: ScreeningRun, other: ScreeningRun, officer: Officer) -> FindingQuerySet:
    """The findings of `run` whose facility falls within no entry in the other run."""
    matched = Finding.Status.MATCHED
    there = Finding.objects.filter(run=other, facility=OuterRef("facility"), status=matched)
    return Finding.objects.visible_to(officer).filter(~Exists(there), run=run, status=matched)


def changes(after: Sequence[EntryRules], before: Sequence[EntryRules], on: date) -> str:
    """One row per facility that either set of entries touches, and what becomes of it."""
    columns = "id, enterprise_id, region_id, industry_id, capacity, capacity_unit"
    return f"""
        SELECT CASE WHEN after AND before THEN '{KEPT}' WHEN after THEN '{ADDED}'
                    WHEN before THEN '{REMOVED}' ELSE '{SURVEY}' END AS change, f.*, e.ownership, e.employees
        FROM (
            SELECT {columns}, bool_or(new AND matched) AS after, bool_or(NOT new AND matched) AS before,
                   bool_or(new) AND NOT bool_or(NOT new) AS only_new
            FROM (SELECT true AS new, a.* FROM ({hits(after, on)}) a UNION ALL SELECT false, b.* FROM ({hits(before, on)}) b) both_sides
            GROUP BY {columns}
        ) f JOIN tracker_enterprise e ON e.id = f.enterprise_id
        WHERE after OR before OR only_new
    """


_FACILITY = "f.facility_id AS id, f.enterprise_id, f.region_id, f.industry_id, f.ownership, f.employees, f.capacity, f.capacity_unit"
_OF_RUN = f"""
    SELECT DISTINCT ON (f.facility_id) CASE f.status WHEN 'matched' THEN '{KEPT}' ELSE '{SURVEY}' END AS change, {_FACILITY}
    FROM tracker_finding f JOIN tracker_catalogueentry n ON n.id = f.entry_id
    WHERE f.run_id = %(run)s AND f.region_id LIKE ANY (%(scope)s) AND n.tier = ANY (%(tiers)s)
    ORDER BY f.facility_id, f.status
"""
_OF_TWO_RUNS = f"""
    SELECT DISTINCT ON (f.facility_id)
           CASE WHEN bool_or(f.run_id = %(newer)s) OVER facility AND bool_or(f.run_id = %(older)s) OVER facility THEN '{KEPT}'
                WHEN f.run_id = %(newer)s THEN '{ADDED}' ELSE '{REMOVED}' END AS change, {_FACILITY}
    FROM tracker_finding f
    WHERE f.run_id IN (%(older)s, %(newer)s) AND f.status = 'matched' AND f.region_id LIKE ANY (%(scope)s)
    WINDOW facility AS (PARTITION BY f.facility_id)
"""
