"""The verbs of accounts (账号): made and kept by one administrator, given role and region by another."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _

from tracker.audit.conflicts import change_seen
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.officers.roles import Role
from tracker.regions.models import Organisation, Region
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed


@transaction.atomic
def create_officer(
    *,
    username: str,
    name: str,
    role: Role,
    region: Region,
    password: str,
    by: Officer | None,
    organisation: Organisation | None = None,
    email: str = "",
) -> Officer:
    """A new account. `by` is None only for set-up commands run by an operator on the server.

    Made by the system administrator it has a password for the first sign-in only, and waits for its role to be granted.
    """
    if by is not None:
        require(by, "change", "officer")
    _check_post(role, region, organisation)
    if Officer.objects.filter(username__iexact=username).exists():
        raise InvalidValue(_("该用户名已被使用"), field="username", found=username)
    officer = Officer(username=username, name=name, role=role, region=region, organisation=organisation, email=email)
    officer.is_active = officer.granted = by is None
    officer.password_temporary = by is not None
    validate_password(password, officer)
    officer.set_password(password)
    officer.save(force_insert=True)
    return officer


@transaction.atomic
def change_officer(
    *, officer: Officer, seen_version: int, by: Officer, name: str, email: str, is_active: bool
) -> Officer:
    """Change what the system administrator keeps of an account: name, address, and whether it is in use."""
    require(by, "change", "officer")
    if is_active and not officer.granted:
        raise IllegalState(_("角色尚未授予；安全管理员授权后自动启用"), field="is_active")
    if not is_active and officer.pk == by.pk:
        raise IllegalState(_("不能停用自己的账号"), field="is_active")
    changed: Officer = change_seen(
        officer, seen_version=seen_version, changes={"name": name, "email": email, "is_active": is_active}
    )
    return changed


@transaction.atomic
def grant_role(
    *,
    officer: Officer,
    role: Role,
    region: Region,
    by: Officer,
    seen_version: int,
    organisation: Organisation | None = None,
) -> Officer:
    """授权: the security administrator grants an account its role and region; a new account is in use from then on."""
    require(by, "grant", "officer")
    if officer.pk == by.pk:
        raise NotAllowed(_("不能给自己授权，请由另一名安全管理员办理"))
    _check_post(role, region, organisation)
    post = {"role": role, "region_id": region.pk, "organisation_id": organisation.pk if organisation else None}
    first = {} if officer.granted else {"granted": True, "is_active": True}
    granted: Officer = change_seen(officer, seen_version=seen_version, changes={**post, **first})
    return granted


def fits(role: Role, region: Region) -> bool:
    """Municipal officers belong to a city, county officers to a county, everybody else to the province."""
    levels = {Role.MUNICIPAL: Region.Level.CITY, Role.COUNTY: Region.Level.COUNTY}
    return region.level == levels.get(role, Region.Level.PROVINCE)


def _check_post(role: Role, region: Region, organisation: Organisation | None) -> None:
    if not fits(role, region):
        raise InvalidValue(_("所属区划与角色不符：市级选设区市，县级选县（市、区），其余选省"), field="region")
    if role == Role.DEPARTMENT and organisation is None:
        raise InvalidValue(_("部门经办人须选择所属机构"), field="organisation")


@transaction.atomic
def choose_language(*, officer: Officer, language: str) -> None:
    """The language of the officer's pages and e-mails."""
    require(officer, "change", "preference")
    Officer.objects.filter(pk=officer.pk).exclude(language=language).update(language=language)
