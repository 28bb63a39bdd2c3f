"""The demo's data: the same on every run, with something to see on every page, whatever day of the year it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.db.models import Count
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tracker.alerts.kinds import KINDS
from tracker.alerts.models import Alert
from tracker.audit.acting import acting, system
from tracker.contracts.models import Contract
from tracker.management.demo.accounts import ACCOUNTS, FUYANG, PASSWORD, make_accounts, officer, table
from tracker.management.demo.steps import furnish
from tracker.management.demo.this_year import make_this_year
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.progress.inspection_tables import Case, Inspection
from tracker.progress.notice_tables import Objection
from tracker.progress.report_tables import MonthlyReport
from tracker.progress.suspicions import Suspicion
from tracker.registry.models import Enterprise
from tracker.targets.benefits import Benefit
from tracker.targets.models import Target
from tracker.targets.stages import Stage
from tracker.workbooks.models import Upload

pytestmark = pytest.mark.django_db

MAIN_STAGES = {Stage.PLANNED, Stage.STOPPED, Stage.DISMANTLED, Stage.REPORTED, Stage.ACCEPTED, Stage.WITHDRAWN}
TODAY = date(2026, 11, 21)
DAYS = [date.fromisoformat(f"2026-{day}") for day in ("01-03", "08-20", "09-15", "09-16", "12-31")]


@pytest.fixture(scope="module", autouse=True)
def quick_passwords(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Hashing is slow on purpose; uploads go to a folder of the tests' own."""
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(PASSWORD_HASHERS=hashers, MEDIA_ROOT=str(tmp_path_factory.mktemp("media"))):
        yield


@dataclass
class Furnished:
    """The whole demo of a day: what each step said, and how many alerts there were after it."""

    said: dict[str, str] = field(default_factory=dict)
    alerts: dict[str, int] = field(default_factory=dict)


@pytest.fixture(scope="module")
def furnished(shared_transaction: DjangoDbBlocker, quick_passwords: None) -> Furnished:
    """Everything the demo makes on a day of November, made once."""
    made = Furnished()
    with shared_transaction.unblock():
        for step in furnish(TODAY):
            made.said[step.text] = step.run()
            with acting(system("test")):
                made.alerts[step.text] = Alert.objects.count()
    return made


def stages(plan: str) -> dict[str, int]:
    """How many targets of a plan are in each stage."""
    return dict(Target.objects.filter(plan__code=plan).order_by().values_list("stage").annotate(n=Count("pk")))


def test_there_is_an_account_for_every_role_and_every_city() -> None:
    make_accounts()
    names = {account.username for account in ACCOUNTS}
    assert len(names) == len(ACCOUNTS)
    assert {one.role for one in Officer.objects.filter(username__in=names)} == set(Role.values)
    assert Officer.objects.filter(role=Role.MUNICIPAL, username__in=names).values("region").distinct().count() == 11
    assert {role.split()[0] for role in table()} == set(Role.values)


def test_every_account_signs_in_with_the_printed_password() -> None:
    make_accounts()
    assert [one for one in Officer.objects.all() if not one.check_password(PASSWORD)] == []


def test_the_county_officer_sees_the_district_and_the_city_it_was() -> None:
    make_accounts()
    assert set(officer("fuyang").scope) == {"330111%", "330183%"}


