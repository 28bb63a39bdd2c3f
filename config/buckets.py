"""Files in a bucket (对象存储): a Django storage for any server that speaks S3, read and written by this program only.

Requests are signed with AWS Signature Version 4 over the headers and the content's hash. There are no public links: a file
reaches a browser through a page that asks for permission first.
"""

from __future__ import annotations

import hashlib
import hmac
import io
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import File
from django.core.files.storage import Storage

TIMEOUT = 30
_SHAPE = (
    "must look like https://key:secret@host/bucket?region=name (and &style=host where the bucket is part of the name)."
)


@dataclass(frozen=True)
class Signer:
    """Whose requests, to which region."""

    key: str
    secret: str
    region: str

    def sign(self, method: str, path: str, headers: dict[str, str], now: datetime) -> dict[str, str]:
        """The headers with those of the signature; `headers` holds Host and x-amz-content-sha256 already."""
        stamp, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
        signed = {name.lower(): value.strip() for name, value in headers.items()} | {"x-amz-date": stamp}
        names = ";".join(sorted(signed))
        lines = "".join(f"{name}:{signed[name]}\n" for name in sorted(signed))
        request = f"{method}\n{path}\n\n{lines}\n{names}\n{signed['x-amz-content-sha256']}"
        scope = f"{day}/{self.region}/s3/aws4_request"
        text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
        signature = hmac.new(self._key_of(day), text.encode(), hashlib.sha256).hexdigest()
        credential = f"Credential={self.key}/{scope},SignedHeaders={names},Signature={signature}"
        return signed | {"authorization": f"AWS4-HMAC-SHA256 {credential}"}

    def _key_of(self, day: str) -> bytes:
        made = f"AWS4{self.secret}".encode()
        for part in (day, self.region, "s3", "aws4_request"):
            made = hmac.new(made, part.encode(), hashlib.sha256).digest()
        return made


class BucketStorage(Storage):
    """A bucket named by one address, as the setting EVIDENCE_STORAGE gives it."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        bucket = parts.path.strip("/")
        if parts.scheme not in {"http", "https"} or not (
            parts.hostname and parts.username and parts.password and bucket
        ):
            raise ImproperlyConfigured(f"EVIDENCE_STORAGE {_SHAPE}")
        self._secure = parts.scheme == "https"
        self._signer = Signer(unquote(parts.username), unquote(parts.password), options.get("region", "us-east-1"))
        by_host = options.get("style") == "host"
        host = f"{bucket}.{parts.hostname}" if by_host else parts.hostname
        self._host = f"{host}:{parts.port}" if parts.port else host
        self._root = "" if by_host else f"/{bucket}"

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        status, data, _headers = self._ask("GET", name)
        if status == 404:
            raise FileNotFoundError(name)
        return File(io.BytesIO(data), name=name)

    def _save(self, name: str, content: File[Any]) -> str:
        content.seek(0)
        self._ask("PUT", name, content.read())
        return name

    def delete(self, name: str) -> None:
        """Remove a file; one that isn't there is removed already."""
        self._ask("DELETE", name)

    def exists(self, name: str) -> bool:
        """Whether there is a file of the name."""
        return self._ask("HEAD", name)[0] != 404

    def size(self, name: str) -> int:
        """A file's size in bytes."""
        status, _data, headers = self._ask("HEAD", name)
        if status == 404:
            raise FileNotFoundError(name)
        return int(headers["content-length"])

    def _ask(self, method: str, name: str, body: bytes = b"") -> tuple[int, bytes, dict[str, str]]:
        """One signed request; anything but success and 'not there' is an OSError with the server's words."""
        path = f"{self._root}/{quote(name, safe='/-_.~')}"
        headers = {"host": self._host, "x-amz-content-sha256": hashlib.sha256(body).hexdigest()}
        signed = self._signer.sign(method, path, headers, datetime.now(UTC))
        connection = (HTTPSConnection if self._secure else HTTPConnection)(self._host, timeout=TIMEOUT)
        try:
            connection.request(method, path, body=body if method == "PUT" else None, headers=signed)
            return self._heard(connection.getresponse(), method, name)
        finally:
            connection.close()

    def _heard(self, answer: HTTPResponse, method: str, name: str) -> tuple[int, bytes, dict[str, str]]:
        data = answer.read()
        if answer.status >= 300 and answer.status != 404:
            said = data[:300].decode(errors="replace")
            raise OSError(f"{method} {name}: the object storage answered {answer.status} {said}")
        if answer.status == 404 and method == "PUT":
            raise OSError(f"{method} {name}: no such bucket")
        return answer.status, data, {key.lower(): value for key, value in answer.getheaders()}
