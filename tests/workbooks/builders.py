"""Workbooks made for tests: well-formed ones from rows, and crafted ones part by part."""

import struct
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from tracker.workbooks.kinds import KINDS
from tracker.workbooks.lookups import Lookups, Option, Source

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET_PART = "xl/worksheets/sheet1.xml"
SHARED_PART = "xl/sharedStrings.xml"


def names() -> Lookups:
    """Three cities, their counties, four industries, one department."""
    return Lookups(
        sources={
            "city": Source(
                [Option("330100", "杭州市"), Option("330200", "宁波市"), Option("330300", "温州市")],
                {"杭州": "330100", "宁波": "330200", "温州": "330300", "杭": "330100"},
            ),
            "county": Source(
                [
                    Option("330110", "余杭区", "330100"),
                    Option("330183", "富阳市", "330100"),
                    Option("330212", "鄞州区", "330200"),
                ],
                {"余杭": "330110", "富阳": "330183", "富阳县": "330183"},
            ),
            "industry": Source(
                [
                    Option("cement", "水泥"),
                    Option("leather", "制革"),
                    Option("dyeing", "印染"),
                    Option("paper", "造纸"),
                ],
                {"皮革": "leather"},
            ),
            "organisation": Source([Option("jxw", "浙江省经济和信息化委员会")], {"省经信委": "jxw"}),
            "ownership": Source([Option("private", "民营"), Option("state", "国有")]),
            "facility_status": Source([Option("operating", "在产"), Option("idle", "停产")]),
            "order": Source([Option("浙淘汰强〔2010〕1号", "浙淘汰强〔2010〕1号")]),
            "award_source": Source([Option("central", "中央奖励")]),
            "award_purpose": Source([Option("workers", "职工安置")]),
            "region": Source([Option("330000", "浙江省"), Option("330100", "杭州市")]),
            "indicator": Source([Option("capacity", "淘汰产能")]),
            "nature": Source([Option("result", "完成情况")]),
            "statistic_unit": Source([Option("万吨", "万吨"), Option("亩", "亩")]),
            "stage": Source([Option("stopped", "已关停"), Option("dismantled", "已拆除")]),
        },
        industry_bases={"cement": frozenset({"吨"}), "leather": frozenset({"标张"}), "dyeing": frozenset({"米"})},
    )


def quota_row(**changes: Any) -> list[Any]:
    """One good row of the kind quotas, by header."""
    row = {
        "设区市": "杭州市", "行业": "水泥", "淘汰内容": "机立窑", "任务量": 120.5, "计量单位": "万吨", "装备数量": 3, "装备单位": "台",
        "完成期限": date(2010, 9, 15), "牵头部门": "浙江省经济和信息化委员会", "备注": "",
    }  # fmt: skip
    return list((row | changes).values())


def target_row(**changes: Any) -> list[Any]:
    """One good row of the kind targets, by header."""
    row = {
        "设区市": "杭州市", "县(市、区)": "富阳市",
        "企业名称": "富阳第一水泥有限公司", "统一社会信用代码": "913300001000000163", "行业": "水泥",
        "淘汰装备（生产线）": "Φ2.2×6.5米水泥磨机", "装备数量": 2, "装备单位": "台", "淘汰产能": 12.5, "计量单位": "万吨",
        "完成期限": date(2010, 9, 15), "备注": "",
    }  # fmt: skip
    return list((row | changes).values())


def workbook(path: Path, *rows: Sequence[Any], sheet: str = "名单", header: Sequence[Any] = ()) -> Path:
    """An ordinary .xlsx of rows, as Excel would write it; `header` first, if any."""
    book = openpyxl.Workbook()
    active: Any = book.active
    active.title = sheet
    for row in [header, *rows] if header else rows:
        active.append(["" if value is None else value for value in row])
    for cells in active.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str) and cell.value.startswith("="):
                cell.data_type = "s"
    book.save(path)
    return path


def quotas(path: Path, *rows: Sequence[Any]) -> Path:
    """A workbook of the kind quotas."""
    return workbook(path, *rows, header=KINDS["quotas"].headers)


