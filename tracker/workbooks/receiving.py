"""Receiving a file (接收): kept as it came, with its SHA-256; nothing of it is read yet."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.quotas.models import Plan
from tracker.values.errors import InvalidValue
from tracker.workbooks.codecs import CODECS
from tracker.workbooks.models import Upload


@transaction.atomic
def receive(*, file: File[bytes], kind: str, plan: Plan, by: Officer) -> Upload:
    """Keep the file and its fingerprint; nothing is read yet."""
    require(by, "change", "upload")
    if kind not in CODECS:
        raise InvalidValue(_("未知的表种"), field="kind", found=kind, expected="、".join(CODECS))
    require(by, CODECS[kind].asks, CODECS[kind].resource)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    name = Path(file.name or "").name[:200]
    upload = Upload(
        kind=kind,
        plan=plan,
        region=by.region,
        organisation_id=by.own_organisation or None,
        file_name=name,
        size=file.size,
        sha256=digest.hexdigest(),
        uploaded_by=by,
    )
    upload.file.save(f"{upload.pk}{Path(name).suffix[:8].lower()}", file, save=False)
    upload.save(force_insert=True)
    return upload
