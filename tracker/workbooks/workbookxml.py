"""What an .xlsx package says about itself: its sheets and their parts, its date system, its shared strings, its links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from tracker.workbooks.container import Refused
from tracker.workbooks.limits import Limits
from tracker.workbooks.package import Package
from tracker.workbooks.xmlfeed import feed_expat

_SHARED_HEAD = re.compile(rb"<(?:\w+:)?sst[^<>]*>")
_UNIQUE = re.compile(rb'\buniqueCount="(\d+)"')
_HOPELESS = 1 << 20  # bytes: no text of 32,767 characters is that long
# An .xlsb is called "macroEnabled" even where it has none.
_MACRO_CONTENT = (
    b"sheet.macroEnabled",
    b"template.macroEnabled",
    b"addin.macroEnabled",
    b"vbaProject",
    b"vnd.ms-excel.macrosheet",
)


@dataclass
class WorkbookFacts:
    """The sheets in order (name → part, "" for what holds no cells), and the date system."""

    parts: dict[str, str] = field(default_factory=dict)
    date1904: bool = False


def main_part(package: Package) -> str:
    """The workbook part; refuses macros, external targets, and a zip that is no workbook."""
    if any(word in package.read("[Content_Types].xml") for word in _MACRO_CONTENT):
        raise Refused("MACRO", found="[Content_Types].xml")
    for name in package.parts:
        if name.endswith(".rels"):
            _refuse_external(package, name)
    return _office_document(package)


def workbook_facts(package: Package, main: str, limits: Limits) -> WorkbookFacts:
    """Read workbook.xml and its relations; refuses too many sheets."""
    facts, related = WorkbookFacts(), relations(package, main)

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            identifier = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            facts.parts[attributes.get("name", "")] = related.get(identifier, "")
        elif name == "workbookPr":
            facts.date1904 = attributes.get("date1904") in ("1", "true")

    feed_expat(package.checked(main), start)
    if not facts.parts:
        raise Refused("FILE_DAMAGED")
    if len(facts.parts) > limits.sheets:
        raise Refused("TOO_MANY_SHEETS", found=str(len(facts.parts)), limit=str(limits.sheets))
    return facts


def _office_document(package: Package) -> str:
    targets: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
            targets.append(attributes.get("Target", "").lstrip("/"))

    if "_rels/.rels" not in package.parts:
        raise Refused("NOT_XLSX", found="ZIP")
    feed_expat(package.checked("_rels/.rels"), start)
    if not targets or targets[0] not in package.parts:
        raise Refused("NOT_XLSX", found="ZIP")
    return targets[0]


def relations(package: Package, part: str) -> dict[str, str]:
    """The worksheets a workbook part relates to: relation → part."""
    folder, found = PurePosixPath(part).parent, dict[str, str]()
    name = str(folder / "_rels" / (PurePosixPath(part).name + ".rels"))

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes.get("Target", "")
            found[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else str(folder / target)

    if name in package.parts:
        feed_expat(package.checked(name), start)
    return found


def _refuse_external(package: Package, part: str) -> None:
    def start(element: str, attributes: dict[str, str]) -> None:
        if (
            element == "Relationship"
            and attributes.get("TargetMode") == "External"
            and not attributes.get("Type", "").endswith("/hyperlink")
        ):
            raise Refused("EXTERNAL_LINK", found=attributes.get("Target", "")[:80])

    feed_expat(package.checked(part), start)


@dataclass
class SharedStrings:
    """How many shared strings there are, and how long the longest may be (in bytes, with its markup)."""

    count: int = 0
    longest: int = 0
    declared: int = 0


def count_shared(package: Package, part: str) -> SharedStrings:
    """Count the shared strings; a table that declares far more than it holds is damaged (parsers allocate what it says)."""
    shared, rest, first = SharedStrings(), b"", True
    for piece in package.checked(part):
        *closed, rest = (rest + piece).split(b"<si")
        if first:
            head = _SHARED_HEAD.search(piece)
            unique = _UNIQUE.search(head[0]) if head else None
            shared.declared, first = int(unique[1][:18]) if unique else 0, False
        shared.count += len(closed)
        shared.longest = max(shared.longest, len(rest), *map(len, closed))
        if len(rest) > _HOPELESS:
            raise Refused("TEXT_TOO_LONG", limit=str(package.limits.text_length))
    if shared.declared > shared.count * 10 + 1000:
        raise Refused("FILE_DAMAGED", found=f"uniqueCount={shared.declared}")
    return shared


def shared_lengths(package: Package, part: str, limits: Limits) -> list[int]:
    """The length of every shared string, exactly; refuses one that no cell could hold."""
    lengths: list[int] = []
    inside = False

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal inside
        if name == "si":
            lengths.append(0)
        inside = name == "t"

    def characters(text: str) -> None:
        if inside and lengths:
            lengths[-1] += len(text) if lengths[-1] or text.strip() else 0  # spaces alone are no value

    def end(name: str) -> None:
        nonlocal inside
        inside = False

    feed_expat(package.checked(part), start, end, characters)
    if lengths and max(lengths) > limits.text_length:
        raise Refused("TEXT_TOO_LONG", limit=str(limits.text_length))
    return lengths
