"""Accounts: one role in one region, checked by the database; scope follows the region and what it succeeded."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from fixtures import reference
from fixtures.factories import OfficerFactory
from tracker.officers.models import ApiToken, Officer
from tracker.officers.permissions import TABLE, may, require
from tracker.officers.roles import Role
from tracker.officers.services import change_officer, create_officer, grant_role
from tracker.officers.tokens import ask_for_token, issue_token, officer_of_token, revoke_token, revoke_tokens
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed, NotFound, StaleState

pytestmark = pytest.mark.django_db


def test_user_names_differ_by_more_than_case() -> None:
    OfficerFactory(username="zhang")
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficerFactory(username="Zhang")


@pytest.mark.parametrize(
    ("role", "code"), [("municipal", "330000"), ("municipal", "330183"), ("county", "330100"), ("auditor", "330100")]
)
def test_the_database_refuses_a_region_that_does_not_fit_the_role(role: str, code: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficerFactory(role=role, region=reference.region(code))


def test_a_county_officer_also_sees_what_the_county_was_before() -> None:
    fuyang = OfficerFactory(role=Role.COUNTY, region=reference.region("330111"))
    assert reference.region("330183").successor_id == "330111"
    assert fuyang.covers("330183")
    assert not fuyang.covers("330100")


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.SECADMIN, Role.AUDITADMIN])
def test_the_administrators_see_no_business_data(role: Role) -> None:
    officer = OfficerFactory(role=role)
    assert officer.scope == ()
    assert not any(
        may(officer, "view", resource) for resource in ("quota", "target", "contract", "enterprise", "alert", "upload")
    )


def test_what_is_not_in_the_table_is_refused() -> None:
    officer = OfficerFactory()
    assert not may(officer, "view", "no-such-thing")
    assert not may(officer, "no-such-verb", "quota")
    assert all(verbs for verbs in TABLE.values())


def test_a_disabled_officer_may_nothing() -> None:
    assert not may(OfficerFactory(is_active=False), "view", "quota")


def test_a_region_outside_the_scope_is_not_known_of() -> None:
    hangzhou = OfficerFactory(role=Role.MUNICIPAL)
    require(hangzhou, "change", "quota", region="330183")
    with pytest.raises(NotFound):
        require(hangzhou, "change", "quota", region="330200")


def test_accounts_are_made_by_one_administrator_and_granted_by_another() -> None:
    sysadmin, secadmin = OfficerFactory(role=Role.SYSADMIN), OfficerFactory(role=Role.SECADMIN)
    made = create_officer(
        username="new",
        name="新人",
        role=Role.MUNICIPAL,
        region=reference.region("330100"),
        password="luohou-channeng-2010",
        by=sysadmin,
    )
    assert (made.is_active, made.password_temporary) == (False, True)
    post: dict[str, Any] = {"role": Role.PROVINCIAL, "region": reference.region("330000"), "seen_version": 1}
    kept: dict[str, Any] = {"name": "新人", "email": "", "seen_version": 1}
    with pytest.raises(NotAllowed):
        grant_role(officer=made, by=sysadmin, **post)
    with pytest.raises(IllegalState):
        change_officer(officer=made, by=sysadmin, is_active=True, **kept)
    granted = grant_role(officer=made, by=secadmin, **post)
    assert (granted.role, granted.is_active) == (Role.PROVINCIAL, True)
    with pytest.raises(StaleState):
        change_officer(officer=made, by=sysadmin, is_active=False, **kept)


def test_the_database_lets_no_account_be_used_before_its_role_is_granted() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficerFactory(granted=False)


def test_nobody_grants_to_themselves_and_a_role_needs_its_region() -> None:
    secadmin, officer = OfficerFactory(role=Role.SECADMIN), OfficerFactory()
    province = reference.region("330000")
    with pytest.raises(NotAllowed):
        grant_role(officer=secadmin, role=Role.PROVINCIAL, region=province, by=secadmin, seen_version=1)
    with pytest.raises(InvalidValue):
        grant_role(officer=officer, role=Role.MUNICIPAL, region=province, by=secadmin, seen_version=1)
    with pytest.raises(InvalidValue):
        grant_role(officer=officer, role=Role.DEPARTMENT, region=province, by=secadmin, seen_version=1)


def test_a_token_is_ones_own_and_the_administrator_ends_them_all() -> None:
    now, auditor, sysadmin = timezone.now(), OfficerFactory(role=Role.AUDITOR), OfficerFactory(role=Role.SYSADMIN)
    text = ask_for_token(scope="read", by=auditor, now=now)
    with pytest.raises(NotAllowed):
        ask_for_token(scope="orders", by=auditor, now=now)
    with pytest.raises(NotAllowed):
        ask_for_token(scope="read", by=sysadmin, now=now)
    with pytest.raises(NotFound):
        revoke_token(token=auditor.tokens.get().pk, by=OfficerFactory(), now=now)
    assert officer_of_token(text, now) is not None
    assert revoke_tokens(officer=auditor, by=sysadmin, now=now) == 1
    assert officer_of_token(text, now) is None


def test_a_token_is_kept_only_as_a_digest_and_ends() -> None:
    officer, now = OfficerFactory(role=Role.AUDITOR), timezone.now()
    text = issue_token(officer=officer, scope="read", now=now)
    assert not ApiToken.objects.filter(digest=text).exists()
    assert officer_of_token(text, now).officer == officer  # type: ignore[union-attr]
    assert officer_of_token(text, now + timedelta(days=91)) is None
    Officer.objects.filter(pk=officer.pk).update(is_active=False)
    assert officer_of_token(text, now) is None
