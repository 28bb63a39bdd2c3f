"""Number formats that show another number than the cell holds (数字格式): percentages, and thousands or 万 scaled away.

A cell of 55,000 shown as 5.5万 would be read ten thousand times too large: such cells are asked, never read.
"""

from __future__ import annotations

import re

from tracker.workbooks.package import Package
from tracker.workbooks.xmlfeed import feed_expat

_STYLES = "xl/styles.xml"
_BUILT_IN_PERCENT = ("9", "10")
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\!_*].')
_SCALED = re.compile(r"%|[0#?],+(?![,0#?])")


def scales(code: str) -> bool:
    """Whether a format shows its number divided or multiplied."""
    return _SCALED.search(_QUOTED.sub("", code)) is not None


def scaled_styles(package: Package) -> frozenset[str]:
    """The numbers of the cell styles (as in s="7") whose format scales."""
    codes: dict[str, str] = {}
    styles: list[str] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if name == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            styles.append(attributes.get("numFmtId", ""))

    def end(name: str) -> None:
        nonlocal inside
        inside = inside and name != "cellXfs"

    if _STYLES in package.parts:
        feed_expat(package.checked(_STYLES), start, end)
    wanted = {number for number, code in codes.items() if scales(code)} | set(_BUILT_IN_PERCENT)
    return frozenset(str(at) for at, number in enumerate(styles) if number in wanted)
