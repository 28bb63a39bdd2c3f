"""The main job, once (主流程一次走完): from the quota workbook to overdue e-mails and an auditor's reading, figures compared.

Everything is done through the doors an operator or auditor uses: management commands and the REST API.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from tracker.alerts.models import Alert
from tracker.audit.acting import acting
from tracker.contracts.models import ContractLine
from tracker.management.demo.accounts import city_officers, make_accounts, officer
from tracker.management.demo.commands import answer, import_sample, set_up
from tracker.management.demo.contracts import conclude
from tracker.management.demo.report import Report
from tracker.management.demo.scratch import business_date
from tracker.management.demo.stories import Step, Story, live
from tracker.management.demo.witnesses import Auditor, Letter, letters
from tracker.officers.tokens import issue_token
from tracker.quotas.models import Plan, Quota
from tracker.regions.models import Region
from tracker.targets.models import Target

PLAN = "ZJ-2010"
DEADLINE, DAY_AFTER = date(2010, 9, 15), date(2010, 9, 16)
DONE = (Step("stop", date(2010, 7, 20)), Step("dismantle", date(2010, 8, 20)), Step("report", DEADLINE))
EXTENDED = (Step("extend", date(2010, 9, 10), "职工安置尚未完成", until=date(2010, 10, 10)),)
WITHDRAWN = (Step("withdraw", date(2010, 8, 5), "企业已注销"),)


class MainJob:
    """One run in an empty database; `report` says what happened."""

    def __init__(self, report: Report, mails: Path) -> None:
        self.report, self.mails = report, mails

    def run(self) -> None:
        """All steps in order."""
        self._prepare()
        self._quotas()
        self._contracts()
        self._targets()
        open_rows = self._progress()
        self._last_good_day(open_rows)
        overdue = self._day_after(open_rows)
        self._audit(overdue)
        self._again()

    def _prepare(self) -> None:
        set_up()
        made = make_accounts()
        self.province = officer("province")
        with self._as_province():
            self.plan = Plan.objects.get(code=PLAN)
        self.report.step("set up", f"an empty database with tables, seeds and {made} accounts", accounts=made)

    def _quotas(self) -> None:
        result = self._import("quotas")
        with self._as_province():
            stored = set(Quota.objects.filter(plan=self.plan).values_list("region", "industry", "content"))
        again = self._import("quotas", dry=True)
        self.report.agree("quota rows", in_the_file=result["rows"], unchanged_the_second_time=again["unchanged"])
        self.cities = {region for region, _, _ in stored if region != "330000"}

    def _contracts(self) -> None:
        with self._as_province():
            signed = conclude(self.plan, self.province, on=date(2010, 7, 15))
            lines = ContractLine.objects.filter(contract__plan=self.plan)
            quotas = Quota.objects.filter(plan=self.plan, region__level=Region.Level.CITY)
            amounts = ("region", "industry", "content", "amount", "unit")
            written, ordered = set(lines.values_list(*amounts)), set(quotas.values_list(*amounts))
        self.report.step("contracts", f"drawn up, issued and signed with {signed} cities", signed=signed)
        self.report.agree("cities bound", with_quotas=len(self.cities), with_a_signed_contract=signed)
        self.report.agree("amounts", of_the_quotas=ordered, of_the_contracts=written)

    def _targets(self) -> None:
        result = self._import("targets")
        with self._as_province():
            self.targets = list(Target.objects.filter(plan=self.plan).order_by("pk").values_list("pk", flat=True))
        self.report.agree("enterprises listed", in_the_file=result["rows"], in_the_plan=len(self.targets))

    def _progress(self) -> set[int]:
        """A third is done on the last good day, some are given time, one is withdrawn; what stays open by the deadline."""
        stories: dict[int, Story] = {}
        for place, pk in enumerate(self.targets):
            if place % 3 == 0:
                stories[pk] = DONE
            elif place % 10 == 1:
                stories[pk] = EXTENDED
        stories[self.targets[2]] = WITHDRAWN
        live(stories, city_officers(), self.province)
        done, extended = (sum(story is kind for story in stories.values()) for kind in (DONE, EXTENDED))
        said = f"{done} reported complete on {DEADLINE}, {extended} extended to 2010-10-10, 1 withdrawn"
        self.report.step("progress", said, done=done, extended=extended, withdrawn=1)
        self.extended = {pk for pk, story in stories.items() if story is EXTENDED}
        return set(self.targets) - set(stories)

    def _last_good_day(self, left: set[int]) -> None:
        scanned, arrived = self._scan_and_send(DEADLINE)
        self.report.agree("overdue on the deadline itself", by_rule=0, scanned=scanned["overdue"])
        listed = {pk for letter in self._to_cities(arrived) for pk in letter.targets}
        due = left | self.extended
        self.report.agree("due soon", left_to_do=len(due), scanned=scanned["due_soon"], in_e_mails=len(listed))

    def _day_after(self, left: set[int]) -> set[int]:
        scanned, arrived = self._scan_and_send(DAY_AFTER)
        with self._as_province():
            alerts = set(Alert.objects.filter(kind="overdue", subject_kind="target").values_list("target", flat=True))
            flagged = set(Target.objects.filter(overdue_flagged=True).values_list("pk", flat=True))
        mailed = [pk for letter in self._to_cities(arrived) for pk in letter.targets]
        self.report.agree("overdue", left_to_do=len(left), scanned=scanned["overdue"], in_e_mails=len(mailed))
        self.report.agree("overdue targets", left=left, flagged=flagged, with_an_alert=alerts, in_e_mails=set(mailed))
        return alerts

    def _audit(self, overdue: set[int]) -> None:
        with self._as_province():
            token = issue_token(officer=officer("auditor"), scope="read", now=timezone.now())
        auditor = Auditor(token)
        listed = auditor.rows("targets", plan=PLAN)
        found = {one["id"] for one in auditor.rows("targets", plan=PLAN, overdue="true", as_of=DAY_AFTER.isoformat())}
        before = auditor.rows("targets", plan=PLAN, overdue="true", as_of=DEADLINE.isoformat())
        signed = auditor.rows("contracts", plan=PLAN)
        said = f"the auditor reads {len(listed)} targets, {len(found)} overdue on {DAY_AFTER}, {len(before)} the day before"
        self.report.step("audit", said, targets=len(listed), overdue=len(found), overdue_the_day_before=len(before))
        self.report.agree("targets listed", in_the_plan=set(self.targets), by_the_API={one["id"] for one in listed})
        self.report.agree("overdue targets", with_an_alert=overdue, by_the_API=found)
        self.report.agree("overdue the day before", by_rule=0, by_the_API=len(before))
        self.report.agree("contracts", signed=len(self.cities), by_the_API=len(signed))
        self.report.agree("answer to a write", by_rule=405, by_the_API=auditor.status_of_a_write("targets"))

    def _again(self) -> None:
        scanned, arrived = self._scan_and_send(DAY_AFTER)
        self.report.agree("alerts and mails of a second scan", by_rule=0, new=scanned["new_alerts"] + len(arrived))
        ids = [letter.message_id for letter in letters(self.mails)]
        self.report.agree("e-mails", arrived=len(ids), different_ones=len(set(ids)))

    def _import(self, kind: str, *, dry: bool = False) -> dict[str, Any]:
        result = import_sample(kind, PLAN, dry=dry)
        counts = {name: result[name] for name in ("rows", "created", "updated", "unchanged")}
        said = ", ".join(f"{count} {name}" for name, count in counts.items())
        self.report.step(
            "import again" if dry else "import", f"{kind}_sample.xlsx: {result['status']}, {said}", **counts
        )
        self.report.agree("what became of each row", rows=result["rows"], sum=sum(list(counts.values())[1:]))
        return result

    def _scan_and_send(self, day: date) -> tuple[dict[str, Any], list[Letter]]:
        before = len(letters(self.mails))
        with business_date(day):
            scanned = answer("scan_deadlines", "--on", day.isoformat())
        sent = answer("send_mail")
        arrived = letters(self.mails)[before:]
        said = (
            f"{scanned['due_soon']} due soon, {scanned['overdue']} overdue, {scanned['new_alerts']} new alerts; "
            f"{len(arrived)} e-mails arrived"
        )
        self.report.step(f"scan of {day}", said, **scanned, mails=len(arrived))
        self.report.agree("e-mails", queued=scanned["queued_mail"], sent=sent["sent"], arrived=len(arrived))
        return scanned, arrived

    def _to_cities(self, arrived: list[Letter]) -> list[Letter]:
        cities = {one.email for one in city_officers().values()}
        return [letter for letter in arrived if letter.to in cities]

    def _as_province(self) -> Any:
        return acting(self.province.actor, reason="demo --once")
