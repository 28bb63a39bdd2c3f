"""The demo's fieldwork (现场工作演示): what is asked for, visited, reported by a county and found to have come back."""

from __future__ import annotations

from datetime import date

from tracker.management.demo.comebacks import make_comebacks
from tracker.management.demo.county import make_county
from tracker.management.demo.duties import make_duties
from tracker.management.demo.visits import make_visits


def make_fieldwork(today: date) -> int:
    """Each part unless it is there; how many things there are then, none where nothing was new."""
    return sum(make(today) for make in (make_duties, make_visits, make_county, make_comebacks))
