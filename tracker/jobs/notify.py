"""Telling officers (通知): one short message in their language, if they want its kind, as plain text and HTML."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from tracker.jobs.hook_messages import hook_message, webhooks_of
from tracker.jobs.kinds import OPTIONAL, MessageKind
from tracker.jobs.models import OutboxMail
from tracker.jobs.outbox import WAY_OUT, Mail, enqueue_mail
from tracker.jobs.preferences import preferences_of
from tracker.officers.models import Officer
from tracker.officers.roles import Role

SUBJECT_LENGTH = 200


@dataclass(frozen=True)
class Letter:
    """A short message: its subject is its headline; facts are label and value; `path` leads to the page it is about."""

    subject: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    path: str = "/"


Writer = Callable[[], Letter]


def notify(
    *, officer: Officer, kind: MessageKind, key: str, write: Writer, at: datetime | None = None
) -> OutboxMail | None:
    """Queue one message to an officer; None if they have no address or do not want the kind. The same `key` is sent once.

    `write` is called with the officer's language switched on.
    """
    told = tell([officer], kind=kind, key=lambda _officer: key, write=write, at=at)
    return told[0] if told else None


def notify_role(*, role: Role, kind: MessageKind, key: str, write: Writer) -> list[OutboxMail]:
    """Queue one message to every officer and webhook of a role, e.g. an alert to the administrators."""
    officers = list(Officer.objects.filter(role=role, is_active=True).order_by("pk"))
    letter = write()
    hooked = [
        hook_message(
            webhook, kind=kind, key=key, subject=letter.subject, text="\n".join(letter.paragraphs), path=letter.path
        )
        for webhook in webhooks_of([role])
    ]
    told = tell(officers, kind=kind, key=lambda officer: f"{key}.{officer.pk}", write=write)
    return told + (enqueue_mail(hooked) if hooked else [])


def tell(
    officers: list[Officer],
    *,
    kind: MessageKind,
    key: Callable[[Officer], str],
    write: Writer,
    at: datetime | None = None,
) -> list[OutboxMail]:
    """The same message to several officers, each in their own language."""
    wishes = preferences_of(officer.pk for officer in officers)
    wanting = [each for each in officers if each.is_active and each.email and wishes[each.pk].wants(kind)]
    written = {language: _written(write, kind, language) for language in {each.language for each in wanting}}
    mails = []
    for each in wanting:
        subject, text, html = written[each.language]
        mails.append(Mail(key(each), each, each.email, subject, text, html, kind=kind, at=at))
    return enqueue_mail(mails) if mails else []


def _written(write: Writer, kind: MessageKind, language: str) -> tuple[str, str, str]:
    with translation.override(language):
        return render(write(), kind, language)


def render(letter: Letter, kind: MessageKind, language: str) -> tuple[str, str, str]:
    """Subject, plain text and HTML of a message, in the language that is switched on."""
    context = {
        "letter": letter,
        "language": language,
        "kind": kind,
        "site": settings.SITE_URL.rstrip("/"),
        "way_out": WAY_OUT if kind in OPTIONAL else "",
    }
    text = render_to_string("tracker/mail/letter.txt", context)
    html = render_to_string("tracker/mail/letter.html", context)
    return " ".join(letter.subject.split())[:SUBJECT_LENGTH], text, html
