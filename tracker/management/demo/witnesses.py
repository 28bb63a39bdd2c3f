"""Witnesses of `demo --once`: what the e-mails say, and what the REST API answers an auditor."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.test import Client

_TARGET = re.compile(r"/targets/([0-9]+)/")


@dataclass(frozen=True)
class Letter:
    """One e-mail: to whom, its identity, and the targets it lists."""

    to: str
    message_id: str
    subject: str
    targets: tuple[int, ...]


def letters(folder: Path) -> list[Letter]:
    """The e-mails that arrived, oldest first."""
    return [_letter(path) for path in sorted(folder.glob("*.eml"))]


def _letter(path: Path) -> Letter:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - the policy says so
    text = message.get_body(preferencelist=("plain",))
    listed = _TARGET.findall(text.get_content() if text else "")
    return Letter(message["To"], message["Message-ID"], message["Subject"], tuple(map(int, listed)))


class Auditor:
    """Reads `/api/v1/` with a token, page by page."""

    def __init__(self, token: str) -> None:
        self._client = Client(SERVER_NAME="localhost", headers={"Authorization": f"Token {token}"})
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="No directory at")  # static files are of no interest here
            self._client.handler.load_middleware()

    def rows(self, resource: str, **parameters: str) -> list[dict[str, Any]]:
        """All rows of a list."""
        return [row for page in self._pages(f"/api/v1/{resource}/", parameters) for row in page]

    def status_of_a_write(self, resource: str) -> int:
        """What the server answers to an attempt at writing (which it would log as a warning)."""
        logging.disable(logging.WARNING)
        try:
            return self._client.post(f"/api/v1/{resource}/", {}, content_type="application/json").status_code
        finally:
            logging.disable(logging.NOTSET)

    def _pages(self, address: str | None, parameters: dict[str, str]) -> Iterator[list[dict[str, Any]]]:
        while address:
            answer = self._client.get(address, parameters)
            if answer.status_code != 200:
                raise RuntimeError(f"{address} answers {answer.status_code}: {answer.content[:300]!r}")
            page = answer.json()
            yield page["results"]
            address, parameters = page["next"], {}
