"""Every list × every format × every role: who may see a list may take it away, nobody else, and never another city's rows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from tests.permissions.conftest import World, session, text_of
from tests.permissions.expected import expected
from tests.permissions.subjects import MARK
from tests.workbooks.listed import cells_of
from tracker.officers.roles import Role
from tracker.web.sheets import LISTINGS

pytestmark = pytest.mark.django_db

TEMPLATES = Path(__file__).resolve().parents[2] / "tracker" / "templates" / "tracker"
FORMATS = ["xlsx", "ods", "csv"]
# List → the name of its address, what else is asked for, the resource, and whether its row carries the mark.
PLACES: dict[str, tuple[str, str, str, bool]] = {
    "plans": ("plans", "", "plan", False),
    "quotas": ("quotas", "", "quota", True),
    "plan-versions": ("plan_versions", "all=1", "plan", False),
    "adjustments": ("adjustments", "", "adjustment", True),
    "contracts": ("contracts", "", "contract", True),
    "ceremony": ("contract_ceremony", "", "contract", False),
    "targets": ("targets", "", "target", True),
    "alerts": ("inbox", "whose=all", "alert", True),
    "standings": ("overview", "", "overview", False),
    "industries": ("overview", "table=industries", "overview", False),
    "progress-reports": ("progress_reports", "", "progress", True),
    "inspections": ("inspections", "", "inspection", True),
    "suspicions": ("suspicions", "", "suspicion", True),
    "cases": ("cases", "", "case", True),
    "readings": ("readings", "", "reading", True),
    "notices": ("notices", "", "notice", False),
    "orders": ("orders", "", "order", True),
    "joint-actions": ("joint_actions", "", "joint", True),
    "measures": ("measures", "", "measure", False),
    "enterprises": ("enterprises", "", "enterprise", True),
    "facilities": ("enterprises", "table=facilities", "enterprise", True),
    "statistics": ("statistics", "", "statistic", True),
    "prices": ("prices", "", "price", False),
    "statements": ("statements", "", "statement", False),
    "charges": ("charges", "", "charge", True),
    "statement_cities": ("statement_cities", "", "statement", False),
    "replacements": ("replacements", "", "replacement", False),
    "awards": ("awards", "", "award", False),
    "jobs": ("jobs", "", "job", False),
    "benefits-cities": ("benefits", "table=cities", "target", False),
    "benefits-counties": ("benefits", "table=counties", "target", False),
    "benefits-industries": ("benefits", "table=industries", "target", False),
    "duplicates": ("enterprise_duplicates", "", "enterprise", False),
    "catalogue": ("catalogue", "", "catalogue", False),
    "screenings": ("screening", "", "screening", False),
    "findings": ("screening_run", "", "screening", True),
    "accounts": ("accounts", "", "officer", False),
    "uploads": ("uploads", "", "upload", True),
}


def address(world: World, code: str, form: str) -> str:
    """Where a list of the marked plan is had in a format."""
    name, more, _resource, _marked = PLACES[code]
    key = {"plan_versions": "plan", "screening_run": "screening"}.get(name)
    path = reverse(name, args=[world.subjects.values_of(key)] if key else [])
    return f"{path}?{more}&format={form}" + ("" if key else f"&plan={world.subjects.plan.code}")


def test_every_list_has_its_place_here() -> None:
    assert set(PLACES) == set(LISTINGS)


def test_every_page_with_a_list_offers_its_export() -> None:
    paged = {path for path in TEMPLATES.rglob("*.html") if "parts/pagination.html" in path.read_text()}
    public = {path for path in paged if path.parent.name == "public"}
    # An upload's and a statement's own rows are files already; mails and requests are worked off, not taken away.
    apart = ("uploads/detail", "statements/detail", "statements/facility", "outbox/list", "deadlines/requests")
    preview = {TEMPLATES / f"{name}.html" for name in apart}
    without = {path for path in paged - public - preview if "parts/export.html" not in path.read_text()}
    assert without == set()


@pytest.mark.parametrize("form", FORMATS)
def test_every_list_comes_in_every_format(world: World, form: str) -> None:
    wrong: list[Any] = []
    for code, (_name, _more, resource, marked) in PLACES.items():
        role = Role.PROVINCIAL if Role.PROVINCIAL in expected()[resource, "view"] else Role.AUDITOR
        answer: Any = session(world.officers[role]).get(address(world, code, form))
        if not answer.get("Content-Disposition", "").endswith(f'.{form}"'):
            wrong.append((code, answer.status_code))
            continue
        rows = cells_of(answer.getvalue(), form)
        headers = [str(column.header) for column in LISTINGS[code].columns]
        if headers not in rows or (marked and not any(MARK in str(cell) for row in rows for cell in row)):
            wrong.append((code, rows))
    assert wrong == []


def test_who_may_not_see_a_list_may_not_take_it_away(world: World) -> None:
    table, wrong = expected(), []
    for code, (_name, _more, resource, _marked) in PLACES.items():
        for role, officer in world.officers.items():
            if resource == "overview" or role in table[resource, "view"]:
                continue
            answer: Any = session(officer).get(address(world, code, "csv"))
            if answer.status_code != 403 or MARK in text_of(answer):
                wrong.append((code, role, answer.status_code))
    assert wrong == []


def test_no_export_holds_another_citys_rows(world: World) -> None:
    client, found = session(world.foreigner), []
    for code in PLACES:
        answer: Any = client.get(address(world, code, "csv"))
        if re.search(MARK, text_of(answer)):
            found.append(code)
    assert found == []


def test_an_unknown_format_is_not_found(world: World) -> None:
    assert session(world.officers[Role.PROVINCIAL]).get(address(world, "targets", "pdf")).status_code == 404
