"""What the demo does before it serves, in order; each step changes nothing when it was done before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tracker.management.demo.accounts import make_accounts
from tracker.management.demo.deadlines import make_deadlines, scan_today
from tracker.management.demo.fieldwork import make_fieldwork
from tracker.management.demo.incentives import make_incentives
from tracker.management.demo.joint import make_joint_actions
from tracker.management.demo.messages import make_messages
from tracker.management.demo.orders import make_orders
from tracker.management.demo.plan_2010 import make_plan_2010
from tracker.management.demo.planning import make_planning
from tracker.management.demo.prices import make_prices
from tracker.management.demo.progress import make_progress
from tracker.management.demo.survey import make_survey
from tracker.management.demo.this_year import make_this_year
from tracker.management.demo.uploads import make_uploads


@dataclass(frozen=True)
class Step:
    """One step: what it is, what does it (telling how many), and what is counted."""

    text: str
    do: Callable[[], int | None]
    counted: str = ""

    def run(self) -> str:
        """Do it; what to say of it."""
        count = self.do()
        return f"{count} {self.counted}" if count else ""


def furnish(today: date) -> list[Step]:
    """Accounts and demo data."""
    return [
        Step("accounts", make_accounts, "made"),
        Step("robots and notification settings", make_messages, "webhooks"),
        Step("sample uploads", make_uploads, "read"),
        Step("the plan ZJ-2010 and its history", make_plan_2010, "targets"),
        Step(f"the plan ZJ-{today.year}, by factories", lambda: make_this_year(today), "targets"),
        Step("survey, screening and a draft catalogue", lambda: make_survey(today), "facilities surveyed"),
        Step("versions, adjustments and contracts of every state", lambda: make_planning(today), "adjustments"),
        Step("evidence, reports, inspections, notices, meters", lambda: make_progress(today), "monthly reports"),
        # Before the scan, whose ladder proposes orders against the overdue that have none.
        Step("orders against the overdue", lambda: make_orders(today), "orders"),
        Step("joint actions and a regional approval hold", lambda: make_joint_actions(today), "joint actions"),
        Step("requests, visits, a county's reports, comebacks", lambda: make_fieldwork(today), "made"),
        Step("today's scan of the deadlines", lambda: scan_today(today), "new alerts"),
        Step("extensions, a pause, alerts handed on", lambda: make_deadlines(today), "requests"),
        Step("awards and replacements", make_incentives, "awards"),
        Step("price measures, meters and statements", lambda: make_prices(today), "statements"),
    ]
