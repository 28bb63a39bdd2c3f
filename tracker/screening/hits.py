"""The set-based screening (整批筛查): one statement that says of every facility which entries it falls within, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.catalogue.criteria import EntryRules
from tracker.registry.as_of import facilities_as_of
from tracker.screening.compiling import Group, answers, groups_of, reasons

_NOTHING = "SELECT 0, 0, 0 WHERE false"


def hits(entries: Sequence[EntryRules], on: date, *, subjects: str = "", explained: bool = False) -> str:
    """SELECT facility, enterprise, region …, entry_id, group, matched [, reasons]: one row a facility and entry.

    An entry that holds through any group is matched by the first such group; else the first group that cannot be said.
    `subjects` is the registry as of the day, unless told otherwise.
    """
    groups = groups_of(entries)
    why = f", {reasons(groups, on)} AS reasons" if explained else ""
    return f"""
        SELECT s.id, s.enterprise_id, s.region_id, s.industry_id, s.capacity, s.capacity_unit,
               s.entry_id, s.grp, s.matched{why}
        FROM ({_deciding(groups, on, subjects or facilities_as_of(on))}) s
    """


def _deciding(groups: Sequence[Group], on: date, subjects: str) -> str:
    """The one row per facility and entry that decides; entries of a single group need no comparing."""
    found = f"""
        SELECT s.*, abs(v.answer) AS number, v.answer > 0 AS matched, g.entry_id, g.grp
        FROM ({subjects}) s
        CROSS JOIN LATERAL unnest({answers(groups, on)}) AS v(answer)
        JOIN ({_numbered(groups)}) AS g(number, entry_id, grp) ON g.number = abs(v.answer)
        WHERE v.answer <> 0
    """
    if len({group.entry_id for group in groups}) == len(groups):
        return found
    return f"SELECT DISTINCT ON (id, entry_id) * FROM ({found}) f ORDER BY id, entry_id, matched DESC, grp"


def _numbered(groups: Sequence[Group]) -> str:
    rows = ", ".join(f"({group.number}, {group.entry_id}::bigint, {group.group})" for group in groups)
    return f"VALUES {rows}" if rows else _NOTHING
