"""What a case file consists of (案卷条目): entries with their day and their documents, put in the order of time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Paper:
    """A document of an entry: what it is called, and the page it is had on."""

    label: str
    page: str
    keys: tuple[Any, ...] = ()
    query: str = ""


@dataclass(frozen=True)
class Entry:
    """One line of the file: the day, what it was, about what, what was said, by whom; and the row with its papers."""

    on: date
    what: str
    about: str
    text: str
    by: str = ""
    order: int | None = None
    target: int | None = None
    papers: tuple[Paper, ...] = ()


def told(what: object, text: object) -> str:
    """What it was and what was said of it, with the colon of the reader's language."""
    return _("%(what)s：%(text)s") % {"what": what, "text": text}


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Entries by their day; on one day as they were found."""
    return sorted(entries, key=lambda entry: entry.on)