def targets(path: Path, *rows: Sequence[Any]) -> Path:
    """A workbook of the kind targets."""
    return workbook(path, *rows, header=KINDS["targets"].headers)


def sheet_xml(rows: str, before: str = "", after: str = "") -> str:
    """A worksheet part around its rows."""
    return f"{XML}<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def shared_xml(*texts: str, count: int | None = None) -> str:
    """A shared string table; `count` is what it claims to hold."""
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    number = len(texts) if count is None else count
    return f'{XML}<sst {MAIN} count="{number}" uniqueCount="{number}">{items}</sst>'


def parts(sheet: str | bytes, *, shared: str = "", workbook_properties: str = "") -> dict[str, str | bytes]:
    """The parts of a minimal .xlsx with one sheet."""
    related = f'<Relationship Id="rId1" Type="{LINK}/worksheet" Target="worksheets/sheet1.xml"/>'
    if shared:
        related += f'<Relationship Id="rId2" Type="{LINK}/sharedStrings" Target="sharedStrings.xml"/>'
    content = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{content}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET_PART}" ContentType="{content}.worksheet+xml"/>'
        + (f'<Override PartName="/{SHARED_PART}" ContentType="{content}.sharedStrings+xml"/>' if shared else "")
        + "</Types>",
        "_rels/.rels": f'{XML}<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="rId1" Type="{LINK}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{XML}<workbook {MAIN} xmlns:r="{LINK}">{workbook_properties}'
        '<sheets><sheet name="名单" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{RELATIONS}">{related}</Relationships>',
        SHEET_PART: sheet,
    }
    return made | ({SHARED_PART: shared} if shared else {})


def packed(path: Path, made: Mapping[str, str | bytes], *, level: int = 6) -> Path:
    """Parts zipped into a file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return path


def crafted(
    path: Path, rows: str, *, shared: str = "", before: str = "", after: str = "", **extra: str | bytes
) -> Path:
    """A minimal .xlsx around crafted rows; `extra` parts are named with __ for / and _ kept."""
    added = {name.replace("__", "/"): content for name, content in extra.items()}
    return packed(path, parts(sheet_xml(rows, before, after), shared=shared) | added)


def text_cell(reference: str, text: str) -> str:
    """An inline text cell."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def ods(path: Path, *rows: Sequence[Any], content: str = "", sheet: str = "名单") -> Path:
    """A minimal .ods of rows, or of crafted rows' XML."""
    body = content or "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    space = "urn:oasis:names:tc:opendocument:xmlns"
    xml = (
        f'{XML}<office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0" '
        f'xmlns:text="{space}:text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="{sheet}">{body}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    manifest = f'{XML}<manifest:manifest xmlns:manifest="{space}:manifest:1.0"></manifest:manifest>'
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    return packed(path, {"mimetype": mime, "content.xml": xml, "META-INF/manifest.xml": manifest})


def _ods_cell(value: Any) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value}"><text:p>{value}</text:p></table:table-cell>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'


