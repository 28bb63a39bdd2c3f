"""Two clocks: `as_of` asks what had happened by a business day, `known_at` what had been recorded by a moment."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import pytest

from fixtures import reference
from fixtures.factories import AlertFactory, ExtensionFactory, TargetFactory
from tests.api.conftest import Asker
from tracker.values import dates

pytestmark = pytest.mark.django_db


def test_nothing_is_overdue_on_the_deadline_and_the_unfinished_is_the_day_after(auditor: Asker) -> None:
    late, done = TargetFactory(), TargetFactory(done=True)
    for day, expected in (("2010-09-15", []), ("2010-09-16", [late.pk])):
        rows = auditor.rows("targets/", as_of=day, overdue="true")
        assert [row["id"] for row in rows] == expected
    row = auditor(f"targets/{done.pk}/", as_of="2010-09-14").json()
    assert (row["completed_on"], row["stage"], row["overdue"]) == (None, "planned", False)
    row = auditor(f"targets/{done.pk}/", as_of="2010-09-15").json()
    assert (row["completed_on"], row["stage"]) == ("2010-09-15", "reported")


def test_a_later_extension_hides_no_old_lateness(auditor: Asker) -> None:
    target = TargetFactory(due_on=date(2010, 10, 15))
    ExtensionFactory(target=target, decided_on=date(2010, 9, 20), new_due_on=date(2010, 10, 15))
    seen = {
        day: (row["due_on"], row["overdue"], len(row["extensions"]))
        for day in ("2010-09-18", "2010-09-20", "2010-10-16")
        for row in [auditor(f"targets/{target.pk}/", as_of=day).json()]
    }
    assert seen == {
        "2010-09-18": ("2010-09-15", True, 0),
        "2010-09-20": ("2010-10-15", False, 1),
        "2010-10-16": ("2010-10-15", True, 1),
    }
    assert [row["id"] for row in auditor.rows("targets/", as_of="2010-09-18", due_until="2010-09-15")] == [target.pk]
    assert auditor.rows("targets/", as_of="2010-09-20", due_until="2010-09-15") == []


def test_what_was_completed_late_says_by_how_many_days_as_of_every_day(auditor: Asker) -> None:
    late = TargetFactory(stage="reported", completed_on=date(2010, 9, 27), due_on=date(2010, 9, 20))
    ExtensionFactory(target=late, decided_on=date(2010, 9, 28), new_due_on=date(2010, 9, 20))
    in_time, unfinished = TargetFactory(done=True), TargetFactory()
    days = {row["id"]: row["days_late"] for row in auditor.rows("targets/")}
    assert days == {late.pk: 7, in_time.pk: 0, unfinished.pk: 0}
    seen = {day: auditor(f"targets/{late.pk}/", as_of=day).json()["days_late"] for day in ("2010-09-26", "2010-09-27")}
    assert seen == {"2010-09-26": 0, "2010-09-27": 12}  # the extension came afterwards
    assert auditor(f"targets/{late.pk}/", as_of="2010-09-28").json()["days_late"] == 7
    head, *lines = csv.reader(io.StringIO(auditor("export/targets.csv").getvalue().decode("utf-8-sig")))
    assert [(line[head.index("id")], line[head.index("days_late")]) for line in lines] == [
        (str(one.pk), days) for one, days in ((late, "7"), (in_time, "0"), (unfinished, "0"))
    ]


def test_today_is_the_business_date(auditor: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    TargetFactory()
    for day, overdue in (("2010-09-15", False), ("2010-09-16", True)):
        monkeypatch.setenv("TRACKER_TODAY", day)
        answer = auditor("targets/").json()
        assert (answer["as_of"], answer["results"][0]["overdue"]) == (day, overdue)


def test_every_answer_repeats_both_clocks(auditor: Asker) -> None:
    target = TargetFactory()
    for path in ("targets/", f"targets/{target.pk}/", f"targets/{target.pk}/history/", "events/", "plans/"):
        answer = auditor(path).json()
        assert answer["as_of"] == dates.today().isoformat()
        assert datetime.fromisoformat(answer["known_at"]).tzinfo is not None
    answer = auditor("targets/", as_of="2010-09-16").json()
    assert answer["as_of"] == "2010-09-16"


def test_alerts_as_of_a_day_are_those_that_held_on_it(auditor: Asker) -> None:
    alert = AlertFactory(resolved_on=date(2010, 9, 20), state="resolved")
    held = {day: len(auditor.rows("alerts/", as_of=day)) for day in ("2010-09-15", "2010-09-16", "2010-09-20")}
    assert held == {"2010-09-15": 0, "2010-09-16": 1, "2010-09-20": 0}
    assert [row["id"] for row in auditor.rows("alerts/")] == [alert.pk]


def test_regions_as_of_a_day_are_those_that_existed(auditor: Asker) -> None:
    reference.region("330183")
    names = {day: {row["name"] for row in auditor.rows("regions/", as_of=day)} for day in ("2010-09-15", "2020-01-01")}
    assert ("富阳市" in names["2010-09-15"], "富阳市" in names["2020-01-01"]) == (True, False)
