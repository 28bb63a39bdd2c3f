"""Wording (措辞): a digest as subject, plain text and HTML, in the recipient's language."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from tracker.alerts.news import Digest

SUBJECT_LENGTH = 200


def write(digest: Digest, language: str) -> tuple[str, str, str]:
    """Subject, plain text and HTML of a digest."""
    template = "summary" if digest.cities else "digest"
    context = {
        "digest": digest,
        "left_out": digest.tally.new - len(digest.lines),
        "overdue": [line for line in digest.lines if not line.soon],
        "due_soon": [line for line in digest.lines if line.soon],
        "site": settings.SITE_URL.rstrip("/"),
    }
    with translation.override(language):
        text = render_to_string(f"tracker/mail/{template}.txt", context)
        html = render_to_string(f"tracker/mail/{template}.html", context | {"language": language})
        return _subject(digest), text, html


def _subject(digest: Digest) -> str:
    tally = digest.tally
    words = _("淘汰落后产能预警 %(day)s %(place)s：新增逾期 %(overdue)d 项，临近到期 %(due_soon)d 项") % {
        "day": digest.on.isoformat(),
        "place": tally.name,
        "overdue": tally.new_overdue,
        "due_soon": tally.new_due_soon,
    }
    return words[:SUBJECT_LENGTH]
