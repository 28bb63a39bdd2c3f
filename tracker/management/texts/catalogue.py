"""The English catalogue (英文对照): locale/en/LC_MESSAGES/django.po, kept in step with the texts in use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import polib

from tracker.management.texts.extract import Text

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|\{\w*\}")
_METADATA = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "en",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


def key_of(entry: polib.POEntry) -> Text:
    """What text an entry translates."""
    return Text(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def load(path: Path) -> polib.POFile:
    """The catalogue, or an empty one."""
    if path.exists():
        return polib.pofile(str(path), wrapwidth=120)
    made = polib.POFile(wrapwidth=120)
    made.metadata = dict(_METADATA)
    return made


def renewed(old: polib.POFile, found: Iterable[Text]) -> polib.POFile:
    """A catalogue of exactly the texts found, with the translations known; those no longer used are kept as obsolete.

    Sorted by text and without their places, so that two people who add texts rarely touch the same lines; a text that
    stands twice after a merge is taken once, translated if either is.
    """
    known = {key_of(entry): entry for entry in sorted(old, key=_is_translated)}
    new = polib.POFile(wrapwidth=120)
    new.metadata = dict(_METADATA)
    for text in sorted(found):
        new.append(_entry(text, known.get(text)))
    used = set(found)
    for text, entry in sorted(known.items()):
        if text not in used and _is_translated(entry):
            entry.obsolete = True
            new.append(entry)
    return new


def faults(catalogue: polib.POFile, found: Iterable[Text]) -> list[str]:
    """Texts without a translation, and translations that lose or invent a placeholder."""
    known = {key_of(entry): entry for entry in catalogue if not entry.obsolete}
    told = []
    for text in sorted(found):
        entry = known.get(text)
        if entry is None or not _is_translated(entry):
            told.append(f"untranslated: {text.text}")
        elif any(_placeholders(text.text) != _placeholders(translation) for translation in _translations(entry)):
            told.append(f"placeholders differ: {text.text} → {' | '.join(_translations(entry))}")
    return told


def compile_all(locale: Path) -> list[Path]:
    """Write the .mo beside every .po; returns what was written."""
    written = []
    for path in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = path.with_suffix(".mo")
        polib.pofile(str(path)).save_as_mofile(str(target))
        written.append(target)
    return written


def _entry(text: Text, known: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(msgid=text.text)
    if text.context:
        entry.msgctxt = text.context
    if text.plural:
        entry.msgid_plural = text.plural
        entry.msgstr_plural = dict(known.msgstr_plural) if known else {0: "", 1: ""}
    else:
        entry.msgstr = known.msgstr if known else ""
    return entry


def _is_translated(entry: polib.POEntry) -> bool:
    return all(_translations(entry))


def _translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _placeholders(text: str) -> list[str]:
    return sorted(set(_PLACEHOLDER.findall(text)))
