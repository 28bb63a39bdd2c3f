"""Nothing grows too big to be read at one sitting (law 8)."""

from statistics import quantiles

from tests.architecture.sources import sources

FILE, FUNCTION, IMPORTS = 300, 50, 15
PRODUCT = ("tracker", "config")
ALL = (*PRODUCT, "tests")


def test_no_file_is_longer_than_300_lines() -> None:
    assert [f"{source}: {source.lines}" for source in sources(*ALL) if source.lines > FILE] == []


def test_half_of_the_files_stay_within_80_lines_and_nine_in_ten_within_200() -> None:
    parts = quantiles([source.lines for source in sources(*PRODUCT)], n=10)
    assert parts[4] <= 80
    assert parts[8] <= 200


def test_no_function_is_longer_than_50_lines() -> None:
    found = [
        f"{source}:{function.lineno} {function.name}: {length}"
        for source in sources(*ALL)
        for function in source.functions
        if (length := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION
    ]
    assert found == []


def test_half_of_the_functions_stay_within_8_lines_and_nine_in_ten_within_25() -> None:
    functions = [function for source in sources(*PRODUCT) for function in source.functions]
    parts = quantiles([(function.end_lineno or 0) - function.lineno + 1 for function in functions], n=10)
    assert parts[4] <= 8
    assert parts[8] <= 25


# Files that lean on more and are to be split; they may not grow, and no file may join them.
TO_SPLIT = {
    "tracker/management/demo/progress.py": 17,
    "tracker/web/inspections.py": 17,
    "tracker/web/reports.py": 16,
    "tracker/web/target.py": 18,
    "tracker/web/target_moves.py": 16,
}


def test_no_file_leans_on_more_than_15_places() -> None:
    # The table of contents of the tables and that of the addresses exist in order to import.
    contents = {"tracker/models.py", "tracker/api/contents.py"}
    found = [
        f"{s}: {len(s.leans_on)}"
        for s in sources(*PRODUCT)
        if len(s.leans_on) > TO_SPLIT.get(str(s), IMPORTS) and str(s) not in contents
    ]
    assert found == []
