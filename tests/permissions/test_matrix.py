"""Every address × every role: the answer is what the permission table says, and never another city's data."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.permissions.addresses import Address, addresses
from tests.permissions.conftest import World, session, text_of
from tests.permissions.expected import expected
from tests.permissions.subjects import MARK, is_marked
from tracker.audit.acting import acting, system
from tracker.audit.feed import tracked_models
from tracker.audit.history import event_model
from tracker.officers.permissions import TABLE
from tracker.officers.roles import Role
from tracker.officers.tokens import issue_token

pytestmark = pytest.mark.django_db

ALL = addresses()
EXPECTED = expected()
# The world takes longer to make than to walk: a test walks the addresses of some kinds of objects, and lists every wrong cell.
KINDS = sorted({address.subject for address in ALL})
TOURS = [KINDS[first::8] for first in range(8)]
TOUR = pytest.mark.parametrize("tour", TOURS, ids="-".join)
READING = {"view", "history", "export"}


def allowed(address: Address, role: Role) -> bool:
    """What the independently typed table says."""
    permission = address.permission
    assert isinstance(permission, tuple)
    return role in EXPECTED[permission] and (not address.of_api or role in EXPECTED["api", "view"])


def about(tour: list[str]) -> list[Address]:
    """The addresses about some kinds of objects."""
    return [address for address in ALL if address.subject in tour]


def statuses(address: Address, role: Role) -> tuple[int, ...]:
    """What a GET may be answered with: 302 leads on to another page, 405 says that there is only something to post."""
    if not allowed(address, role):
        return (403,)
    if (role == Role.DEPARTMENT or address.subject == "job") and address.arguments:
        # A department has no region of its own to look into, and no template but that of its returns; a job is its officer's.
        return (403,) if address.name == "upload_template" else (200, 404, 405)
    return (404,) if address.name == "api:nowhere" else (200, 302, 405)


def shows_too_much(address: Address, role: Role, answer: Any) -> bool:
    """Whether an answer leads to the sign-in, or tells something to a role it should tell nothing."""
    astray = answer.status_code == 302 and "/login/" in answer["Location"]
    return astray or (not allowed(address, role) and MARK in text_of(answer))


def test_the_table_in_the_code_is_the_table_typed_here() -> None:
    table = {(resource, verb): frozenset(roles) for resource, verbs in TABLE.items() for verb, roles in verbs.items()}
    assert table == EXPECTED


def test_every_view_names_its_permission() -> None:
    unnamed = [each.name for each in ALL if each.permission != "public" and each.permission not in EXPECTED]
    assert unnamed == []


@TOUR
def test_who_is_not_signed_in_is_asked_to(tour: list[str], world: World) -> None:
    wrong = []
    stranger = session(None)
    for address in about(tour):
        answer = stranger.get(world.path(address))
        to_sign_in = answer.status_code == 302 and answer["Location"].startswith("/login/")
        if address.permission == "public":
            right = answer.status_code in (200, 302, 405) and not to_sign_in
        else:
            right = answer.status_code == 401 if address.of_api else to_sign_in
        if not right or MARK in text_of(answer):
            wrong.append((address.name, answer.status_code))
    assert wrong == []


@TOUR
def test_each_role_gets_what_the_table_says(tour: list[str], world: World) -> None:
    wrong = []
    browsers = {role: session(officer) for role, officer in world.officers.items()}
    for address in about(tour):
        for role, browser in browsers.items():
            if address.permission != "public":
                answer = browser.get(world.path(address))
                if answer.status_code not in statuses(address, role) or shows_too_much(address, role, answer):
                    wrong.append((address.name, role, answer.status_code))
    assert wrong == []


@TOUR
def test_a_token_opens_what_the_session_opens(tour: list[str], world: World) -> None:
    wrong = []
    with acting(system("test")):
        now = datetime.now(UTC)
        tokens = {role: issue_token(officer=who, scope="read", now=now) for role, who in world.officers.items()}
    for address in about(tour):
        for role, token in tokens.items() if address.of_api else ():
            headers = {"Authorization": f"Token {token}"}
            answer = Client(raise_request_exception=False).get(world.path(address), headers=headers)
            if answer.status_code not in statuses(address, role) or shows_too_much(address, role, answer):
                wrong.append((address.name, role, answer.status_code))
    assert wrong == []


@TOUR
def test_another_city_gets_404_for_the_object_and_no_trace_of_it_in_lists(tour: list[str], world: World) -> None:
    wrong = []
    for address in about(tour):
        for method in ("get", "post"):
            answer = getattr(session(world.foreigner), method)(world.path(address))
            hidden = is_marked(address.subject) and "pk" in address.arguments and address.permission != "public"
            right = answer.status_code in (401, 403, 404, 405) if hidden else answer.status_code < 500
            if not right or MARK in text_of(answer):
                wrong.append((method, address.name, answer.status_code))
    assert wrong == []


@TOUR
def test_an_auditor_changes_nothing_by_posting_anywhere(tour: list[str], world: World) -> None:
    wrong = []
    before = recorded()
    for address in about(tour):
        auditor = session(world.officers[Role.AUDITOR])
        answer = auditor.post(world.path(address), {"version": "1", "on": "2010-09-01", "reason": "试"})
        permission = address.permission
        closed = isinstance(permission, tuple) and permission[1] not in {*READING, "change"}
        if answer.status_code >= 500 or (closed and answer.status_code not in (401, 403, 405)):
            wrong.append((address.name, answer.status_code))
    assert wrong == []
    assert recorded() == before


@pytest.mark.parametrize("verb", ["stop", "dismantle", "report", "accept", "fail", "withdraw"])
def test_moves_of_a_target_ask_for_the_verb_behind_them(verb: str, world: World) -> None:
    asked = {"accept": "accept", "fail": "accept", "withdraw": "extend"}.get(verb, "report")
    address = next(each for each in ALL if each.name == "target_move")
    path = address.path({**world.subjects.values(address), "verb": verb})
    for role, officer in world.officers.items():
        data = {"version": "1", "on": "2010-09-01", "reason": "试"}
        answer = session(officer).post(path, data)
        may = role in EXPECTED["target", asked] and role in EXPECTED["target", "view"]
        assert (answer.status_code != 403) == may, f"{role} {verb}: {answer.status_code}"


def recorded() -> int:
    """How many events there are of anything, and how many rows that keep none."""
    with acting(system("test")), connection.cursor() as cursor:
        tables = [event_model(model)._meta.db_table for model in tracked_models().values()]
        tables += ["tracker_uploadrow", "tracker_job", "tracker_outboxmail", "tracker_alertnotice"]
        cursor.execute("SELECT " + " + ".join(f'(SELECT count(*) FROM "{table}")' for table in tables))
        return int(cursor.fetchone()[0])
