"""Passwords (密码): reset by the system administrator to one that opens nothing but the page to choose another."""

from __future__ import annotations

import secrets

from axes.utils import reset as unlock
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tracker.audit.conflicts import change_seen
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.officers.roles import Role
from tracker.values.errors import IllegalState, InvalidValue

# Without letters and digits that look alike: it is read out or copied from paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
# Those who watch or check others: whoever resets their password must not thereby be able to act as them.
_GUARDED = (Role.AUDITOR, Role.SYSADMIN, Role.SECADMIN, Role.AUDITADMIN)


def fresh_password() -> str:
    """A random password, in four groups of four."""
    return "-".join("".join(secrets.choice(_LETTERS) for _letter in range(4)) for _group in range(4))


@transaction.atomic
def reset_password(*, officer: Officer, by: Officer, seen_version: int) -> str:
    """Give an account a temporary password, told once; its sessions end, and a lock after failed attempts with them.

    An auditor's or administrator's account is then out of use until the security administrator grants it again.
    """
    require(by, "change", "officer")
    if officer.pk == by.pk:
        raise IllegalState(_("自己的密码请在“修改密码”中更换"))
    closed = {"granted": False, "is_active": False} if officer.role in _GUARDED else {}
    change_seen(officer, seen_version=seen_version, changes={"password_temporary": True, **closed})
    text = fresh_password()
    Officer.objects.filter(pk=officer.pk).update(password=make_password(text))
    unlock(username=officer.username)
    return text


@transaction.atomic
def choose_password(*, officer: Officer, password: str) -> Officer:
    """An officer's own new password; other sessions end."""
    require(officer, "change", "preference")
    if officer.check_password(password):
        raise InvalidValue(_("新密码不能与原密码相同"), field="new_password1")
    validate_password(password, officer)
    changes = {"password": make_password(password), "password_temporary": False, "version": F("version") + 1}
    Officer.objects.filter(pk=officer.pk).update(**changes)
    return Officer.objects.select_related("region").get(pk=officer.pk)