def shown() -> dict[str, set[object]]:
    """What the demo has to show of fieldwork, by what tells it apart."""
    reports = MonthlyReport.objects.filter(region=FUYANG)
    return {
        "results": set(Inspection.objects.exclude(outcome="").values_list("kind", "outcome")),
        "a county's reports": set(reports.values_list("state", flat=True)),
        "zero reports": set(reports.values_list("is_zero", flat=True)),
        "suspicions": set(Suspicion.objects.values_list("kind", flat=True)),
        "verdicts": set(Suspicion.objects.filter(kind="restart").values_list("state", flat=True)),
        "cases": set(Case.objects.values_list("kind", "state")),
        "benefits": set(Benefit.objects.values_list("target__plan__code", flat=True)),
        "objections": set(Objection.objects.values_list("state", flat=True)),
        "late again": set(Target.objects.filter(facts__verb="fail").overdue(TODAY).values_list("stage", flat=True)),
        "held": set(Target.objects.filter(stage=Stage.HELD).values_list("held_cases__cause", flat=True)),
        "partly dismantled": set(Target.objects.filter(partial_amount__gt=0).values_list("stage", flat=True)),
    }


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_plan_of_the_year_shows_every_stage_overdue_and_due_soon_on_any_day(today: date) -> None:
    make_accounts()
    make_this_year(today)
    assert set(stages("ZJ-2026")) >= MAIN_STAGES
    targets = Target.objects.filter(plan__code="ZJ-2026")
    assert targets.due_soon(today).count() > 0
    assert targets.overdue(today).count() > 0
    assert not targets.filter(facts__on__gt=today).exists()
    assert not targets.filter(extensions__decided_on__gt=today).exists()
    contracts = Contract.objects.filter(plan__code="ZJ-2026")
    assert {contract.state for contract in contracts} == {"draft", "issued", "signed"}


def test_fieldwork_of_every_kind_is_shown_and_a_second_run_changes_nothing(furnished: Furnished) -> None:
    before = counts()
    assert set(Alert.objects.values_list("subject_kind", flat=True)) == set(KINDS)
    assert shown() == {
        "results": {("onsite", "pass"), ("spot", "pass"), ("spot", "conditional"), ("spot", "fail")},
        "a county's reports": {"submitted", "returned", "accepted"},
        "zero reports": {True, False},
        "suspicions": {"restart", "moved", "same_photo"},
        "verdicts": {"open", "confirmed", "dismissed"},
        "cases": {("false_report", "open"), ("concealment", "proven")},
        "benefits": {"ZJ-2010", "ZJ-2026"},
        "objections": {"open", "rejected"},
        "late again": {"stopped"},
        "held": {"mortgage"},
        "partly dismantled": {"held"},
    }
    assert {step.run() for step in furnish(TODAY)} == {""}
    assert counts() == before


def counts() -> list[int]:
    """How many there are of what the demo makes."""
    made = (Target, Enterprise, Contract, Alert, Upload, Inspection, Suspicion, MonthlyReport)
    return [model.objects.count() for model in made]


def test_in_2010_some_were_late_and_nothing_is_left_open(furnished: Furnished) -> None:
    targets = Target.objects.filter(plan__code="ZJ-2010")
    assert targets.count() > 200
    assert set(stages("ZJ-2010")) == {Stage.ACCEPTED, Stage.ANNOUNCED, Stage.WITHDRAWN}
    assert targets.overdue_as_of(date(2010, 9, 15)).count() == 0
    assert targets.overdue_as_of(date(2010, 9, 16)).count() > 20
    assert targets.overdue(TODAY).count() == 0
    assert targets.filter(quota__isnull=True).count() == 0


def test_todays_scan_raises_alerts_and_some_are_acknowledged(furnished: Furnished) -> None:
    scan = "today's scan of the deadlines"
    assert furnished.said[scan] == f"{furnished.alerts[scan]} new alerts"
    assert furnished.alerts[scan] > 0
    assert {alert.state for alert in Alert.objects.all()} == {"open", "acknowledged"}


def test_one_upload_is_applied_one_undone_one_waits_and_others_are_refused(furnished: Furnished) -> None:
    assert {upload.state for upload in Upload.objects.all()} == {"applied", "undone", "previewed", "refused"}


def test_every_enterprise_of_the_demo_says_that_it_is_a_sample(furnished: Furnished) -> None:
    assert Enterprise.objects.exists()
    assert not Enterprise.objects.exclude(name__contains="示例").exists()
