"""The command that issues tokens."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from fixtures.factories import OfficerFactory
from tracker.officers.models import ApiToken
from tracker.officers.roles import Role

pytestmark = pytest.mark.django_db


def issue(*arguments: str) -> str:
    out = StringIO()
    call_command("create_token", *arguments, stdout=out, stderr=out)
    return out.getvalue().strip()


def test_the_printed_token_opens_the_api_and_only_its_digest_is_kept() -> None:
    OfficerFactory(username="auditor", role=Role.AUDITOR)
    token = issue("auditor", "--scope", "read")
    assert Client().get("/api/v1/plans/", headers={"Authorization": f"Token {token}"}).status_code == 200
    assert token not in str(ApiToken.objects.values())


def test_json_names_the_officer_and_the_token() -> None:
    OfficerFactory(username="auditor", role=Role.AUDITOR)
    answer = json.loads(issue("AUDITOR", "--json", "--days", "7"))
    assert (answer["status"], answer["user"], answer["days"]) == ("issued", "auditor", 7)
    assert len(answer["token"]) >= 40


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("nobody",), "not_found"), (("auditor", "--days", "91"), "invalid"), (("sysadmin",), "not_allowed")],
)
def test_refusals_exit_with_1_and_issue_nothing(
    arguments: tuple[str, ...], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    OfficerFactory(username="auditor", role=Role.AUDITOR)
    OfficerFactory(username="sysadmin", role=Role.SYSADMIN)
    with pytest.raises(SystemExit) as left:
        call_command("create_token", *arguments, "--json")
    assert left.value.code == 1
    assert json.loads(capsys.readouterr().out)["errors"][0]["code"] == code
    assert not ApiToken.objects.exists()


def test_an_unknown_scope_is_wrong_usage() -> None:
    with pytest.raises(CommandError, match="invalid choice"):
        issue("auditor", "--scope", "everything")
