"""Questions asked wrongly: refused with 400 that names the parameter, never answered with something else."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from fixtures import reference
from fixtures.factories import EditionFactory, QuotaFactory, TargetFactory, UploadFactory
from tests.api.conftest import Asker
from tracker.api.codes import Code
from tracker.api.contents import RESOURCES
from tracker.catalogue.models import CatalogueEdition
from tracker.officers.roles import Role

pytestmark = pytest.mark.django_db


# Broken base64, broken JSON, other JSON, wrong keys, a number beyond the column's, NUL, a wrong direction, no ASCII.
CURSORS = ["x", "%%%", "AAAA", "bnVsbA", "e30", "W10", "eyJrIjpbXX0", "eyJrIjpbIngiXX0", "eyJrIjpbMV19", "游标"]
CURSORS += ["eyJrIjpbIjk5OTk5OTk5OTk5OTk5OTk5OTk5OTkiXX0", "eyJrIjpbIlx1MDAwMCJdfQ", "eyJrIjpbIjEiXSwiYiI6W119"]

VALUES = [
    ("region", "33"),
    ("region", "33%"),
    ("stage", "done"),
    ("overdue", "yes"),
    ("quota", "-1"),
    ("quota", "1e400"),
    ("quota", "9" * 40),
    ("quota", "1.0"),
    ("plan", "a\0b"),
    ("plan", "x" * 501),
    ("due_from", "now"),
]


def refused(answer: Any, field: str) -> dict[str, Any]:
    """The problem of an answer that must refuse a field."""
    problem: dict[str, Any] = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json"), problem
    assert [error["field"] for error in problem["errors"]] == [field], problem
    assert problem["detail"]
    assert uuid.UUID(problem["request_id"])
    return problem


@pytest.mark.parametrize(
    "parameter",
    ["page", "ordering", "format", "region__name", "enterprise__targets__plan", "officer__password", "limit"],
)
@pytest.mark.parametrize("name", RESOURCES)
def test_an_unknown_parameter_is_named_with_those_there_are(name: str, parameter: str, auditor: Asker) -> None:
    problem = refused(auditor(f"{name}/", **{parameter: "1"}), parameter)
    assert problem["code"] == "unknown_parameter"
    assert "cursor" in problem["errors"][0]["expected"].split()


CODES = [
    (name, parameter)
    for name, resource in RESOURCES.items()
    for parameter, one in (resource.filterset_class.base_filters if resource.filterset_class else {}).items()
    if isinstance(one, Code)
]


@pytest.mark.parametrize(("name", "parameter"), CODES)
def test_a_code_there_is_not_is_named_with_what_was_found_and_where_they_are_listed(
    name: str, parameter: str, auditor: Asker
) -> None:
    unknown = "999999"
    (fault,) = refused(auditor(f"{name}/", **{parameter: unknown}), parameter)["errors"]
    assert (fault["code"], fault["found"]) == ("unknown_code", unknown)
    assert unknown in fault["message"]
    listed = fault["expected"].removeprefix("/api/v1/").removesuffix("/")
    assert listed in RESOURCES
    assert auditor(f"{listed}/").status_code == 200
    assert auditor(f"{name}/", **{parameter: ""}).status_code == 200  # an empty filter asks for nothing


def test_codes_are_asked_by_filters_that_know_them() -> None:
    asked = {f"{name}.{parameter}" for name, parameter in CODES}
    assert {"targets.region", "targets.plan", "targets.industry", "orders.organisation", "orders.measure"} <= asked
    assert {"facilities.kind", "catalogue-entries.catalogue", "industries.lead_department"} <= asked


@pytest.mark.parametrize(("path", "parameter"), [("imports/", "kind"), ("jobs/", "kind"), ("targets/", "stage")])
def test_a_kind_there_is_not_is_named(path: str, parameter: str, auditor: Asker) -> None:
    assert "uplaod" in refused(auditor(path, **{parameter: "uplaod"}), parameter)["errors"][0]["message"]


def test_a_download_refuses_an_unknown_code_too(auditor: Asker) -> None:
    assert refused(auditor("export/targets.csv", region="339999"), "region")["errors"][0]["found"] == "339999"


def test_a_draft_is_an_unknown_code_to_those_it_is_not_for(ask_as: Callable[..., Asker], auditor: Asker) -> None:
    draft = EditionFactory(code="DRAFT-1", state=CatalogueEdition.State.DRAFT)
    assert auditor("catalogue-entries/", catalogue=draft.code).status_code == 200
    refused(ask_as(Role.MUNICIPAL)("catalogue-entries/", catalogue=draft.code), "catalogue")


def test_a_repeated_parameter_is_refused(auditor: Asker) -> None:
    problem = refused(auditor("targets/", plan=["ZJ-2010", "ZJ-2011"]), "plan")
    assert problem["code"] == "repeated_parameter"


@pytest.mark.parametrize("size", ["0", "-1", "1001", "1e9", "ten", "１０", "", "9" * 30])
def test_a_page_size_out_of_bounds_is_refused(size: str, auditor: Asker) -> None:
    refused(auditor("quotas/", page_size=size), "page_size")


@pytest.mark.parametrize("cursor", ["", "A" * 600, *CURSORS])
@pytest.mark.parametrize("path", ["quotas/", "imports/", "events/"])
def test_a_cursor_nobody_gave_is_refused(path: str, cursor: str, auditor: Asker) -> None:
    refused(auditor(path, cursor=cursor), "cursor")


@pytest.mark.parametrize(
    "day",
    ["0000-00-00", "2010-02-30", "10000-01-01", "1999-12-31", "2010-9-15", "20100915", "today", "", "２０１０-09-15"],
)
@pytest.mark.parametrize("parameter", ["as_of", "due_until"])
def test_only_a_day_written_plainly_is_a_day(parameter: str, day: str, auditor: Asker) -> None:
    if parameter == "due_until" and day == "":
        assert auditor("targets/", due_until="").status_code == 200  # an empty filter asks for nothing
    else:
        refused(auditor("targets/", **{parameter: day}), parameter)


@pytest.mark.parametrize(
    "moment",
    [
        "2010-09-15",
        "2010-09-15T08:00:00",
        "9999-12-31T23:59:60Z",
        "2999-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "x",
    ],
)
def test_a_moment_has_a_time_zone_and_is_past(moment: str, auditor: Asker) -> None:
    refused(auditor("targets/", known_at=moment), "known_at")
    refused(auditor("events/", since=moment), "since")


def test_the_two_clocks_are_never_mixed(auditor: Asker) -> None:
    problem = refused(auditor("targets/", as_of="2010-09-16", known_at="2020-01-01T00:00:00+08:00"), "known_at")
    assert problem["code"] == "mixed_clocks"


def test_as_of_is_refused_where_nothing_is_dated(auditor: Asker) -> None:
    refused(auditor("enterprises/", as_of="2010-09-16"), "as_of")


@pytest.mark.parametrize(("parameter", "value"), VALUES)
def test_a_filter_accepts_nothing_that_merely_looks_right(parameter: str, value: str, auditor: Asker) -> None:
    refused(auditor("targets/", **{parameter: value}), parameter)


@pytest.mark.parametrize(
    ("parameters", "fault"),
    [
        ({"kind": "password"}, "kind"),
        ({"object": "1"}, "object"),
        ({"kind": "target", "object": "x"}, "object"),
        ({"kind": "target", "object": "9" * 30}, "object"),
        ({"kind": "upload", "object": "1"}, "object"),
    ],
)
def test_the_feed_accepts_only_kinds_and_keys_there_may_be(
    parameters: dict[str, str], fault: str, auditor: Asker
) -> None:
    refused(auditor("events/", **parameters), fault)


def test_what_may_not_be_known_of_answers_exactly_as_what_does_not_exist(ask_as: Callable[..., Asker]) -> None:
    ningbo = reference.region(reference.NINGBO)
    foreign = {
        "targets": TargetFactory(facility__enterprise__region=ningbo).pk,
        "quotas": QuotaFactory(region=ningbo).pk,
        "imports": UploadFactory(region=ningbo).pk,
    }
    hangzhou = ask_as(Role.MUNICIPAL)
    for name, key in foreign.items():
        absent = uuid.uuid4() if name == "imports" else 987654321
        for sub in ("", "history/", *(["rows/"] if name == "imports" else [])):
            answers = [hangzhou(f"{name}/{key}/{sub}"), hangzhou(f"{name}/{absent}/{sub}")]
            assert [answer.status_code for answer in answers] == [404, 404]
            first, second = ({**answer.json(), "request_id": ""} for answer in answers)
            assert first == second


@pytest.mark.parametrize(
    "path", ["targets/abc/", "targets/-1/", "imports/1/", "nothing/", "targets", "export/targets.exe"]
)
def test_any_other_address_is_a_problem_too(path: str, auditor: Asker) -> None:
    answer = auditor(path)
    assert answer.status_code in (301, 404)
    if answer.status_code == 404:
        assert answer["Content-Type"] == "application/problem+json"


def test_refusals_speak_the_language_the_client_accepts(auditor: Asker) -> None:
    assert "未知的查询参数" in auditor("quotas/", page="1").json()["detail"]
    assert auditor.get("quotas/", {"page": "1"}, Accept_Language="en").json()["title"] == "Bad request"
