"""Parameters as people read and write them (参数文字): “磨机直径=2.2m；环保达标=是”; what is written here reads back unchanged."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from django.utils.translation import override

from tracker.catalogue.criteria import IN_COLUMNS
from tracker.catalogue.models import Attribute
from tracker.catalogue.rules import measure_of
from tracker.catalogue.wording import words


class Speller:
    """The names of attributes and options in the reader's language, read once for many facilities."""

    def __init__(self) -> None:
        self.attributes = {one.code: one for one in Attribute.objects.all() if one.code not in IN_COLUMNS}
        self.words = words()

    def parameters(
        self, kind: str | None, recorded: Mapping[str, Any], *, blanks: bool = False, leave_out: Container[str] = ()
    ) -> str:
        """The recorded parameters in one text; with `blanks` also those of the kind that are not known."""
        told = [self._one(code, recorded.get(code)) for code in self.attributes if code in recorded]
        if blanks and kind is not None:
            asked = [
                code
                for code, one in self.attributes.items()
                if code not in recorded and code not in leave_out and one.kinds and measure_of(one).applies_to(kind)
            ]
            told += [f"{self.words.attributes[code]}=" for code in asked]
        return "；".join(told)

    def pairs(self, recorded: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Name and value with unit of each recorded parameter."""
        return [
            (self.words.attributes[code], self._value(code, recorded[code]))
            for code in self.attributes
            if code in recorded
        ]

    def differing(self, was: Mapping[str, Any], now: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        """Name, old and new value of each parameter that differs; blank where nothing was or is recorded."""
        codes = [code for code in self.attributes if was.get(code) != now.get(code)]
        return [(self.words.attributes[code], self._said(was, code), self._said(now, code)) for code in codes]

    def _said(self, recorded: Mapping[str, Any], code: str) -> str:
        return self._value(code, recorded[code]) if code in recorded else ""

    def _one(self, code: str, value: Any) -> str:
        return f"{self.words.attributes[code]}={self._value(code, value).replace(' ', '')}"

    def _value(self, code: str, value: Any) -> str:
        known: Attribute = self.attributes[code]
        told = self.words.value(code, value)
        return f"{told} {known.unit}" if known.unit and told else told


def for_sheets() -> Speller:
    """The speller of sheets, which speak Chinese whatever language their reader has chosen."""
    with override("zh-hans"):
        return Speller()
