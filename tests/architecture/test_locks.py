"""The locks name no host, hash everything, and agree with each other."""

import re

from tests.architecture.sources import PROJECT


def pinned(name: str) -> dict[str, str]:
    """Package to version."""
    text = (PROJECT / name).read_text()
    return dict(re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", text, re.MULTILINE))


def test_the_lock_names_no_registry() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        assert "://" not in (PROJECT / name).read_text()


def test_every_pin_has_a_hash() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        blocks = re.split(r"\n(?=\S)", (PROJECT / name).read_text().strip())
        assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_tests_run_on_the_very_packages_the_product_runs_on() -> None:
    everything = pinned("requirements-dev.lock")
    assert {name: everything.get(name) for name in pinned("requirements.lock")} == pinned("requirements.lock")


def test_every_wanted_package_is_locked() -> None:
    wanted = re.findall(r"^([A-Za-z0-9._-]+)", (PROJECT / "requirements.in").read_text(), re.MULTILINE)
    locked = {re.sub(r"[._-]+", "-", name).lower() for name in pinned("requirements.lock")}
    assert [name for name in wanted if re.sub(r"[._-]+", "-", name).lower() not in locked] == []
