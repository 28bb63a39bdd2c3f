"""The reading child (读取子进程): checks and parses one workbook under limits of memory and time, and prints JSON lines.

`python -m tracker.workbooks.child PATH NAME LIMITS [explain]`, never imported by the web process. No Django here, no
environment, no secrets. If the parser aborts, only this process dies; the parent then asks once more with `explain`,
which checks without parsing.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from tracker.workbooks import csvread, odsread, xlsread, xlsxread
from tracker.workbooks.container import Refused, identify
from tracker.workbooks.limits import Limits
from tracker.workbooks.package import Package

Say = Callable[[Any], None]


def confine(limits: Limits) -> None:
    """Cap what this process may take, before it looks at the file."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(path: Path, name: str, limits: Limits, say: Say, *, parse: bool = True) -> None:
    """Say the whole workbook, or raise Refused."""
    form = identify(path, name, limits)
    if form == "csv":
        csvread.read(path, limits, say)
    elif form == "xls":
        xlsread.read(path, limits, say, parse=parse)
    else:
        package = Package(path, limits)
        if "mimetype" in package.parts or "content.xml" in package.parts:
            odsread.read(package, limits, say, parse=parse)
        else:
            xlsxread.read(package, limits, say, parse=parse)


def main(path: str, name: str, limits: str, mode: str = "") -> int:
    """Read the file and print what was found; the exit code is 0 even for a refusal, which is an answer."""
    bounds = Limits(**orjson.loads(limits))
    out = sys.stdout.buffer
    confine(bounds)
    try:
        read(Path(path), name, bounds, _speaker(out), parse=mode != "explain")
        _speaker(out)({"done": True})
    except Refused as refused:
        _speaker(out)({"refused": refused.faults})
    except MemoryError:
        _speaker(out)({"refused": [{"code": "TOO_MUCH_MEMORY", "limit": f"{bounds.memory_bytes >> 20} MiB"}]})
    except Exception as failure:  # noqa: BLE001  (whatever a broken file trips over, it is the file that is broken)
        _speaker(out)({"refused": [{"code": "FILE_DAMAGED", "found": type(failure).__name__}]})
    out.flush()
    os._exit(0)  # a parser thread may still be running: its work is no longer wanted


def _speaker(out: BinaryIO) -> Say:
    def say(message: Any) -> None:
        out.write(message if isinstance(message, bytes) else orjson.dumps(message))
        out.write(b"\n")

    return say


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
