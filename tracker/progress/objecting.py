"""Objecting in public (公众异议): whoever reads a notice may object within its days; the receipt alone leads to the answer.

Who objects is kept from the public and from the regions. Where it came from is kept only as a hash that changes daily.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from tracker.audit.acting import acting, system
from tracker.progress.notice_tables import Notice, Objection
from tracker.values.errors import IllegalState, InvalidValue, NotFound

PROVINCE = "330000"
# In one day: from one place, and about one notice.
MOST_FROM_ONE_PLACE, MOST_ABOUT_ONE_NOTICE = 5, 300
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Raised:
    """What somebody objects: to which line, who, how to be reached, and why."""

    raised_by: str
    contact: str
    text: str
    number: int | None = None


@transaction.atomic
def object_publicly(*, notice: Notice, raised: Raised, address: str, on: date) -> Objection:
    """提出异议: the objection with its receipt; IllegalState outside its days or where too many came."""
    if notice.objections_until is None or not notice.published_on <= on <= notice.objections_until:
        raise IllegalState(_("不在公示期内"), state=notice.kind)
    for name in ("raised_by", "contact", "text"):
        if not getattr(raised, name).strip():
            raise InvalidValue(_("请填写姓名、联系方式和异议内容"), field=name)
    target = None
    if raised.number is not None:
        line = notice.lines.filter(number=raised.number).first()
        if line is None:
            raise InvalidValue(_("名单中没有这个序号"), field="number", found=str(raised.number))
        target = line.target_id
    with acting(system("public")):
        source = _source_of(address, on)
        _refuse_floods(notice, source, on)
        return Objection.objects.create(
            notice=notice, region_id=PROVINCE, target_id=target, raised_by=raised.raised_by.strip(),
            contact=raised.contact.strip(), text=raised.text.strip(), received_on=on, source=source, receipt=_receipt(),
        )  # fmt: skip


def objection_of(receipt: str) -> Objection:
    """The objection a receipt is for; nobody finds one without it."""
    with acting(system("public")):
        found = Objection.objects.select_related("notice").filter(receipt=receipt.upper()).first() if receipt else None
    if found is None:
        raise NotFound(receipt=receipt)
    return found


def _refuse_floods(notice: Notice, source: str, on: date) -> None:
    today = Objection.objects.filter(received_on=on)
    if today.filter(source=source).count() >= MOST_FROM_ONE_PLACE:
        raise IllegalState(_("今天从您所在网络提出的异议已达上限，请明天再试，或来信来电"), code="too_many")
    if today.filter(notice=notice, received_by=None).count() >= MOST_ABOUT_ONE_NOTICE:
        raise IllegalState(_("今天收到的异议过多，请明天再试，或来信来电"), code="too_many")


def _source_of(address: str, on: date) -> str:
    return salted_hmac("objection", f"{on} {address}", algorithm="sha256").hexdigest()


def _receipt() -> str:
    return "".join(secrets.choice(_SIGNS) for _each in range(16))
