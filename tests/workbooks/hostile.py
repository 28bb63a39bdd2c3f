"""Hostile files, one fault each: how each is made. What is expected of them stands in test_hostile."""

import copy
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.workbooks.builders import (
    LINK,
    MAIN,
    RELATIONS,
    SHEET_PART,
    XML,
    crafted,
    ods,
    ole,
    packed,
    parts,
    quota_row,
    quotas,
    shared_xml,
    sheet_xml,
    text_cell,
    xls,
)

GOOD = f'<row r="1">{text_cell("A1", "设区市")}</row>'
Maker = Callable[[Path], Path]


def raw(name: str, content: bytes) -> Maker:
    """A file of these bytes."""

    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


def rows(xml: str, **extra: str) -> Maker:
    """An .xlsx around these rows."""
    return lambda folder: crafted(folder / "名单.xlsx", xml, **extra)


def part(name: str, content: str | bytes = b"x") -> Maker:
    """A good .xlsx with one part more, or another content of a part."""
    return lambda folder: packed(folder / "名单.xlsx", parts(sheet_xml(GOOD)) | {name: content})


def sheet(xml: str | bytes) -> Maker:
    """An .xlsx with this as its worksheet part."""
    return lambda folder: packed(folder / "名单.xlsx", parts(xml))


def truncated(folder: Path) -> Path:
    """A good workbook cut off after 3,000 bytes."""
    path = quotas(folder / "名单.xlsx", quota_row())
    path.write_bytes(path.read_bytes()[:3000])
    return path


def in_front(text: bytes) -> Maker:
    """A polyglot: something else before the zip."""

    def make(folder: Path) -> Path:
        path = quotas(folder / "名单.xlsx", quota_row())
        path.write_bytes(text + path.read_bytes())
        return path

    return make


def behind(folder: Path) -> Path:
    """Something else after the zip."""
    path = quotas(folder / "名单.xlsx", quota_row())
    path.write_bytes(path.read_bytes() + b"MZ" + b"\0" * 200)
    return path


def doubled_part(folder: Path) -> Path:
    """Two worksheets under one name."""
    path = packed(folder / "名单.xlsx", parts(sheet_xml(GOOD)))
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr(SHEET_PART, sheet_xml(GOOD.replace("设区市", "另一份")))
    return path


def many_parts(folder: Path) -> Path:
    """Two thousand empty parts."""
    return packed(folder / "名单.xlsx", parts(sheet_xml(GOOD)) | {f"xl/media/{at}.png": b"" for at in range(2000)})


def bomb(folder: Path) -> Path:
    """Some hundred kilobytes that inflate to 220 MiB of spaces."""
    return crafted(folder / "名单.xlsx", GOOD + " " * (220 << 20))


def one_huge_cell(folder: Path) -> Path:
    """A cell of 60 million characters."""
    return crafted(folder / "名单.xlsx", f'<row r="1">{text_cell("A1", "x" * 60_000_000)}</row>')


def lying_directory(folder: Path) -> Path:
    """The directory says a kilobyte; the part inflates to 220 MiB."""
    path = bomb(folder)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(SHEET_PART)
    size = struct.pack("<I", info.file_size)
    while (at := content.find(size)) >= 0:
        content[at : at + 4] = struct.pack("<I", 1000)
    path.write_bytes(content)
    return path


def overlapping(folder: Path) -> Path:
    """Two entries of the directory that share the same bytes."""
    path = folder / "名单.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts(sheet_xml(GOOD)).items():
            archive.writestr(name, content)
        twin = copy.copy(archive.filelist[-1])
        twin.filename = twin.orig_filename = "xl/worksheets/sheet2.xml"
        archive.filelist.append(twin)
        archive.NameToInfo[twin.filename] = twin
    return path


def password(folder: Path) -> Path:
    """A password-protected .xlsx, which is an OLE file with an encrypted package inside."""
    path = folder / "名单.xlsx"
    path.write_bytes(ole({"EncryptionInfo": b"x" * 100, "EncryptedPackage": b"y" * 5000}))
    return path


def huge_table(folder: Path) -> Path:
    """An OLE header that claims an allocation table of gigabytes."""
    content = bytearray(ole({"Workbook": b"x" * 5000})[:612])
    content[44:48] = struct.pack("<I", 0x7FFFFFFF)
    path = folder / "名单.xls"
    path.write_bytes(content)
    return path


def xls_with_password(folder: Path) -> Path:
    """An .xls whose workbook stream is encrypted."""
    return xls(folder / "名单.xls", ["设区市"], before=struct.pack("<HHHH", 0x2F, 4, 1, 0))


def xls_with_macro(folder: Path) -> Path:
    """An .xls that carries a VBA project."""
    path = folder / "名单.xls"
    path.write_bytes(ole({"Workbook": b"x" * 5000, "_VBA_PROJECT_CUR": b"y" * 5000}))
    return path


def many_sheets(folder: Path) -> Path:
    """A workbook of a thousand sheets."""
    listed = "".join(f'<sheet name="{at}" sheetId="{at}" r:id="rId1"/>' for at in range(1, 1001))
    workbook = f'{XML}<workbook {MAIN} xmlns:r="{LINK}"><sheets>{listed}</sheets></workbook>'
    return packed(folder / "名单.xlsx", parts(sheet_xml(GOOD)) | {"xl/workbook.xml": workbook})


def external(target: str, kind: str) -> str:
    """A relation to something outside the file."""
    return (
        f'{XML}<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="rId9" Type="{LINK}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    )


def repeated_ods(folder: Path) -> Path:
    """An .ods of some hundred bytes that stands for a million rows."""
    cell = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    return ods(
        folder / "名单.ods", content=f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
    )


def shared(*texts: str, count: int | None = None, cells: str = '<c r="A1" t="s"><v>0</v></c>') -> Maker:
    """An .xlsx with this table of shared strings."""
    return lambda folder: crafted(
        folder / "名单.xlsx", f'<row r="1">{cells}</row>', shared=shared_xml(*texts, count=count)
    )


def numbered(first: int, last: int) -> str:
    """Rows that each hold one number."""
    return "".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c></row>' for at in range(first, last + 1))


def amplified(folder: Path) -> Path:
    """A text of 32,000 characters that 60,000 cells share: little on disk, gigabytes once read."""
    cells = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, 60_001))
    return crafted(folder / "名单.xlsx", cells, shared=shared_xml("字" * 32_000))
