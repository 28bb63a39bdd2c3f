"""Tables of the officers room: Officer (the custom user) and ApiToken."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.audit.acting import Actor
from tracker.audit.history import tracked
from tracker.officers.roles import Role
from tracker.regions.models import Organisation, Region

_PROVINCE_WIDE = [Role.PROVINCIAL, Role.DEPARTMENT, Role.AUDITOR, Role.SYSADMIN, Role.SECADMIN, Role.AUDITADMIN]
_SEES_REGIONS = (Role.MUNICIPAL, Role.COUNTY, Role.PROVINCIAL, Role.AUDITOR)


def _region_like(pattern: str) -> models.Func:
    """A condition on the code in `region_id`, which a lookup in a CHECK may not follow."""
    return models.Func(
        F("region"),
        models.Value(pattern),
        arg_joiner=" ~ ",  # in the order a migration writes them, or Django takes the constraint for a new one
        template="(%(expressions)s)",
        output_field=models.BooleanField(),
    )


class OfficerManager(BaseUserManager["Officer"]):
    """Looks officers up by their user name, as Django's authentication asks."""

    def get_by_natural_key(self, username: str | None) -> Officer:
        return self.get(username__iexact=username)


@tracked(exclude=("password", "last_login"))
class Officer(AbstractBaseUser):
    """人员: an account with one role and one region; the region and its subtree is what the officer may see."""

    username = models.CharField(_("用户名"), max_length=40, unique=True)
    name = models.CharField(_("姓名"), max_length=40)
    role = models.CharField(_("角色"), max_length=12, choices=Role)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("所属区划"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, verbose_name=_("所属机构"))
    email = models.EmailField(_("电子邮箱"), blank=True)
    language = models.CharField(
        _("语言"), max_length=10, choices=[("zh-hans", "简体中文"), ("en", "English")], default="zh-hans"
    )
    is_active = models.BooleanField(_("启用"), default=True)
    # Made by the system administrator, an account may nothing until the security administrator grants its role.
    granted = models.BooleanField(_("已授权"), default=True, db_default=True)
    password_temporary = models.BooleanField(_("临时密码"), default=False, db_default=False)
    version = models.PositiveIntegerField(default=1)

    objects = OfficerManager()
    resource = "officer"

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name", "role", "region"]

    class Meta:
        ordering = ["username"]
        verbose_name = _("人员")
        constraints = [
            models.UniqueConstraint(models.functions.Lower("username"), name="officer_username_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="officer_role_known"),
            models.CheckConstraint(
                name="officer_region_fits_role",
                condition=(Q(role=Role.MUNICIPAL) & Q(_region_like(r"^..(0[1-9]|[1-9].)00$")))
                | (Q(role=Role.COUNTY) & Q(_region_like(r"^....(0[1-9]|[1-9].)$")))
                | (Q(role__in=_PROVINCE_WIDE) & Q(_region_like("^..0000$"))),
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.DEPARTMENT) | Q(organisation__isnull=False),
                name="officer_of_department_has_organisation",
            ),
            models.CheckConstraint(
                condition=Q(is_active=False) | Q(granted=True), name="officer_active_only_when_granted"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def scope(self) -> tuple[str, ...]:
        """LIKE patterns of the region codes the officer may see; empty for those who see no business data by region."""
        if self.role not in _SEES_REGIONS:
            return ()
        found, new = [self.region], [self.region]
        while new:
            new = list(Region.objects.filter(successor__in=new).exclude(code__in=[region.code for region in found]))
            found += new
        return tuple(region.pattern for region in found)

    @property
    def actor(self) -> Actor:
        """On whose behalf a transaction of this officer acts."""
        return Actor(self.pk, self.username, self.scope, self.own_organisation)

    @property
    def own_organisation(self) -> str:
        """The organisation whose rows a department's officer sees; empty for those who see by region."""
        return self.organisation_id or "" if self.role == Role.DEPARTMENT else ""

    def covers(self, region_code: str) -> bool:
        """Whether a region lies in the officer's scope."""
        return any(region_code.startswith(pattern.removesuffix("%")) for pattern in self.scope)


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Questions asked of tokens."""

    def standing(self, now: datetime) -> ApiTokenQuerySet:
        """Tokens neither revoked nor expired."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=now)

    def usable(self, now: datetime) -> ApiTokenQuerySet:
        """Tokens neither revoked nor expired, of active officers."""
        return self.standing(now).filter(officer__is_active=True)


@tracked(exclude=("digest", "last_used_at"))
class ApiToken(models.Model):
    """接口令牌: only its SHA-256 digest is stored; it is shown once, expires, and can be revoked."""

    class Scope(models.TextChoices):
        READ = "read", _("只读")
        ORDERS = "orders", _("回报执行")

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="tokens", verbose_name=_("人员"))
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(_("范围"), max_length=10, choices=Scope, default=Scope.READ)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    expires_at = models.DateTimeField(_("失效时间"))
    revoked_at = models.DateTimeField(_("吊销时间"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("最近使用"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("接口令牌")
        constraints = [
            models.CheckConstraint(condition=Q(scope__in=["read", "orders"]), name="token_scope_known"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="token_expires_after_creation"),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.scope}"
