"""The annotated workbook (标注文件): the officer's own file back, its faults filled and commented, with a summary that links to them.

An .xlsx keeps its formatting, formulas and sheets; other formats come back as an .xlsx of what was read. Correct it and
upload the same file again: the summary and the marks are not read, and the next round removes them.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from django.utils.translation import gettext as _

from tracker.values.errors import CellError
from tracker.workbooks.childprocess import ENVIRONMENT, command
from tracker.workbooks.container import ZIP_MAGIC, extension_of
from tracker.workbooks.limits import DEFAULT, MIB, Limits

MEMORY = 1024 * MIB  # openpyxl holds a whole workbook; if that is not enough, the summary alone is written
SECONDS = 120


def annotate(
    original: Path, errors: Sequence[CellError], out: Path, *, name: str = "", total: int = 0, limits: Limits = DEFAULT
) -> bool:
    """Write the annotated file to `out`. False where the file could not be kept and `out` holds the summary alone."""
    name = name or original.name
    order = _order(errors, max(total, len(errors))) | {
        "name": name,
        "limits": asdict(limits),
        "out": str(out.resolve()),
    }
    order |= {"memory_bytes": MEMORY, "cpu_seconds": SECONDS, "original": str(original.resolve())}
    keep = extension_of(name) == "xlsx" or (extension_of(name) == "xls" and _is_zip(original))
    if _run(order | {"keep": keep}):
        return True
    note = _("原文件未能保留，仅列出问题清单；请在原文件中对照改正")
    if not _run(order | {"keep": False, "original": "", "marks": {}, "note": note}):
        raise OSError(f"annotating {name} failed")
    return False


def _order(errors: Sequence[CellError], total: int) -> dict[str, object]:
    marks: dict[str, dict[str, list[str]]] = {}
    for error in errors:
        if error.cell:
            marks.setdefault(error.sheet, {}).setdefault(error.cell, []).append(_comment(error))
    heads = [_("序号"), _("工作表"), _("单元格"), _("列"), _("填写的内容"), _("应为"), _("问题")]
    return {
        "title": _("校验结果：共 %(total)s 处问题") % {"total": total},
        "note": _("点击单元格地址可跳到该处；有问题的单元格已标红并加批注。改正后直接上传本文件即可，本页不会被读取。"),
        "heads": heads,
        "lines": [
            [error.sheet, error.cell, error.column, error.found, error.expected, error.message] for error in errors
        ],
        "marks": marks,
    }


def _comment(error: CellError) -> str:
    words = {
        "message": error.message.removeprefix(f"{error.cell}："),
        "found": error.found or _("空"),
        "expected": error.expected,
    }
    return _("%(message)s\n填写的是：%(found)s\n应为：%(expected)s") % words


def _run(order: dict[str, object]) -> bool:
    try:
        done = subprocess.run(
            command("tracker.workbooks.marking"),
            input=json.dumps(order).encode(),
            env=ENVIRONMENT,
            cwd=os.sep,
            start_new_session=True,
            timeout=SECONDS,
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def _is_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == ZIP_MAGIC
