"""Refusals of a whole file (拒收): what each code says to the officer, and what to do about it. Codes are stable."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from tracker.values.errors import BadWorkbook, CellError
from tracker.workbooks.cellrefs import address
from tracker.workbooks.limits import EXTENSIONS

ACCEPTED = "、".join(f".{extension}" for extension in EXTENSIONS)

MESSAGES: dict[str, Any] = {
    "FILE_EMPTY": _("文件为空，请检查后重新上传"),
    "FILE_DAMAGED": _("文件不完整或已损坏%(place)s，请用 Excel 或 WPS 打开并重新保存后上传"),
    "NOT_XLSX": _("这不是 Excel 文件（内容为%(found)s），请用 Excel 或 WPS 打开后另存为 .xlsx 再上传"),
    "TYPE": _("不接受此类文件（%(found)s），请另存为 .xlsx 后上传；可接受：%(accepted)s"),
    "WRONG_EXTENSION": _("文件内容是 .%(found)s，扩展名却是 %(extension)s，请改正扩展名后上传"),
    "ENCRYPTED": _("文件设有打开密码，请取消密码后重新上传"),
    "MACRO": _("文件含宏（%(found)s），不予接受，请另存为不含宏的 .xlsx 后上传"),
    "EXTERNAL_LINK": _("文件含指向外部的链接或数据连接（%(found)s），请断开链接、粘贴为数值后上传"),
    "UNEXPECTED_PART": _("文件内夹带了表格以外的内容（%(found)s），请删除后重新保存"),
    "BAD_PATH": _("文件内部路径异常（%(found)s），不予接受，请用 Excel 或 WPS 重新保存"),
    "DUPLICATE_PART": _("文件内部有重复的部分（%(found)s），无法确定以哪一份为准，请用 Excel 或 WPS 重新保存"),
    "TOO_MANY_PARTS": _("文件内部部件超过 %(limit)s 个，不予接受，请将数据复制到新的工作簿后上传"),
    "TOO_BIG": _("文件大小 %(found)s 超过上限 %(limit)s，请拆分后上传"),
    "INFLATES_TOO_BIG": _("文件展开后超过 %(limit)s，通常是带格式的空行过多，请删除空行空列或拆分后上传"),
    "TOO_MUCH_MEMORY": _("文件内容过大，读取时超出内存上限 %(limit)s，请删除空行空列或拆分后上传"),
    "TOO_SLOW": _("读取超过 %(limit)s 秒仍未完成，请删除多余的格式、公式和空行，或拆分后上传"),
    "DOCTYPE": _("文件含文档类型声明（%(found)s），存在安全风险，不予接受，请用 Excel 或 WPS 重新保存"),
    "ENCODING": _("文件编码不受支持（%(found)s），请用 Excel 或 WPS 重新保存；文本文件请存为 UTF-8 或 GB18030"),
    "TEXT_LOST": _("文件中的汉字都变成了问号，是另存为 CSV 时丢失的，请打开原来的表格另存为 .xlsx 后上传"),
    "TOO_MANY_ROWS": _("数据行数超过上限 %(limit)s 行，请拆分后上传"),
    "TOO_MANY_COLUMNS": _("数据列数超过上限 %(limit)s 列，请删除表格右侧多余的内容"),
    "TOO_MANY_SHEETS": _("工作表数量 %(found)s 超过上限 %(limit)s，请拆分后上传"),
    "TEXT_TOO_LONG": _("单元格文字超过 %(limit)s 字，请缩短后上传"),
    "BAD_CELL_REF": _("单元格地址不合规范（%(found)s），请用 Excel 或 WPS 打开并重新保存后上传"),
    "DUPLICATE_CELL": _("同一单元格或同一行在文件中出现两次，无法确定以哪一个为准，请用 Excel 或 WPS 重新保存"),
    "BAD_CELL_VALUE": _("单元格内容与其类型不符（%(found)s），不是有效的数字或逻辑值，请改正后上传"),
    "ROWS_LOST": _(
        "核对读取结果时发现单元格数目不一致（应有 %(expected)s，读到 %(found)s），为防遗漏未予接受，请用 Excel 重新保存后上传"
    ),
}
# What is refused for its size rather than its content (HTTP 413 at the doors).
TOO_LARGE = frozenset(
    {
        "TOO_BIG",
        "INFLATES_TOO_BIG",
        "TOO_MUCH_MEMORY",
        "TOO_SLOW",
        "TOO_MANY_PARTS",
        "TOO_MANY_ROWS",
        "TOO_MANY_COLUMNS",
        "TOO_MANY_SHEETS",
        "TEXT_TOO_LONG",
    }
)
# What only a crafted file does: a security event at the doors.
HOSTILE = frozenset(
    {
        "BAD_PATH",
        "DUPLICATE_PART",
        "TOO_MANY_PARTS",
        "INFLATES_TOO_BIG",
        "TOO_MUCH_MEMORY",
        "DOCTYPE",
        "ENCODING",
        "BAD_CELL_REF",
        "UNEXPECTED_PART",
    }
)

# What is another kind of file altogether, or none.
_OTHER_FILE = frozenset({"FILE_EMPTY", "NOT_XLSX", "TYPE"})

_CONTENTS = {
    "HTML": _("网页"),
    "TEXT": _("文本"),
    "XML": _("XML 文本"),
    "ZIP": _("普通压缩包"),
    "OLE": _("其他 Office 文档"),
}


def fault(code: str, **data: Any) -> CellError:
    """One file fault in words. `cell`, or `row` and `column`, name the place where there is one."""
    cell = data.get("cell") or (address(data["row"], data["column"]) if "row" in data and "column" in data else "")
    found = str(data.get("found", ""))
    words = {
        "found": _CONTENTS.get(found, found),
        "limit": data.get("limit", ""),
        "expected": data.get("expected", ""),
        "extension": data.get("extension", ""),
        "accepted": ACCEPTED,
        "place": f"（{found}）" if found else "",
    }
    message = str(MESSAGES.get(code, MESSAGES["FILE_DAMAGED"])) % words
    sheet = str(data.get("sheet", ""))
    where = "，".join(part for part in (sheet, cell) if part)
    expected = str(data.get("expected") or data.get("limit") or (ACCEPTED if code in _OTHER_FILE else ""))
    return CellError(sheet, cell, "", found, expected, code, f"{where}：{message}" if where else message)


def refusal(faults: list[dict[str, Any]]) -> BadWorkbook:
    """The error for a file the child refused."""
    return BadWorkbook([fault(**each) for each in faults])
