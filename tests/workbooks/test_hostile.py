"""Hostile and broken files are refused by name, cheaply, with what to do; never by a crash, never by losing rows."""

import socket
from pathlib import Path

import pytest

from tests.workbooks import hostile
from tests.workbooks.builders import XML, crafted, packed, sheet_xml, text_cell
from tests.workbooks.hostile import GOOD, Maker, external, numbered, part, raw, rows, shared, sheet
from tracker.values.errors import BadWorkbook, CellError
from tracker.workbooks.limits import DEFAULT, Limits
from tracker.workbooks.reading import read_workbook
from tracker.workbooks.refusals import MESSAGES

BILLION_LAUGHS = f'{XML}<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet><sheetData/></worksheet>'
HTML = "<html><body><table><tr><td>设区市</td></tr></table></body></html>".encode()
ENTITY_AND_CDATA = '<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[设区市]]></t></is></c></row>'

REFUSED: list[tuple[str, Maker, str, str]] = [
    # name, file, code, a text the message must hold
    ("X1 empty", raw("名单.xlsx", b""), "FILE_EMPTY", "文件为空"),
    ("X2 truncated", hostile.truncated, "FILE_DAMAGED", "重新保存"),
    ("X3 text", raw("名单.xlsx", "设区市,行业\n杭州市,水泥\n".encode()), "NOT_XLSX", "文本"),
    ("X4 web page as .xls", raw("名单.xls", HTML), "NOT_XLSX", "网页"),
    ("X4 web page as .xlsx", raw("名单.xlsx", b"\xef\xbb\xbf" + HTML), "NOT_XLSX", "网页"),
    ("X6 password", hostile.password, "ENCRYPTED", "取消密码"),
    ("X6 password on .xls", hostile.xls_with_password, "ENCRYPTED", "取消密码"),
    ("X7 huge allocation table", hostile.huge_table, "FILE_DAMAGED", "损坏"),
    ("X8 .xlsm", raw("名单.xlsm", b"PK\x03\x04"), "MACRO", "宏"),
    ("X8 macro inside", part("xl/vbaProject.bin"), "MACRO", "vbaProject"),
    ("X8 macro in .xls", hostile.xls_with_macro, "MACRO", "宏"),
    ("X9 .et", raw("名单.et", b"\xd0\xcf\x11\xe0"), "TYPE", ".xlsx、.xls、.xlsb、.ods、.csv"),
    ("X9 .numbers", raw("名单.numbers", b"PK\x03\x04"), "TYPE", ".numbers"),
    ("X9 picture", raw("名单.xlsx", b"\x89PNG\r\n\x1a\n"), "NOT_XLSX", "PNG"),
    ("X10 polyglot", hostile.in_front(b"<html><script>1</script>"), "NOT_XLSX", "网页"),
    ("X10 something behind", hostile.behind, "FILE_DAMAGED", "损坏"),
    ("X11 program inside", part("xl/media/setup.exe", b"MZ"), "UNEXPECTED_PART", "setup.exe"),
    ("X11 document embedded", part("xl/embeddings/report.docx"), "UNEXPECTED_PART", "report.docx"),
    ("X12 path", part("../../../tmp/x.xml"), "BAD_PATH", "../../../tmp/x.xml"),
    ("X12 absolute path", part("/etc/x.xml"), "BAD_PATH", "/etc/x.xml"),
    ("X13 doubled part", hostile.doubled_part, "DUPLICATE_PART", "sheet1.xml"),
    ("X14 many parts", hostile.many_parts, "TOO_MANY_PARTS", "1000"),
    ("X15 bomb", hostile.bomb, "INFLATES_TOO_BIG", "200 MiB"),
    ("X16 huge cell", hostile.one_huge_cell, "TEXT_TOO_LONG", "32767"),
    ("X17 lying directory", hostile.lying_directory, "INFLATES_TOO_BIG", "200 MiB"),
    ("X18 overlapping entries", hostile.overlapping, "FILE_DAMAGED", "sheet2.xml"),
    ("X19 billion laughs", sheet(BILLION_LAUGHS), "DOCTYPE", "文档类型"),
    ("X19 in the styles", part("xl/styles.xml", BILLION_LAUGHS), "DOCTYPE", "styles.xml"),
    ("X22 UTF-16", sheet(BILLION_LAUGHS.encode("utf-16")), "ENCODING", "UTF-16"),
    ("X22 UTF-7", sheet(XML.replace("UTF-8", "UTF-7") + "<worksheet/>"), "ENCODING", "UTF-7"),
    ("X25 far corner", rows(GOOD + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "TOO_MANY_COLUMNS", "256"),
    ("X26 row number", rows('<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>'), "BAD_CELL_REF", "4294967295"),
    ("X27 row 0", rows('<row r="0"><c r="A0"><v>1</v></c></row>'), "BAD_CELL_REF", "row r=0"),
    ("X27 cell A0", rows('<row r="1"><c r="A0"><v>1</v></c></row>'), "BAD_CELL_REF", "A0"),
    ("X27 no reference", rows('<row r="1"><c><v>1</v></c></row>'), "BAD_CELL_REF", "地址"),
    ("X28 cell twice", rows('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>99</v></c></row>'), "DUPLICATE_CELL", "A1"),
    ("X28 row twice", rows(numbered(1, 3) + numbered(2, 2)), "DUPLICATE_CELL", "A2"),
    ("X29 many rows", rows(numbered(1, 100_300), before='<dimension ref="A1:B2"/>'), "TOO_MANY_ROWS", "100000"),
    ("X30 count of strings", shared("设区市", count=4_000_000_000), "FILE_DAMAGED", "uniqueCount"),
    ("X30 absurd count", shared("设区市", count=10**18), "FILE_DAMAGED", "uniqueCount"),
    ("X31 huge string", shared("x" * 3_000_000), "TEXT_TOO_LONG", "32767"),
    ("X31 shared long string", hostile.amplified, "TOO_MUCH_MEMORY", "512 MiB"),
    ("X32 index beyond", shared("设区市", cells='<c r="A1" t="s"><v>99999</v></c>'), "FILE_DAMAGED", "A1"),
    ("X32 index -1", shared("设区市", cells='<c r="A1" t="s"><v>-1</v></c>'), "FILE_DAMAGED", "A1"),
    ("X36 external link", part("xl/externalLinks/externalLink1.xml", f"{XML}<externalLink/>"), "EXTERNAL_LINK", "断开链接"),
    ("X36 data connection", part("xl/connections.xml", f"{XML}<connections/>"), "EXTERNAL_LINK", "connections"),
    ("X36 template from outside", part("xl/_rels/x.rels", external("http://x/", "attachedTemplate")), "EXTERNAL_LINK", "http://x/"),
    ("X42 boolean 2", rows('<row r="1"><c r="A1" t="b"><v>2</v></c></row>'), "BAD_CELL_VALUE", "A1"),
    ("X42 unknown type", rows('<row r="1"><c r="A1" t="zz"><v>2</v></c></row>'), "BAD_CELL_VALUE", "zz"),
    ("X45 many sheets", hostile.many_sheets, "TOO_MANY_SHEETS", "100"),
    ("X54 too big", raw("名单.csv", b"a" * (20 << 20) + b"a"), "TOO_BIG", "20.0 MiB"),
    ("columns", rows('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "TOO_MANY_COLUMNS", "XFD1"),
    ("ods that repeats", hostile.repeated_ods, "TOO_MANY_ROWS", "100000"),
    ("broken XML", sheet(sheet_xml("<row r='1'><c r='A1'></row>")), "FILE_DAMAGED", "损坏"),
    ("a zip of anything", lambda folder: packed(folder / "名单.xlsx", {"a.txt": "x"}), "NOT_XLSX", "压缩包"),
    ("csv that is a workbook", lambda f: crafted(f / "名单.csv", GOOD), "WRONG_EXTENSION", ".csv"),
]  # fmt: skip


def read_all(path: Path, limits: Limits = DEFAULT) -> list[int]:
    """How many rows each chunk of the file holds."""
    with read_workbook(path, limits=limits) as book:
        return [len(numbers) for each in book for numbers, _ in each.chunks]


def refusal(path: Path, limits: Limits = DEFAULT) -> CellError:
    """The first fault a file is refused for."""
    with pytest.raises(BadWorkbook) as caught:
        read_all(path, limits)
    return caught.value.errors[0]


@pytest.mark.parametrize(("make", "code", "text"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_hostile_file_is_refused_by_name(tmp_path: Path, make: Maker, code: str, text: str) -> None:
    error = refusal(make(tmp_path))
    assert (error.code, text in f"{error.message}{error.cell}{error.found}") == (code, True), error


def test_an_external_entity_is_never_fetched(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        xml = f'{XML}<!DOCTYPE w SYSTEM "{address}" [<!ENTITY x SYSTEM "{address}">]><w>&x;</w>'
        assert refusal(sheet(xml)(tmp_path)).code == "DOCTYPE"
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_parser_that_runs_out_of_memory_takes_only_its_child_with_it(tmp_path: Path) -> None:
    assert refusal(hostile.amplified(tmp_path)).code == "TOO_MUCH_MEMORY"
    assert read_all(crafted(tmp_path / "好.xlsx", numbered(1, 3))) == [3]


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = crafted(tmp_path / "名单.xlsx", GOOD)
    error = refusal(path, Limits(wall_seconds=0))
    assert (error.code, "0 秒" in error.message) == ("TOO_SLOW", True)


def test_every_fault_of_a_sheet_is_named_not_only_the_first(tmp_path: Path) -> None:
    path = crafted(tmp_path / "名单.xlsx", '<row r="1"><c r="A0"><v>1</v></c><c r="B1" t="b"><v>7</v></c></row>')
    with pytest.raises(BadWorkbook) as caught:
        read_all(path)
    assert [error.code for error in caught.value.errors] == ["BAD_CELL_REF", "BAD_CELL_VALUE"]


def test_every_code_tells_what_to_do() -> None:
    assert all(str(message) for message in MESSAGES.values())
    assert {code for _, _, code, _ in REFUSED} <= set(MESSAGES)


@pytest.mark.parametrize(
    ("name", "xml", "before"),
    [
        ("X23 a dimension that says less", numbered(1, 3), '<dimension ref="A1"/>'),
        ("X24 a dimension that says more", numbered(1, 3), '<dimension ref="A1:XFD1048576"/>'),
        ("cells in odd order", '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>' + numbered(2, 3), ""),
        ("an empty text among values", numbered(1, 2) + f'<row r="3">{text_cell("A3", "")}<c r="B3"><v>1</v></c></row>', ""),
        ("a cell that names another row", '<row r="1"><c r="A7"><v>1</v></c></row>' + numbered(2, 3), ""),
        ("a comment in the XML", numbered(1, 2) + "<!-- x -->" + numbered(3, 3), ""),
        ("text as CDATA", ENTITY_AND_CDATA + numbered(2, 3), ""),
        ("a million styled empty rows", numbered(1, 3) + "".join(f'<row r="{at}" s="1"/>' for at in range(4, 1_000_004)), ""),
        ("styled empty cells", numbered(1, 3) + "".join(f'<row r="{at}"><c r="A{at}" s="1"/></row>' for at in range(4, 120_000)), ""),
        ("entities in text", f'<row r="1">{text_cell("A1", "&lt;甲&amp;乙&#x4E19;")}</row>' + numbered(2, 3), ""),
    ],
)  # fmt: skip
def test_an_unusual_file_is_read_whole(tmp_path: Path, name: str, xml: str, before: str) -> None:
    path = crafted(tmp_path / "名单.xlsx", xml, before=before)
    assert sum(read_all(path)) == 3, name


def test_prefixed_elements_are_read_as_others_are(tmp_path: Path) -> None:
    xml = (
        sheet_xml(numbered(1, 3))
        .replace("<", "<x:")
        .replace("<x:/", "</x:")
        .replace("<x:?", "<?")
        .replace("xmlns=", "xmlns:x=")
    )
    assert read_all(sheet(xml)(tmp_path)) == [3]
