"""The demo's accounts (演示账号): fixed names, one password, printed when the demo starts."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.audit.acting import acting, system
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.officers.services import create_officer
from tracker.regions.models import Organisation, Region

PASSWORD = "lvshui-qingshan-0915"  # noqa: S105 - printed for everybody; the demo runs on made-up data only
PROVINCE = "330000"


@dataclass(frozen=True)
class Account:
    """One account: the office it stands for, never a person."""

    username: str
    name: str
    role: Role
    region: str = PROVINCE
    organisation: str = ""

    @property
    def email(self) -> str:
        """An address that no mail can ever reach."""
        return f"{self.username}@demo.invalid"


CITIES = {
    "hangzhou": ("330100", "杭州市"),
    "ningbo": ("330200", "宁波市"),
    "wenzhou": ("330300", "温州市"),
    "jiaxing": ("330400", "嘉兴市"),
    "huzhou": ("330500", "湖州市"),
    "shaoxing": ("330600", "绍兴市"),
    "jinhua": ("330700", "金华市"),
    "quzhou": ("330800", "衢州市"),
    "zhoushan": ("330900", "舟山市"),
    "taizhou": ("331000", "台州市"),
    "lishui": ("331100", "丽水市"),
}
# The district that was a county-level city until 2014; its officer sees the rows of both.
FUYANG = "330111"

ACCOUNTS = (
    Account("province", "省经信委经办人", Role.PROVINCIAL, organisation="dept-eic"),
    # What one provincial officer proposes, another reviews.
    Account("province2", "省经信委复核人", Role.PROVINCIAL, organisation="dept-eic"),
    *(Account(username, f"{name}经办人", Role.MUNICIPAL, code) for username, (code, name) in CITIES.items()),
    Account("fuyang", "富阳区经办人", Role.COUNTY, FUYANG),
    Account("power", "省电力公司经办人", Role.DEPARTMENT, organisation="util-power"),
    Account("water", "供水企业经办人", Role.DEPARTMENT, organisation="util-water"),
    Account("bank", "银行经办人", Role.DEPARTMENT, organisation="bank-credit"),
    Account("licence", "省工商局经办人", Role.DEPARTMENT, organisation="dept-aic"),
    Account("auditor", "审计人员", Role.AUDITOR),
    Account("sysadmin", "系统管理员", Role.SYSADMIN),
    Account("secadmin", "安全管理员", Role.SECADMIN),
    Account("auditadmin", "审计管理员", Role.AUDITADMIN),
)
# Made by the system administrator today; the security administrator has yet to grant its role.
WAITING = Account("xiaoshan", "萧山区经办人", Role.COUNTY, "330109")


def make_accounts() -> int:
    """Make the accounts that are missing; how many."""
    with acting(system("demo"), reason="演示账号"):
        known = set(Officer.objects.values_list("username", flat=True))
        missing = [account for account in ACCOUNTS if account.username not in known]
        regions = Region.objects.in_bulk([account.region for account in missing])
        organisations = Organisation.objects.in_bulk()
        for account in missing:
            create_officer(
                username=account.username,
                name=account.name,
                role=account.role,
                region=regions[account.region],
                organisation=organisations.get(account.organisation),
                password=PASSWORD,
                email=account.email,
                by=None,
            )
    return len(missing) + _make_waiting()


def _make_waiting() -> int:
    if Officer.objects.filter(username=WAITING.username).exists():
        return 0
    sysadmin = officer("sysadmin")
    with acting(sysadmin.actor, reason="演示账号"):
        create_officer(
            username=WAITING.username,
            name=WAITING.name,
            role=WAITING.role,
            region=Region.objects.get(pk=WAITING.region),
            password=PASSWORD,
            email=WAITING.email,
            by=sysadmin,
        )
    return 1


def officer(username: str) -> Officer:
    """A demo officer."""
    return Officer.objects.select_related("region").get(username=username)


def city_officers() -> dict[str, Officer]:
    """The municipal officers by city code."""
    found = Officer.objects.select_related("region").filter(username__in=CITIES)
    return {one.region_id: one for one in found}


def table() -> list[str]:
    """One line for each role, as printed."""
    first: dict[str, list[str]] = {}
    for account in ACCOUNTS:
        first.setdefault(account.role.value, []).append(account.username)
    return [f"{role:<11} {' '.join(names)}" for role, names in first.items()]
