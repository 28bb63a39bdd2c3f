"""Reading dates (日期) from cells: 2010年9月15日, 2010.9.15, 二〇一〇年九月十五日, serial numbers. '9月底' is asked, not guessed."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from tracker.workbooks.outcome import EMPTY, Outcome, fault, literal, read
from tracker.workbooks.plaintext import BLANKS, plain
from tracker.workbooks.wire import DATE, MOMENT, Raw, kind_of, shown

EARLIEST, LATEST = date(1949, 10, 1), date(2100, 12, 31)
_FULL = re.compile(
    r"(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})(?:日|号)?(?:0{1,2}:00(?::00)?)?(?:\(?含?当日?\)?)?(?:前|之前|以前)?$"
)
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})$")
_CHINESE = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]$"
)
_DIGITS = {character: str(number) for number, character in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)


def read_date(raw: Raw, *, date1904: bool) -> Outcome:
    """A date, or a fault that says what is missing."""
    if not isinstance(raw, str):
        return _from_number(raw, date1904)
    kind = kind_of(raw)
    if kind == DATE:
        return _checked(date.fromisoformat(raw[2:]), "", raw)
    if kind == MOMENT:
        moment = datetime.fromisoformat(raw[2:])
        return _checked(moment.date(), "" if not (moment.hour or moment.minute) else moment.date().isoformat(), raw)
    if kind:
        return _unclear(raw)
    text = plain(raw).lstrip("'")
    if not text:
        return EMPTY
    if text in BLANKS:
        return read(None, _("空"))
    return _from_text(text, raw)


def _from_text(text: str, raw: str) -> Outcome:
    match = _FULL.match(text) or _PACKED.match(text)
    parts = [int(part) for part in match.groups()[:3]] if match else _chinese(text)
    if parts is None:
        return (
            _from_number(float(text), False) if text.isascii() and text.isdigit() and len(text) == 5 else _unclear(raw)
        )
    try:
        day = date(*parts)
    except ValueError:
        return fault(
            "NO_SUCH_DAY", _("存在的日期，例如 2010-09-15"), _("“%(found)s”不是存在的日期") % {"found": raw.strip()}
        )
    before = text.endswith("前")
    return _checked(
        day, "" if raw.strip() == day.isoformat() else f"{day.isoformat()}{_('（含当天）') if before else ''}", raw
    )


def _from_number(number: float, date1904: bool) -> Outcome:
    packed = _PACKED.match(str(int(number))) if number == number // 1 and 19_000_000 < number < 22_000_000 else None
    if packed:
        return _from_text(packed[0], packed[0] + " ")
    if number != number // 1 or not 10_000 < number < 80_000:
        return _unclear(number)
    day = (_EPOCH_1904 if date1904 else _EPOCH_1900) + timedelta(days=int(number))
    return _checked(day, day.isoformat(), number)


def _chinese(text: str) -> list[int] | None:
    match = _CHINESE.match(text)
    if match is None:
        return None
    return [int("".join(_DIGITS[character] for character in match[1])), _tens(match[2]), _tens(match[3])]


def _tens(text: str) -> int:
    """十五 → 15, 三十一 → 31, 九 → 9; 0 where it is no number."""
    if "十" not in text:
        return int(_DIGITS[text]) if len(text) == 1 else 0
    tens, _ten, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return 0
    return int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0"))


def _checked(day: date, read_as: str, raw: Raw) -> Outcome:
    if not EARLIEST <= day <= LATEST:
        return fault(
            "DATE_OUT_OF_RANGE",
            f"{EARLIEST} — {LATEST}",
            _("日期 %(found)s 不合情理，请核对年份") % {"found": day.isoformat()},
        )
    return read(day, read_as) if read_as else literal(day)


def _unclear(raw: Raw) -> Outcome:
    found = shown(raw).strip()
    return fault(
        "DATE_UNCLEAR",
        _("年月日，例如 2010-09-15"),
        _("“%(found)s”不能确定是哪一天，请写明年月日，例如 2010年9月15日") % {"found": found},
    )
