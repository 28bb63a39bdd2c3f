"""What a linter can't say: where time is asked, where imports stand, which files may not be."""

import ast

import pytest

from tests.architecture.sources import PROJECT, Function, Source, sources

# Doors and tasks: the only places that may ask what day it is (law 2).
ASKING_THE_DAY = ("tracker/web/", "tracker/api/", "tracker/management/", "tracker/tasks.py", "tracker/values/dates.py")
DUMPING_GROUNDS = {"utils", "helpers", "common", "misc", "managers", "signals"}
FOREIGN = {".min.js", ".min.css", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".whl", ".mo"}


def test_imports_stand_at_the_top_never_inside_a_function() -> None:
    found = [
        f"{source}:{node.lineno}"
        for source in sources("tracker", "config", "tests")
        for function in source.functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert found == []


def test_only_doors_and_tasks_ask_what_day_it_is() -> None:
    found = [
        f"{source}:{call.lineno}"
        for source in sources("tracker")
        if not str(source).startswith(ASKING_THE_DAY)
        for call in calls(source)
        if name_of(call) in {"today", "localdate", "time_of_day"}
    ]
    assert found == []


def test_nobody_asks_the_machine_for_the_date_past_the_business_date() -> None:
    found = [
        f"{source}:{call.lineno}"
        for source in sources("tracker")
        if str(source) != "tracker/values/dates.py"
        for call in calls(source)
        if ast.unparse(call.func) in {"date.today", "datetime.date.today", "datetime.today", "timezone.localdate"}
    ]
    assert found == []


def test_values_know_no_database() -> None:
    found = [
        f"{source}: {module}"
        for source in sources("tracker/values")
        for module in source.imported
        if module.startswith("django.") and not module.startswith(("django.utils.", "django.core.exceptions"))
    ]
    assert found == []


def test_no_file_is_a_dumping_ground() -> None:
    found = [str(source) for source in sources("tracker", "config", "tests") if source.path.stem in DUMPING_GROUNDS]
    assert found == []


@pytest.mark.parametrize("folder", ["tracker", "config", "tests", "seeds", "fixtures", "docs", "locale"])
def test_no_foreign_or_compiled_file_lies_in_the_repository(folder: str) -> None:
    files = [path for path in (PROJECT / folder).rglob("*") if path.is_file()]
    compiled = {path.with_suffix(".mo") for path in files if path.suffix == ".po"}  # ours, and ignored by git
    assert [str(path) for path in files if path.name.endswith(tuple(FOREIGN)) and path not in compiled] == []


def test_every_module_says_what_it_is() -> None:
    assert [str(source) for source in sources("tracker", "config", "tests") if not ast.get_docstring(source.tree)] == []


def test_every_public_function_and_class_says_what_it_does() -> None:
    found = [
        f"{source}:{node.lineno} {node.name}"
        for source in sources("tracker", "config")
        for node in source.tree.body
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert found == []


def test_nothing_is_left_for_later() -> None:
    words = ("TO" + "DO", "FIX" + "ME", "XX" + "X:")
    found = [
        f"{source}: {word}" for source in sources("tracker", "config", "tests") for word in words if word in source.text
    ]
    assert found == []


def test_no_test_is_skipped_or_sleeps() -> None:
    banned = {"pytest.skip", "pytest.xfail", "time.sleep", "sleep", "mark.skip", "unittest.skip"}
    found = [
        f"{source}:{call.lineno}"
        for source in sources("tests")
        for call in calls(source)
        if ast.unparse(call.func) in banned
    ]
    marks = [
        str(source)
        for source in sources("tests")
        if "pytest.mark." + "skip" in source.text or "mark.x" + "fail" in source.text
    ]
    assert found + marks == []


def calls(source: Source) -> list[ast.Call]:
    """Every call in a file."""
    return [node for node in source.nodes if isinstance(node, ast.Call)]


def name_of(call: ast.Call) -> str:
    """The last word of what is called."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""
