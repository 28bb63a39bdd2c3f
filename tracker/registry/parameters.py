"""Parameters of a facility (装备参数): typed values in canonical form, from forms and from the survey's one text column. Pure.

Stored as JSON: numbers as exact text in the attribute's usual unit, yes and no as booleans, options by code, days as ISO text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tracker.catalogue.criteria import IN_COLUMNS, Measure
from tracker.values.errors import InvalidValue
from tracker.values.figures import plain
from tracker.values.measures import in_unit

_NUMBER = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,6})?)\s*(.*)")
_BETWEEN, _EQUALS = re.compile(r"[;；\n、，]"), re.compile(r"[=＝:：]")
_YES, _NO = {"是", "有", "达标", "yes", "true", "1"}, {"否", "无", "不达标", "no", "false", "0"}
_LONGEST = 100


@dataclass(frozen=True)
class Parameters:
    """What may be recorded: measures by code, and the names officials write them by (labels, codes)."""

    measures: Mapping[str, Measure]
    names: Mapping[str, str]
    options: Mapping[tuple[str, str], str] = field(default_factory=dict)  # (attribute, label) → option

    def checked(self, values: Mapping[str, Any], kind: str | None) -> dict[str, Any]:
        """Values by attribute in canonical form; blanks are left out. InvalidValue names the attribute."""
        told = {code: value for code, value in values.items() if value not in (None, "")}
        return {code: self._checked_one(code, value, kind) for code, value in sorted(told.items())}

    def read(self, text: str, kind: str | None) -> dict[str, Any]:
        """“磨机直径=2.2米；环保达标=是” as values by attribute."""
        values: dict[str, str] = {}
        written: dict[str, str] = {}
        for part in filter(None, (each.strip() for each in _BETWEEN.split(unicodedata.normalize("NFKC", text)))):
            name, *rest = (each.strip() for each in _EQUALS.split(part, maxsplit=1))
            code = self.names.get(spoken(name))
            if code is None or not rest:
                known = "；".join(sorted({f"{label}=…" for label, of in self.names.items() if of in self._of(kind)}))
                raise InvalidValue(
                    _("看不懂参数“%(part)s”") % {"part": part}, field="parameters", found=part, expected=known
                )
            values[code] = rest[0]  # blank: not surveyed yet, so nothing is said
            written[code] = name
        try:
            return self.checked(values, kind)
        except InvalidValue as refused:
            name = written.get(str(refused.data.get("attribute")), "")
            raise InvalidValue(_wrong(name) if name else refused.message, **refused.data) from refused

    def _of(self, kind: str | None) -> set[str]:
        return {code for code, measure in self.measures.items() if code not in IN_COLUMNS and measure.applies_to(kind)}

    def _checked_one(self, code: str, value: Any, kind: str | None) -> Any:
        measure = self.measures.get(code)
        if measure is None or code in IN_COLUMNS:
            raise InvalidValue(_("未知的参数"), field="parameters", found=code)
        if not measure.applies_to(kind):
            raise InvalidValue(
                _("该装备类型没有这项参数"), field="parameters", found=code, expected="、".join(sorted(self._of(kind)))
            )
        if measure.type == "choice":
            return self._option(measure, str(value).strip())
        return _CHECKS[measure.type](measure, value)

    def _option(self, measure: Measure, text: str) -> str:
        option = text if text in measure.options else self.options.get((measure.code, text))
        if option is None:
            raise _refused(measure, text, "、".join(label for of, label in self.options if of == measure.code))
        return option


def spoken(name: str) -> str:
    """A name without spaces, brackets' insides and width: “磨机直径（米）” is 磨机直径."""
    return re.sub(r"\s|\(.*?\)", "", unicodedata.normalize("NFKC", name)).lower()


def _decimal(measure: Measure, value: Any) -> str:
    found = _NUMBER.fullmatch(str(value).strip().replace(",", ""))
    if not found:
        raise _refused(measure, value, f"12.5 {measure.unit}".strip())
    number, unit = Decimal(found[1]), found[2].strip()
    if unit and not measure.unit:
        raise _refused(measure, value, "12.5")
    if unit:
        number = in_unit(number, unit, measure.unit)
    return plain(number)


def _boolean(measure: Measure, value: Any) -> bool:
    text = str(value).strip().lower()
    if text not in _YES | _NO:
        raise _refused(measure, value, "是、否")
    return text in _YES


def _day(measure: Measure, value: Any) -> str:
    try:
        return date.fromisoformat(str(value).strip()).isoformat()
    except ValueError:
        raise _refused(measure, value, "2010-09-15") from None


def _text(measure: Measure, value: Any) -> str:
    text = str(value).strip()
    if len(text) > _LONGEST or "\0" in text:
        raise _refused(measure, text[:20], f"≤ {_LONGEST}")
    return text


def _refused(measure: Measure, found: Any, expected: str) -> InvalidValue:
    return InvalidValue(
        _wrong(measure.code), field="parameters", found=str(found), expected=expected, attribute=measure.code
    )


def _wrong(name: str) -> str:
    return _("参数“%(code)s”的值不对") % {"code": name}


_CHECKS = {"decimal": _decimal, "boolean": _boolean, "date": _day, "text": _text}
