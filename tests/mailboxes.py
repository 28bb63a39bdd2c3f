"""The fixture `mailbox`: a real mail server on this machine that keeps what arrives."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pytest_django.fixtures import Settings

from config.environment import mail
from config.mail_catcher import HOST, free_port
from tests.processes import wait_until


@dataclass
class Mailbox:
    """What arrived at the mail server."""

    url: str = ""
    messages: list[EmailMessage] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        """Keep one message."""
        self.senders.append(envelope.mail_from)
        self.messages.append(message_from_bytes(envelope.original_content, policy=policy.default))
        return "250 OK"

    def wait_for(self, count: int) -> list[EmailMessage]:
        """The messages, once there are so many."""
        wait_until(lambda: len(self.messages) >= count, f"{count} messages")
        return self.messages


@pytest.fixture
def mailbox(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A real mail server on this machine; mail of this process, and of `worker` and `site`, goes there."""
    box = Mailbox()
    controller = Controller(box, hostname=HOST, port=free_port())
    controller.start()
    box.url = f"smtp://{HOST}:{controller.port}"
    monkeypatch.setenv("EMAIL_URL", box.url)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    for name, value in mail(box.url).items():
        setattr(settings, name, value)
    yield box
    controller.stop()
