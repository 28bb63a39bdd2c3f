"""From a lot to visits (检查安排): a day for each team, so that nobody is in two places, and an inspection for each visit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tracker.deadlines.calendar import working_calendar
from tracker.officers.models import Officer
from tracker.progress.inspection import plan_inspection
from tracker.progress.inspection_tables import Draw, Inspection
from tracker.progress.sampling import Visit
from tracker.targets.models import Target
from tracker.targets.stages import Stage
from tracker.values.workdays import WorkingCalendar


def plan_visits(drawn: Draw, visits: Sequence[Visit], *, first: date, by: Officer) -> None:
    """Plan what was drawn; what is no longer accepted on the day of the lot stays on record without a visit."""
    numbers = {int(number) for visit in visits for number in visit.team}
    officers = Officer.objects.in_bulk(numbers)
    targets = Target.objects.in_bulk([int(visit.thing.number) for visit in visits])
    waiting = set(
        Inspection.objects.filter(target__in=targets, state=Inspection.State.PLANNED).values_list("target", flat=True)
    )
    for visit, day in zip(visits, days_of(visits, first, working_calendar()), strict=True):
        target = targets.get(int(visit.thing.number))
        if target is None or target.stage != Stage.ACCEPTED or target.pk in waiting:
            continue
        team = [officers[int(number)] for number in visit.team]
        plan_inspection(target=target, kind=Inspection.Kind.SPOT, planned_on=day, team=team, by=by, drawn_by=drawn)


def days_of(visits: Sequence[Visit], first: date, calendar: WorkingCalendar) -> list[date]:
    """The first working day, for each visit in turn, on which nobody of its team is elsewhere."""
    taken: set[tuple[date, str]] = set()
    days = []
    for visit in visits:
        day = first
        while not calendar.is_working(day) or any((day, number) in taken for number in visit.team):
            day += timedelta(days=1)
        taken.update((day, number) for number in visit.team)
        days.append(day)
    return days
