"""Good files with bytes changed at random: read or refused, never an exception, and never a row lost without a word."""

import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.workbooks.builders import names, ods, packed, quota_row, quotas, xls, xlsb
from tracker.values.errors import BadWorkbook, CellError
from tracker.workbooks.checked import Checked
from tracker.workbooks.kinds import KINDS
from tracker.workbooks.refusals import MESSAGES
from tracker.workbooks.validate import check_workbook

ROWS = [quota_row(淘汰内容=f"窑{at}", 完成期限="2010-09-15") for at in range(20)]
MAKERS: dict[str, Callable[..., Path]] = {"xls": xls, "xlsb": xlsb, "ods": ods}


def changed(content: bytes, chance: random.Random) -> bytes:
    """The bytes with a few of them overwritten, removed or doubled."""
    made = bytearray(content)
    for _ in range(chance.choice([1, 2, 5, 20])):
        at, length = chance.randrange(len(made)), chance.randrange(1, 20)
        match chance.randrange(4):
            case 0:
                made[at] = chance.randrange(256)
            case 1 if len(made) > 100:
                del made[at : at + length]
            case 2:
                made[at:at] = made[at : at + length]
            case _:
                made[at : at + 4] = chance.choice([b"\xff\xff\xff\xff", b"\0\0\0\0", b"9999", b"-1  "])
    return bytes(made)


def damaged(folder: Path, kind: str, chance: random.Random) -> Path:
    """A good file of a format, damaged: .xls and .ods as they are, the others inside their sheet's part."""
    path = folder / f"a.{kind}"
    made = quotas(path, *ROWS) if kind == "xlsx" else MAKERS[kind](path, KINDS["quotas"].headers, *ROWS)
    if kind in ("xls", "ods"):
        made.write_bytes(changed(made.read_bytes(), chance))
        return made
    with zipfile.ZipFile(made) as archive:
        parts: dict[str, Any] = {name: archive.read(name) for name in archive.namelist()}
    sheet = next(name for name in parts if "sheet1" in name)
    return packed(made, parts | {sheet: changed(parts[sheet], chance)})


@pytest.mark.parametrize("kind", ["xlsx", "xls", "xlsb", "ods"])
@pytest.mark.parametrize("seed", range(10))
def test_a_damaged_file_is_read_or_refused(tmp_path: Path, kind: str, seed: int) -> None:
    path = damaged(tmp_path, kind, random.Random(f"{kind} {seed}"))
    refused: list[CellError] = []
    checked = Checked(KINDS["quotas"])
    try:
        checked = check_workbook(path, KINDS["quotas"], names())
    except BadWorkbook as error:
        refused = error.errors
    assert {error.code for error in refused} <= set(MESSAGES)
    assert checked.read == len(checked.rows) + checked.bad_rows
