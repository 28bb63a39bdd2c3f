"""What a report form is asked for (上报要求): which plan, region and period, by whom, on which day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.regions.models import Region
from tracker.regions.naming import Name
from tracker.values.errors import InvalidValue
from tracker.workbooks.forms.layout import Filled

QUARTERS = "一二三四"


@dataclass(frozen=True)
class Period:
    """A month (2010-08), a quarter (2010-Q3) or a whole year (2010): what it is called, and its last day."""

    code: str

    @property
    def year(self) -> int:
        """The year."""
        return int(self.code[:4])

    @property
    def last_month(self) -> int:
        """The number of the last month."""
        rest = self.code[5:]
        return int(rest[1:]) * 3 if rest.startswith("Q") else int(rest or 12)

    @property
    def last_day(self) -> date:
        """The last day."""
        return date(self.year, self.last_month, monthrange(self.year, self.last_month)[1])

    @property
    def words(self) -> str:
        """As it is written in a title: 2010年8月, 2010年第三季度, 2010年度; on a page in English as its code is."""
        rest = self.code[5:]
        if rest.startswith("Q"):
            said = f"{self.year}年第{QUARTERS[int(rest[1:]) - 1]}季度"
        else:
            said = f"{self.year}年{int(rest)}月" if rest else f"{self.year}年度"
        return Name(said, self.code)


def periods_of(plan: Plan, on: date) -> list[Period]:
    """What may be reported on under a plan by a day, the latest first: months begun, quarters and the year."""
    codes = [str(plan.year)]
    for quarter in (4, 3, 2, 1):
        months = [f"{plan.year}-{month:02}" for month in range(quarter * 3, quarter * 3 - 3, -1)]
        codes += [f"{plan.year}-Q{quarter}", *months]
    return [period for code in codes if _begun(period := Period(code), on)]


def period_named(code: str, plan: Plan, on: date) -> Period:
    """The period of a code; InvalidValue where it is none of the plan's."""
    found = next((period for period in periods_of(plan, on) if period.code == code), None)
    if found is None:
        raise InvalidValue(field="period", found=code)
    return found


def _begun(period: Period, on: date) -> bool:
    months = 3 if "Q" in period.code else 1 if "-" in period.code else 12
    return date(period.year, period.last_month - months + 1, 1) <= on


@dataclass(frozen=True)
class Asked:
    """A request for a form: everything it depends on."""

    plan: Plan
    region: Region
    period: Period
    by: Officer
    on: date

    @property
    def as_of(self) -> date:
        """The day the figures are of: the last of the period, or today where it still runs."""
        return min(self.period.last_day, self.on)

    @property
    def below(self) -> str:
        """The level of the regions listed side by side."""
        return Region.Level.CITY if self.region.level == Region.Level.PROVINCE else Region.Level.COUNTY

    def covers(self, code: str) -> bool:
        """Whether a region is the one asked for or lies in it."""
        return self.region.covers(code)

    @property
    def reported_by(self) -> str:
        """The reporting body: the officer's organisation where there is one, else the region's office."""
        own = self.by.organisation
        return own.name if own else f"{self.region.name}淘汰落后产能工作协调小组办公室"


@dataclass(frozen=True)
class ReportForm:
    """A form there is: its code, number and title, what it is for, by when it is due, and what fills it in."""

    code: str
    number: Name
    title: Name
    purpose: Any
    due: Any
    fill: Callable[[Asked], Filled]
