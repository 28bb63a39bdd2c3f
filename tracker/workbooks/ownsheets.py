"""Sheets of our own making (自有工作表): they hold no data, and say what a file once was when it comes back."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tracker.workbooks.wire import Raw

HELP, SUMMARY, OPTIONS, TRACES = "填写说明", "校验结果", "_选项", "_标注"
_SIGNATURE = re.compile(r"([a-z_]+) v(\d{1,4})(?: (\S{1,40}))?$")


def is_own(name: str) -> bool:
    """Whether a sheet is ours and not the officer's."""
    return name.startswith((HELP, SUMMARY, "_"))


def signature(kind: str, version: int, plan: str) -> str:
    """What a template writes below its help: kind, version, plan."""
    return f"{kind} v{version} {plan}".strip()


def read_signature(rows: Iterable[list[Raw]]) -> tuple[str, int, str] | None:
    """Kind, version and plan of the template these rows of a help sheet belong to."""
    for row in rows:
        match = _SIGNATURE.match(row[0]) if row and isinstance(row[0], str) else None
        if match:
            return match[1], int(match[2]), match[3] or ""
    return None
