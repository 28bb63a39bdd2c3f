"""`create_officer`: accounts from the command line, the first ones above all."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from tracker.officers.models import Officer

pytestmark = pytest.mark.django_db
PASSWORD = "qingshan-lvshui-7731"


def create(monkeypatch: pytest.MonkeyPatch, *arguments: str, password: str = PASSWORD) -> None:
    """Run the command as a script would, with the password on standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    call_command("create_officer", *arguments, stdout=io.StringIO())


def test_it_makes_the_first_administrator(monkeypatch: pytest.MonkeyPatch) -> None:
    create(monkeypatch, "root", "--name", "系统管理员", "--role", "sysadmin")
    made = Officer.objects.get(username="root")
    assert (made.role, made.region_id, made.check_password(PASSWORD)) == ("sysadmin", "330000", True)


@pytest.mark.parametrize(
    ("arguments", "password", "words"),
    [
        (["--role", "sysadmin"], "short", "12"),
        (["--role", "municipal"], PASSWORD, "no region for the role"),
        (["--role", "county", "--region", "330100"], PASSWORD, "no region for the role"),
        (["--role", "department"], PASSWORD, "--organisation"),
        (["--role", "municipal", "--region", "999999"], PASSWORD, "no such region"),
    ],
)
def test_what_does_not_fit_is_refused(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], password: str, words: str
) -> None:
    with pytest.raises(CommandError, match=words):
        create(monkeypatch, "someone", "--name", "某人", *arguments, password=password)
    assert not Officer.objects.filter(username="someone").exists()


def test_a_name_is_given_once_whatever_its_case(monkeypatch: pytest.MonkeyPatch) -> None:
    create(monkeypatch, "root", "--name", "系统管理员", "--role", "sysadmin")
    with pytest.raises(CommandError, match="already"):
        create(monkeypatch, "ROOT", "--name", "系统管理员", "--role", "sysadmin")
