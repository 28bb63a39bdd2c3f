"""What the documents say exists: commands, environment variables, links, accounts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from tracker.management.demo.accounts import ACCOUNTS

PROJECT = Path(settings.BASE_DIR)
DOCUMENTS = [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md")), PROJECT / "seeds" / "README.md"]


def text_of(*documents: Path) -> str:
    """The text of some documents."""
    return "\n".join(document.read_text("utf-8") for document in documents)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_within_the_repository_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text("utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_command_the_documents_run_exists() -> None:
    named = set(re.findall(r"manage\.py ([a-z][a-z_]+)", text_of(*DOCUMENTS)))
    assert named
    assert named - set(get_commands()) == set()


def test_every_command_of_ours_for_operators_stands_in_the_readme() -> None:
    ours = {name for name, app in get_commands().items() if app == "tracker"}
    asked = {
        "demo",
        "load_seeds",
        "import_workbook",
        "export_workbook",
        "template_workbook",
        "scan_deadlines",
        "send_mail",
    }
    assert asked | {"create_officer", "create_token", "make_fixtures"} <= ours
    readme = text_of(PROJECT / "README.md")
    assert [name for name in asked | {"create_officer", "create_token"} if name not in readme] == []


def test_every_environment_variable_stands_in_the_operators_table() -> None:
    code = text_of(*sorted((PROJECT / "config").rglob("*.py")), PROJECT / "tracker" / "values" / "dates.py")
    read = set(
        re.findall(r"""(?:environment\.(?:text|flag|words)|environ\.get|text|flag|words)\(\s*"([A-Z][A-Z_]+)\"""", code)
    )
    told = set(re.findall(r"`([A-Z][A-Z_]+)`", text_of(PROJECT / "docs" / "operations.md")))
    assert read
    assert read - told == set()


def test_the_accounts_the_documents_name_are_made_by_the_demo() -> None:
    accounts = {account.username for account in ACCOUNTS}
    named = set(re.findall(r"Sign in as `([a-z]+)`", text_of(*DOCUMENTS)))
    assert named
    assert named <= accounts


def test_the_files_the_documents_name_are_there() -> None:
    named = set(re.findall(r"`((?:fixtures|seeds|docs|tracker|config|tests)/[\w./-]+)`", text_of(*DOCUMENTS)))
    assert [name for name in named if not (PROJECT / name).exists()] == []


@pytest.mark.parametrize("decision", sorted((PROJECT / "docs" / "decisions").glob("*.md")), ids=lambda path: path.stem)
def test_a_decision_is_short_and_says_context_decision_and_consequence(decision: Path) -> None:
    text = decision.read_text("utf-8")
    assert re.match(rf"# {decision.stem[:3]} ", text)
    assert [part for part in ("**Context.**", "**Decision.**", "**Consequence.**") if part not in text] == []
    assert len(text.splitlines()) <= 20
