"""Wording (措辞): a digest as subject, plain text and HTML, in the recipient's language.

The frame is a template; the rows, of which a night may have tens of thousands, are written line by line.
"""

from __future__ import annotations

from html import escape

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tracker.alerts.news import Digest, Line
from tracker.jobs.outbox import WAY_OUT
from tracker.regions.naming import shown
from tracker.values.figures import grouped

SUBJECT_LENGTH = 200


def write(digest: Digest, language: str, *, optional: bool = False) -> tuple[str, str, str]:
    """Subject, plain text and HTML of a digest; with `optional` it has a way out of such mails."""
    template = "summary" if digest.cities else "digest"
    site = settings.SITE_URL.rstrip("/")
    with translation.override(language):
        context = {
            "digest": digest,
            "language": language,
            "left_out": digest.tally.new - len(digest.lines),
            "site": site,
            "attached": digest.tally.overdue > 0,
            "way_out": WAY_OUT if optional else "",
        }
        plain, marked = _parted(digest, site)
        text = render_to_string(f"tracker/mail/{template}.txt", context | plain)
        html = render_to_string(f"tracker/mail/{template}.html", context | marked)
        return subject_of(digest), text, html


def _parted(digest: Digest, site: str) -> tuple[dict[str, str], dict[str, str]]:
    """The rows of each table, as text and as HTML."""
    plain: dict[str, str] = {}
    marked: dict[str, str] = {}
    for table, soon in (("overdue", False), ("due_soon", True)):
        rows = [(site + line.path, _cells(line)) for line in digest.lines if line.soon is soon]
        plain[table] = "\n".join(f"* {' | '.join(cells)}\n  {address}" for address, cells in rows)
        marked[table] = SafeString("\n".join(_html_row(address, *cells) for address, cells in rows))
    return plain, marked


def _html_row(address: str, *cells: str) -> str:
    *named, due_on, days = cells  # what is a day or a number needs no escaping
    return _HTML_ROW % (address, *map(escape, named), due_on, days)


def _cells(line: Line) -> tuple[str, ...]:
    amount = f"{grouped(line.amount)} {line.unit}" if line.amount is not None else ""
    return (
        shown(line.enterprise),
        str(line.facility),
        shown(line.region),
        amount,
        line.due_on.isoformat(),
        str(line.days),
    )


_CELL = "border-top:1px solid #d6dde4"
_HTML_ROW = (
    f'<tr><td style="{_CELL}"><a href="%s" style="color:#0b6b75">%s</a></td><td style="{_CELL}">%s</td>'
    f'<td style="{_CELL}">%s</td><td align="right" style="{_CELL}">%s</td><td style="{_CELL};white-space:nowrap">%s</td>'
    f'<td align="right" style="{_CELL}">%s</td></tr>'
)


def subject_of(digest: Digest) -> str:
    """The headline of a digest."""
    tally = digest.tally
    words = _("淘汰落后产能预警 %(day)s %(place)s：新增逾期 %(overdue)d 项，临近到期 %(due_soon)d 项") % {
        "day": digest.on.isoformat(),
        "place": shown(tally.name),
        "overdue": tally.new_overdue,
        "due_soon": tally.new_due_soon,
    }
    return words[:SUBJECT_LENGTH]
