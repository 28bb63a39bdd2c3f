"""Reading the environment variables: what each one means, and a clear refusal when it can't be meant."""

import os
import secrets
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import embedded
from tracker.values.redis_address import read_address


def text(name: str, default: str = "") -> str:
    """A variable as text; an empty one counts as unset."""
    return os.environ.get(name) or default


def flag(name: str, default: bool = False) -> bool:
    """A variable as yes or no."""
    return text(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """A variable as a list, separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def networks(name: str, default: str = "") -> list[str]:
    """A variable as a list of networks such as 10.0.0.0/8."""
    try:
        return [str(ip_network(word)) for word in words(name, default)]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a list of networks such as 10.0.0.0/8: {error}.") from error


def redis(url: str) -> str:
    """An address of Redis that can be meant."""
    try:
        read_address(url)
    except ValueError as error:
        raise ImproperlyConfigured(str(error)) from error
    return url


def databases() -> dict[str, dict[str, Any]]:
    """The two doors to one database: ``default`` as role app, ``owner`` as the role that migrates."""
    app, owner = text("DATABASE_URL"), text("DATABASE_OWNER_URL")
    if owner and not app:
        raise ImproperlyConfigured("DATABASE_OWNER_URL is set but DATABASE_URL is not: set both, or neither.")
    if app:
        # Web and worker need no owner; without its URL the alias keeps the app's rights and migrations are refused.
        return {"default": database(app), "owner": database(owner or app)}
    urls = embedded.addresses()
    return {
        alias: database(url) | {"ENGINE": "config.postgresql"}
        for alias, url in zip(("default", "owner"), urls, strict=True)
    }


def backup_login() -> dict[str, str]:
    """The login that sees every row: the one named, the embedded server's superuser, or none."""
    if user := text("DATABASE_BACKUP_USER"):
        return {"USER": user, "PASSWORD": text("DATABASE_BACKUP_PASSWORD")}
    return {} if text("DATABASE_URL") else {"USER": "postgres", "PASSWORD": ""}


def pg_programs() -> str:
    """Where to look for pg_dump: a server of one's own wants the programs installed for it, the embedded one its own."""
    installed, embedded_ones = os.environ.get("PATH", ""), embedded.pg_programs()
    found = (installed, embedded_ones) if text("DATABASE_URL") else (embedded_ones, installed)
    return text("PG_PROGRAMS") or os.pathsep.join(filter(None, found))


def database(url: str) -> dict[str, Any]:
    """Django's settings for ``postgresql://user:password@host:port/name?host=/folder/of/socket&option=value``."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must look like postgresql://user:password@host:5432/name.")
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": options.pop("port", None) or str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def evidence_storage() -> dict[str, Any]:
    """Where evidence lies: ``EVIDENCE_STORAGE=https://key:secret@host/bucket?region=name``; unset, the media folder."""
    address = text("EVIDENCE_STORAGE")
    if not address:
        return {"BACKEND": "config.storing.WholeFiles"}
    return {"BACKEND": "config.buckets.BucketStorage", "OPTIONS": {"address": address}}


def mail(url: str) -> dict[str, Any]:
    """Django's settings for ``smtp://user:password@host:port``; ``smtps`` means TLS, ``smtp+tls`` STARTTLS."""
    parts = urlsplit(url)
    ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    if parts.scheme not in ports or not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL must look like smtp://user:password@host:25, smtps:// or smtp+tls://.")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or ports[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def secret_key(var: Path, *, production: bool) -> str:
    """``SECRET_KEY``; the demo makes one for itself and keeps it, so that sessions outlive a restart."""
    if key := text("SECRET_KEY"):
        return key
    if production:
        raise ImproperlyConfigured("SECRET_KEY must be set when DATABASE_URL is: a long random text, kept secret.")
    kept, key = var / "secret_key", secrets.token_urlsafe(50)
    try:
        with open(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(key)
    except FileExistsError:
        return kept.read_text() or key
    except OSError:
        return key  # no folder yet: this process alone needs none that lasts
    return key
