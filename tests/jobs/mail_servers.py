"""Mail servers that misbehave in one way each, for real, over SMTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from pytest_django.fixtures import Settings

from config.environment import mail
from config.mail_catcher import HOST, free_port


@dataclass
class Server:
    """Answers as told: a reply for a recipient, for a text, and whether to hang up once the text has arrived."""

    recipients: dict[str, str] = field(default_factory=dict)
    texts: str = "250 OK"
    hang_up_after_text: bool = False
    connections: int = 0
    taken: list[bytes] = field(default_factory=list)

    async def handle_EHLO(  # noqa: N802 (aiosmtpd's name)
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """Count who comes."""
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Take or refuse a recipient."""
        answer = self.recipients.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        """Take the text, and keep it unless it is refused."""
        if self.texts.startswith("250"):
            self.taken.append(envelope.original_content)
        if self.hang_up_after_text:
            server.transport.abort()
        return self.texts


@contextmanager
def serving(settings: Settings, server: Server, port: int = 0) -> Iterator[int]:
    """Run a server and let the settings name it; gives its port."""
    controller = Controller(server, hostname=HOST, port=port or free_port())
    controller.start()
    use(settings, controller.port)
    try:
        yield controller.port
    finally:
        controller.stop()


def use(settings: Settings, port: int) -> None:
    """Let the settings name a port of this machine, whoever listens there."""
    for name, value in mail(f"smtp://{HOST}:{port}").items():
        setattr(settings, name, value)
