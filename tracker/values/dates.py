"""Business dates (业务日期). A deadline day is the last good day; only doors and tasks may ask what day it is."""

from __future__ import annotations

import os
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def time_of_day() -> time:
    """What the clock says in Shanghai; like `today` only doors and tasks may ask."""
    return datetime.now(SHANGHAI).time()


def today() -> date:
    """The business date: Asia/Shanghai's date, or TRACKER_TODAY in the demo and in tests (production refuses it)."""
    fixed = os.environ.get("TRACKER_TODAY", "")
    return date.fromisoformat(fixed) if fixed else datetime.now(SHANGHAI).date()
