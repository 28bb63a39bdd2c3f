"""What `import_workbook` tells a person at a terminal."""

from typing import Any

import pytest

from tracker.management.importing import in_words
from tracker.workbooks.refusals import fault

COUNTS = {"rows": 2, "created": 1, "updated": 0, "unchanged": 0, "skipped": 1}


def told(status: str, *errors: dict[str, Any]) -> list[str]:
    return in_words(
        {"status": status, **COUNTS, "interpreted": [], "warnings": [], "errors": errors}, "某市.xlsx"
    ).splitlines()


@pytest.mark.parametrize(
    ("status", "head"),
    [
        ("refused", "refused, nothing was written: 2 rows, 1 to create, 0 to update"),
        ("previewed", "previewed, nothing was written yet: 2 rows, 1 to create"),
        ("applied", "applied: 2 rows, 1 created, 0 updated"),
    ],
)
def test_what_was_not_written_is_not_called_created(status: str, head: str) -> None:
    assert told(status)[0].startswith(head)


def test_a_fault_names_its_cell_once_and_what_was_found_and_expected() -> None:
    one = {"sheet": "Sheet1", "cell": "E7", "column": "", "found": "-62000", "expected": "不小于 0"}
    line = told("refused", one | {"message": "E7：-62000 是负数，应不小于 0"})[1]
    assert line == "  Sheet1!E7: -62000 是负数，应不小于 0 (found -62000, expected 不小于 0)"


def test_a_file_that_is_no_workbook_is_named_with_what_would_do() -> None:
    line = told("refused", fault("NOT_XLSX", found="TEXT").as_dict())[1]
    assert line.startswith("  某市.xlsx: ")
    assert "expected .xlsx" in line
