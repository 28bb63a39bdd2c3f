"""Interpreting one cell (单元格解释) for the column it stands in. Literal cells cost nothing; others are shown or asked."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from tracker.registry.credit_codes import is_credit_code, is_organisation_code
from tracker.workbooks.amounts import read_amount, read_integer
from tracker.workbooks.days import read_date
from tracker.workbooks.kinds.base import Column, Type
from tracker.workbooks.lookups import Source
from tracker.workbooks.outcome import EMPTY, Outcome, fault, literal, read
from tracker.workbooks.plaintext import (
    BLANKS,
    control_in,
    invisible_in,
    plain,
    proper_name,
    tidy,
    unguarded,
    without_invisible,
)
from tracker.workbooks.wire import BOOLEAN, ERROR, NO_VALUE, NOT_NUMBER, SCALED, Raw, kind_of, shown

_NUMBERS = (Type.AMOUNT, Type.INTEGER)
_ERROR_TEXT = re.compile(r"(?:#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)|Err:\d{3})$")


def interpret(raw: Raw, column: Column, source: Source | None, *, date1904: bool = False) -> Outcome:
    """What a raw cell means in a column. `source` holds the options of a CHOICE column."""
    if raw == "":
        return EMPTY
    kind = kind_of(raw)
    if kind in (ERROR, NO_VALUE, NOT_NUMBER):
        return _broken(kind, raw)
    if kind == SCALED:
        return (
            _shown_otherwise(raw)
            if column.type in _NUMBERS
            else interpret(_number(raw), column, source, date1904=date1904)
        )
    if isinstance(raw, str) and raw[0] in "#E" and _ERROR_TEXT.match(raw):
        return _broken(ERROR, raw)
    if isinstance(raw, str) and not kind and (control := control_in(raw)):
        return fault(
            "CONTROL_CHARACTER",
            _("不含控制字符的文字"),
            _("含有不可打印的控制字符 %(found)s，请重新输入") % {"found": control},
        )
    return _by_type(raw, column, source, date1904)


def _by_type(raw: Raw, column: Column, source: Source | None, date1904: bool) -> Outcome:
    match column.type:
        case Type.AMOUNT:
            return read_amount(raw, column.decimals, column.maximum)
        case Type.INTEGER:
            return read_integer(raw, column.maximum)
        case Type.DATE:
            return read_date(raw, date1904=date1904)
        case Type.CREDIT_CODE:
            return read_code(raw)
        case Type.CHOICE:
            return read_choice(raw, source or Source([]))
    return read_text(raw, column)


def _broken(kind: str, raw: Raw) -> Outcome:
    found = shown(raw)
    if kind == NO_VALUE:
        return fault("FORMULA_WITHOUT_VALUE", _("数值"), _("公式没有计算结果，请用 Excel 打开并保存，或粘贴为数值"))
    if kind == NOT_NUMBER:
        return fault("NOT_A_NUMBER", _("数字"), _("“%(found)s”不是有效数字") % {"found": found})
    return fault("FORMULA_ERROR", _("数值"), _("公式错误 %(found)s，请改正公式或粘贴为数值") % {"found": found})


def _number(raw: Raw) -> float:
    return float(shown(raw))


def _shown_otherwise(raw: Raw) -> Outcome:
    found = shown(_number(raw))
    return fault(
        "SHOWN_OTHERWISE",
        _("常规数字格式"),
        _("单元格的数值是 %(found)s，但按其数字格式（百分比或缩放）显示的是另一个数，请改为常规格式并核对")
        % {"found": found},
    )


def read_text(raw: Raw, column: Column) -> Outcome:
    """A text. Numbers are taken as they show; names are brought to their registered form."""
    if not isinstance(raw, str):
        return literal(shown(raw)) if abs(raw) < 1e15 else _digits_lost(raw)
    if kind_of(raw):
        return read(shown(raw), shown(raw)) if kind_of(raw) != BOOLEAN else literal(shown(raw))
    text = tidy(without_invisible(unguarded(raw)))
    value = proper_name(text) if column.proper_name else text
    if len(value) > column.max_length:
        return fault(
            "TEXT_TOO_LONG",
            _("最多 %(limit)s 字") % {"limit": column.max_length},
            _("共 %(found)s 字，最多 %(limit)s 字，请缩短") % {"found": len(value), "limit": column.max_length},
        )
    if hidden := invisible_in(raw):
        return read(
            value or None,
            _("%(value)s（已去掉不可见字符 %(characters)s）") % {"value": value, "characters": "、".join(hidden)},
        )
    return literal(value or None) if value == text else read(value, value)


def read_choice(raw: Raw, source: Source) -> Outcome:
    """One of the options, by any accepted name. A name that fits several is asked."""
    text = shown(raw).strip()
    found = source.find(unguarded(text))
    if len(found) == 1:
        return literal(found[0].value) if found[0].label == text else read(found[0].value, found[0].label)
    if not plain(text):
        return EMPTY
    if found:
        names = "、".join(str(option.label) for option in found)
        return fault(
            "AMBIGUOUS_CHOICE", names, _("“%(found)s”可能指：%(names)s，请写全称") % {"found": text, "names": names}
        )
    if text in BLANKS:
        return read(None, _("空"))
    near = source.nearest(text)
    hidden = invisible_in(text)
    words = {"found": without_invisible(text), "near": "、".join(near), "characters": "、".join(hidden)}
    message = (_("没有“%(found)s”，是不是：%(near)s？") if near else _("没有“%(found)s”，请填可选的一项")) % words
    message += _("（含不可见字符 %(characters)s）") % words if hidden else ""
    return fault("UNKNOWN_CHOICE", source.choices(), message)


def read_code(raw: Raw) -> Outcome:
    """A unified social credit code (18 characters) or an organisation code (9), with its check character."""
    if not isinstance(raw, str):
        return _digits_lost(raw) if raw >= 1e15 or raw != raw // 1 else _code(shown(raw), raw)
    if kind_of(raw):
        return fault("BAD_CODE", _("18 位或 9 位代码"), _("“%(found)s”不是企业代码") % {"found": shown(raw)})
    text = plain(raw).lstrip("'")
    return EMPTY if not text else read(None, _("空")) if text in BLANKS else _code(text, raw)


def _code(text: str, raw: Raw) -> Outcome:
    code = text.replace("-", "").replace("—", "").upper()
    if is_credit_code(code) or is_organisation_code(code):
        return literal(code) if isinstance(raw, str) and code == raw.strip() else read(code, code)
    if "E+" in code:
        return _digits_lost(raw)
    if len(code) == 15 and code.isdigit():
        return fault(
            "BAD_CODE",
            _("18 位或 9 位代码"),
            _("“%(found)s”是 15 位的工商注册号，请填写统一社会信用代码或组织机构代码") % {"found": text},
        )
    if len(code) not in (9, 18):
        return fault(
            "BAD_CODE",
            _("18 位或 9 位代码"),
            _("“%(found)s”有 %(length)s 位，统一社会信用代码应为 18 位，组织机构代码应为 9 位")
            % {"found": text, "length": len(code)},
        )
    alike = code.translate(str.maketrans("OIZSV", "0125U"))
    hint = (
        _("，是否为 %(alike)s") % {"alike": alike}
        if alike != code and (is_credit_code(alike) or is_organisation_code(alike))
        else ""
    )
    return fault(
        "BAD_CODE", _("校验位正确的代码"), _("“%(found)s”校验位不对，请核对是否有错字") % {"found": text} + hint
    )


def _digits_lost(raw: Raw) -> Outcome:
    return fault(
        "NUMBER_TOO_LONG",
        _("文本格式的编号"),
        _("编号被存成了数字（%(found)s），末几位已丢失，请将单元格设为文本格式后重新输入")
        % {"found": unicodedata.normalize("NFKC", shown(raw))},
    )
