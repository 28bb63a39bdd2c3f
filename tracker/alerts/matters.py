"""What an alert is about, in two languages (事项名称): the Chinese title is kept with it, the English is put together when read."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models.functions import Left

from tracker.alerts.kinds import KINDS
from tracker.alerts.models import Alert
from tracker.deadlines.kinds import TITLE_LENGTH, DeadlineKind
from tracker.regions.naming import Name, in_english
from tracker.values.errors import NotFound

Matter = tuple[str, int]  # the code of its kind, and its number


def kind_named(code: str) -> DeadlineKind:
    """The kind of a code out of an address; NotFound where there is none."""
    if code not in KINDS:
        raise NotFound(kind=code)
    return KINDS[code]


def english_titles(matters: Iterable[Matter]) -> dict[Matter, str]:
    """What matters are called in English, one query a kind; nothing of those called alike, or that are not to be seen."""
    asked: dict[str, set[int]] = {}
    for code, number in matters:
        if KINDS[code].title_en is not None:
            asked.setdefault(code, set()).add(number)
    found: dict[Matter, str] = {}
    for code, numbers in asked.items():
        rows = KINDS[code].model._default_manager.filter(pk__in=numbers)
        titles = rows.values_list("pk", Left(KINDS[code].title_en, TITLE_LENGTH))
        found |= {(code, number): title for number, title in titles}
    return found


def titled(matter: Matter, title: str) -> Name:
    """The title of a single matter, with its English for who reads that."""
    return Name(title, english_titles([matter]).get(matter, "") if in_english() else "")


def called(alert: Alert, english: dict[Matter, str]) -> Name:
    """What an alert's matter is called, in Chinese and in English."""
    return Name(alert.title, english.get((alert.subject_kind, alert.subject_id), ""))
