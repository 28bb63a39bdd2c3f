"""Limits (限额) of an upload: every one of them is named in the message of the refusal it causes."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What one workbook may cost. Sizes in bytes, times in seconds."""

    file_bytes: int = 20 * MIB
    inflated_bytes: int = 200 * MIB
    parts: int = 1_000
    sheets: int = 100
    rows: int = 100_000  # rows of data, over all sheets of one file
    columns: int = 256
    text_length: int = 32_767  # Excel's own limit for one cell
    memory_bytes: int = 512 * MIB
    cpu_seconds: int = 30
    wall_seconds: int = 60


DEFAULT = Limits()
EXTENSIONS = ("xlsx", "xls", "xlsb", "ods", "csv")