def xls(path: Path, *rows: Sequence[Any], extra: bytes = b"", before: bytes = b"") -> Path:
    """A minimal BIFF8 .xls with one sheet; `extra` are crafted records of the sheet, `before` of the workbook."""
    cells = b"".join(_xls_cell(at, column, value) for at, row in enumerate(rows) for column, value in enumerate(row))
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells + extra + _record(0x0A)
    name = "名单".encode("utf-16-le")
    start = _record(0x809, struct.pack("<HHHHII", 0x600, 0x05, 0, 0, 0, 0)) + before
    length = len(start) + 4 + 8 + len(name) + 4
    bound = _record(0x85, struct.pack("<IBBBB", length, 0, 0, len(name) // 2, 1) + name)
    path.write_bytes(ole({"Workbook": start + bound + _record(0x0A) + sheet}))
    return path


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _xls_cell(row: int, column: int, value: Any) -> bytes:
    if value is None or value == "":
        return b""
    if isinstance(value, int | float):
        return _record(0x203, struct.pack("<HHHd", row, column, 0, value))
    text = str(value).encode("utf-16-le")
    return _record(0x204, struct.pack("<HHHHB", row, column, 0, len(text) // 2, 1) + text)


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE container with the given streams, each padded to a size that is kept in ordinary sectors."""
    sectors: list[bytes] = []
    fat: list[int] = []
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, 1)]
    for at, (name, content) in enumerate(streams.items(), 2):
        padded = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0")
        first = len(sectors)
        count = len(padded) // 512
        sectors += [padded[index * 512 : index * 512 + 512] for index in range(count)]
        fat += [*range(first + 1, first + count), 0xFFFFFFFE]
        entries.append(_entry(name, 2, first, len(padded), at if at <= len(streams) else 0xFFFFFFFF))
    directory, first_directory = b"".join(entries).ljust(-(-len(entries) // 4) * 512, b"\0"), len(sectors)
    count = len(directory) // 512
    sectors += [directory[index * 512 : index * 512 + 512] for index in range(count)]
    fat += [*range(first_directory + 1, first_directory + count), 0xFFFFFFFE]
    needed = -(-(len(fat) + 8) // 127)
    places = list(range(len(sectors), len(sectors) + needed))
    fat += [0xFFFFFFFD] * needed
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(needed * 512, b"\xff")
    header = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 10
    header += struct.pack("<IIIIIIIII", needed, first_directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, places[0])
    header += struct.pack(f"<{108}I", *places[1:], *[0xFFFFFFFF] * (108 - len(places[1:])))
    return header + b"".join(sectors) + table


def _entry(name: str, kind: int, start: int, size: int, beside: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", 0xFFFFFFFF, beside if kind == 2 else 0xFFFFFFFF, 1 if kind == 5 else 0xFFFFFFFF)
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBB", len(raw), kind, 1)
        + links
        + b"\0" * 36
        + struct.pack("<II", start, size)
        + b"\0" * 4
    )


def xlsb(path: Path, *rows: Sequence[Any]) -> Path:
    """A minimal .xlsb (BIFF12) with one sheet; a text of the form #N/A becomes an error cell."""
    cells = b""
    for at, row in enumerate(rows):
        cells += _wide_record(0, struct.pack("<IIHBBB", at, 0, 300, 0, 0, 0) + struct.pack("<I", 0))
        cells += b"".join(_xlsb_cell(column, value) for column, value in enumerate(row))
    size = struct.pack("<IIII", 0, max(len(rows) - 1, 0), 0, max(map(len, rows), default=1) - 1)
    data = _wide_record(145) + cells + _wide_record(146)
    bundle = struct.pack("<II", 0, 1) + _wide_text("rId1") + _wide_text("名单")
    workbook = _wide_record(131) + _wide_record(143) + _wide_record(156, bundle) + _wide_record(144) + _wide_record(132)
    made = parts("")
    for name in ("xl/workbook.xml", SHEET_PART, "xl/_rels/workbook.xml.rels"):
        del made[name]
    made["[Content_Types].xml"] = f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    made["_rels/.rels"] = str(made["_rels/.rels"]).replace("workbook.xml", "workbook.bin")
    made["xl/workbook.bin"] = workbook
    made["xl/_rels/workbook.bin.rels"] = (
        f'{XML}<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="rId1" Type="{LINK}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>'
    )
    made["xl/worksheets/sheet1.bin"] = _wide_record(129) + _wide_record(148, size) + data + _wide_record(130)
    return packed(path, made)


def _wide_record(kind: int, body: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, left = b"", len(body)
    while left > 127:
        length, left = length + bytes([left & 0x7F | 0x80]), left >> 7
    return number + length + bytes([left]) + body


def _wide_text(text: str) -> bytes:
    raw = text.encode("utf-16-le")
    return struct.pack("<I", len(raw) // 2) + raw


def _xlsb_cell(column: int, value: Any) -> bytes:
    place = struct.pack("<II", column, 0)
    if value is None or value == "":
        return b""
    if value == "#N/A":
        return _wide_record(3, place + b"\x2a")
    if isinstance(value, int | float):
        return _wide_record(5, place + struct.pack("<d", value))
    return _wide_record(6, place + _wide_text(str(value)))
