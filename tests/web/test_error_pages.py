"""Pages of refusals: who is signed in finds the menu on them, whatever is wrong; they ask nothing they can't do without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from fixtures.factories import OfficerFactory
from tests.database import Database
from tests.web.conftest import World
from tracker.audit.acting import acting, system
from tracker.officers.roles import Role
from tracker.web import navigation
from tracker.web.problems import server_error

MENU = '<nav class="nav"'
SignedIn = Callable[..., Client]


@pytest.mark.parametrize(
    ("path", "status"),
    [("/targets/999999/", 404), ("/nothing/here/", 404), ("/targets/?plan=ZJ-1900", 404), ("/accounts/", 403)],
)
def test_the_menu_leads_on_from_what_is_not_there_or_not_allowed(
    world: World, signed_in: SignedIn, path: str, status: int
) -> None:
    answer = signed_in(Role.MUNICIPAL).get(path)
    assert answer.status_code == status
    assert MENU in answer.text
    assert f'href="{reverse("targets")}"' in answer.text
    assert "请求编号" in answer.text


def test_the_menu_leads_on_from_a_refused_form_and_a_conflict(world: World, signed_in: SignedIn) -> None:
    client, pk = signed_in(Role.PROVINCIAL), world.contract.pk
    assert client.get(reverse("contract_issue", args=[pk])).status_code == 405
    answers = {
        405: client.get(reverse("contract_issue", args=[pk])),
        400: client.post(reverse("contract_issue", args=[pk]), {"version": "x"}),
        409: client.post(reverse("contract_issue", args=[pk]), {"version": world.contract.version + 1}),
    }
    assert {status: answer.status_code for status, answer in answers.items()} == {405: 405, 400: 400, 409: 409}
    assert all(MENU in answer.text for answer in answers.values())


def test_a_page_that_expired_keeps_the_menu(signed_in: SignedIn) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(signed_in(Role.MUNICIPAL).officer)  # type: ignore[attr-defined]
    answer = client.post(reverse("language"), {"language": "en"})
    assert (answer.status_code, MENU in answer.text) == (403, True)


def test_a_stranger_sees_no_menu(db: None) -> None:
    answer = Client().get("/nothing/here/")
    assert (answer.status_code, MENU in answer.text) == (404, False)
    assert "返回首页" in answer.text


def test_our_own_fault_asks_nothing(rf: Any) -> None:
    assert MENU not in server_error(rf.get("/")).text


def bare(client: Client, path: str, query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asks for a page that is not there while the menu's own question does something to the connection."""

    def waiting(*asked: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(query)

    monkeypatch.setattr(navigation, "waiting", waiting)
    answer = client.get(path)
    assert (answer.status_code, MENU in answer.text) == (404, False)
    assert "返回首页" in answer.text


@pytest.mark.parametrize("path", ["/targets/999999/", "/nothing/here/"])
def test_a_menu_that_fails_leaves_the_page_without_it(
    path: str, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare(signed_in(Role.MUNICIPAL), path, "SELECT 1/0", monkeypatch)


def test_a_database_that_goes_away_leaves_the_page_without_the_menu(
    committed_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting(system("test")):
        officer, client = OfficerFactory(), Client()
        client.force_login(officer)
    for path in ("/targets/999999/", "/nothing/here/"):
        bare(client, path, "SELECT pg_terminate_backend(pg_backend_pid())", monkeypatch)
