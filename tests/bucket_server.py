"""A small server that speaks S3 (put, get, head, delete) and checks every signature by the published steps, on its own."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

KEY, SECRET, REGION, BUCKET = "tracker-test", "not/a+secret", "cn-east-1", "evidence"
_SIGNED = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/s3/aws4_request,\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})"
)


@dataclass
class Bucket:
    """What lies in it, and what was asked of it."""

    address: str = ""
    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    down: bool = False


@contextmanager
def bucket_server() -> Iterator[Bucket]:
    """The server on a free port of this machine."""
    bucket = Bucket()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"bucket": bucket}))
    bucket.url = f"http://127.0.0.1:{server.server_port}"
    secret = SECRET.replace("/", "%2F").replace("+", "%2B")
    bucket.address = f"http://{KEY}:{secret}@127.0.0.1:{server.server_port}/{BUCKET}?region={REGION}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield bucket
    server.shutdown()
    server.server_close()
    thread.join()


class _Handler(BaseHTTPRequestHandler):
    bucket: Bucket

    def do_PUT(self) -> None:
        self._serve()

    def do_GET(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        files = self.bucket.files
        if self.bucket.down:
            self._answer(503, b"<Error><Code>SlowDown</Code></Error>")
        elif not self._is_signed(body):
            self._answer(403, b"<Error><Code>SignatureDoesNotMatch</Code></Error>")
        elif self.command == "PUT":
            files[self.path] = body
            self._answer(200, b"")
        elif self.command == "DELETE":
            files.pop(self.path, None)
            self._answer(204, b"")
        elif self.path not in files:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        else:
            self._answer(200, files[self.path])

    def _is_signed(self, body: bytes) -> bool:
        found = _SIGNED.fullmatch(self.headers.get("Authorization", ""))
        if not found or self.headers.get("x-amz-content-sha256") != hashlib.sha256(body).hexdigest():
            return False
        key, day, region, names, signature = found.groups()
        canonical = [self.command, self.path, ""]
        canonical += [f"{name}:{self.headers[name]}" for name in names.split(";")]
        canonical += ["", names, self.headers["x-amz-content-sha256"]]
        hashed = hashlib.sha256("\n".join(canonical).encode()).hexdigest()
        stamp = self.headers["x-amz-date"]
        text = f"AWS4-HMAC-SHA256\n{stamp}\n{day}/{region}/s3/aws4_request\n{hashed}"
        made = ("AWS4" + SECRET).encode()
        for part in (day, region, "s3", "aws4_request", text):
            made = hmac.digest(made, part.encode(), "sha256")
        return key == KEY and region == REGION and hmac.compare_digest(made.hex(), signature)

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Quiet."""
