"""`demo --once`: the main job in a world of its own, exit 0 only if every figure agrees."""

from __future__ import annotations

import json
import os
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connections
from pytest_django.fixtures import Settings

from tests.database import Database
from tracker.management.commands import demo
from tracker.management.demo.report import Report
from tracker.management.demo.scratch import scratch_world


def databases() -> list[str]:
    """The databases on the server that runs of the main job in this process made; other tests run beside it."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname = %s", [f"tracker_once_{os.getpid()}"])
        return [name for (name,) in cursor.fetchall()]


def break_down() -> None:
    """A job that ends badly in a world of its own."""
    with scratch_world():
        assert len(databases()) == 1
        raise RuntimeError


def test_the_main_job_agrees_in_every_figure_and_leaves_nothing_behind(committed_db: Database) -> None:
    media = settings.MEDIA_ROOT
    out = StringIO()
    call_command("demo", "--once", "--json", stdout=out)
    report = json.loads(out.getvalue())
    assert (report["status"], report["disagreements"]) == ("agreed", [])
    figures = {step["step"]: step for step in report["steps"]}
    assert figures["audit"]["overdue"] == figures["scan of 2010-09-16"]["overdue"] > 0
    assert figures["audit"]["overdue_the_day_before"] == 0
    assert databases() == []
    assert connections["default"].settings_dict["NAME"] == committed_db.name
    assert media == settings.MEDIA_ROOT


def test_a_disagreement_is_named_and_ends_with_exit_code_1(
    committed_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Disagreeing:
        def __init__(self, report: Report, mails: object) -> None:
            self.report = report

        def run(self) -> None:
            self.report.agree("overdue", scanned=3, in_e_mails=2)

    monkeypatch.setattr(demo, "MainJob", Disagreeing)
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("demo", "--once", stdout=out, stderr=err)
    assert ended.value.code == 1
    assert "overdue: scanned 3, in e mails 2" in err.getvalue()
    assert "every figure agrees" not in out.getvalue()


def test_its_database_goes_away_even_when_the_job_breaks(committed_db: Database) -> None:
    with pytest.raises(RuntimeError):
        break_down()
    assert databases() == []


def test_a_report_only_agrees_where_all_figures_are_equal() -> None:
    report = Report(tell=lambda text: None)
    report.agree("rows", one={1, 2}, other={2, 1})
    assert report.as_dict()["status"] == "agreed"
    report.agree("rows", one={1, 2}, other={1, 3})
    assert report.as_dict()["status"] == "disagreed"


def test_production_settings_refuse_the_demo(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="TRACKER_DEMO"):
        call_command("demo", "--once")
