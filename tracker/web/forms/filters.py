"""Filter bars of the lists: each narrows the rows it is given; what it does not understand it leaves out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tracker.catalogue.models import CatalogueEdition, CatalogueEntry
from tracker.contracts.states import ContractState
from tracker.jobs.models import Job
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.regions.models import Industry, Region
from tracker.regions.naming import named
from tracker.targets.coverage import filling_q
from tracker.targets.overdue import due_soon_q, open_q, overdue_q
from tracker.targets.stages import Stage
from tracker.web.forms.fields import ALL, SearchInput, region_choices, regions_of
from tracker.workbooks.models import Upload

Rows = QuerySet[Any]


def _search(placeholder: Any) -> forms.CharField:
    return forms.CharField(
        label=_("查找"), required=False, max_length=60, widget=SearchInput(attrs={"placeholder": placeholder})
    )


def _choice(label: Any, choices: list[Any]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[ALL, *choices], required=False)


class FilterForm(forms.Form):
    """A filter bar over rows; subclasses name their fields and say how each narrows."""

    def __init__(self, data: Any) -> None:
        super().__init__(data or None)

    def asked(self, name: str) -> Any:
        """What was asked for in a field; empty where nothing, or nothing sensible, was."""
        if not self.is_bound:
            return ""
        self.is_valid()
        return self.cleaned_data.get(name) or ""

    def offer(self, name: str, choices: list[Any]) -> None:
        """Give a field of this one form its choices."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def narrow(self, rows: Rows) -> Rows:
        """The rows that fit; each field has a method `by_<field>`."""
        for name in self.fields:
            if self.asked(name):
                rows = getattr(self, f"by_{name}")(rows, self.asked(name))
        return rows


class PlaceFilter(FilterForm):
    """A filter with region and industry."""

    region = _choice(_("区划"), [])
    industry = _choice(_("行业"), [])

    def __init__(self, data: Any, *, officer: Officer, on: date) -> None:
        super().__init__(data)
        regions = regions_of(officer, on, Region.Level.CITY, Region.Level.COUNTY)
        self.offer("region", [ALL, *region_choices(regions)])
        self.offer("industry", [ALL, *named(Industry.objects.all())])

    def by_region(self, rows: Rows, code: str) -> Rows:
        """Rows of a region and everything in it; a city's code ends in 00."""
        return rows.filter(region__code__startswith=code[:4] if code.endswith("00") else code)

    def by_industry(self, rows: Rows, code: str) -> Rows:
        """Rows of an industry."""
        return rows.filter(industry_id=code)


class QuotaFilter(PlaceFilter):
    """目标任务 by region, industry and level."""

    level = _choice(_("级别"), Region.Level.choices)

    def by_level(self, rows: Rows, level: str) -> Rows:
        """Rows of regions of one level."""
        return rows.filter(region__level=level)


class TargetFilter(PlaceFilter):
    """淘汰任务 by words, region, industry, stage and how the deadline stands."""

    OVERDUE, DUE_SOON, OPEN, DONE = "overdue", "due_soon", "open", "done"

    q = _search(_("企业名称、代码或装备"))
    stage = _choice(_("进度"), Stage.choices)
    due = _choice(
        _("期限"), [(OVERDUE, _("逾期")), (DUE_SOON, _("临近到期")), (OPEN, _("全部未完成")), (DONE, _("已完成"))]
    )
    quota = forms.IntegerField(label=_("所属任务"), required=False, widget=forms.HiddenInput)
    field_order = ["q", "region", "industry", "stage", "due", "quota"]

    def __init__(self, data: Any, *, officer: Officer, on: date, today: date) -> None:
        self.today = today
        super().__init__(data, officer=officer, on=on)

    def by_q(self, rows: Rows, words: str) -> Rows:
        """Rows whose enterprise or facility the words name."""
        return rows.filter(
            Q(enterprise__name__icontains=words)
            | Q(enterprise__credit_code=words.upper())
            | Q(facility__name__icontains=words)
        )

    def by_stage(self, rows: Rows, stage: str) -> Rows:
        """Rows at a stage."""
        return rows.filter(stage=stage)

    def by_due(self, rows: Rows, due: str) -> Rows:
        """Rows by how the deadline stands on the business date."""
        kept = Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=self.today)
        conditions = {
            self.OVERDUE: overdue_q(self.today),
            self.DUE_SOON: due_soon_q(self.today),
            self.OPEN: open_q(self.today),
            self.DONE: kept & ~open_q(self.today),
        }
        return rows.filter(conditions[due])

    def by_quota(self, rows: Rows, pk: int) -> Rows:
        """Rows that fill a quota."""
        return rows.filter(filling_q(pk))


class ContractFilter(FilterForm):
    """责任状 by state."""

    state = _choice(_("状态"), ContractState.choices)

    def by_state(self, rows: Rows, state: str) -> Rows:
        """Contracts in a state."""
        return rows.filter(state=state)


class UploadFilter(FilterForm):
    """上传 by state and file name."""

    q = _search(_("文件名"))
    state = _choice(_("状态"), Upload.State.choices)

    def by_q(self, rows: Rows, words: str) -> Rows:
        """Uploads whose file name holds the words."""
        return rows.filter(file_name__icontains=words)

    def by_state(self, rows: Rows, state: str) -> Rows:
        """Uploads in a state."""
        return rows.filter(state=state)


class JobFilter(FilterForm):
    """后台作业 by state."""

    state = _choice(_("状态"), Job.State.choices)

    def by_state(self, rows: Rows, state: str) -> Rows:
        """Jobs in a state."""
        return rows.filter(state=state)


class AccountFilter(FilterForm):
    """人员账号 by words and role."""

    q = _search(_("姓名或用户名"))
    role = _choice(_("角色"), Role.choices)

    def by_q(self, rows: Rows, words: str) -> Rows:
        """Accounts whose name or user name holds the words."""
        return rows.filter(Q(name__icontains=words) | Q(username__icontains=words))

    def by_role(self, rows: Rows, role: str) -> Rows:
        """Accounts of a role."""
        return rows.filter(role=role)


class EntryFilter(FilterForm):
    """淘汰目录 by edition, words, tier and industry."""

    edition = forms.ChoiceField(label=_("版本"), required=False)
    q = _search(_("名称或界定标准"))
    industry = _choice(_("行业"), [])
    tier = _choice(_("类别"), CatalogueEntry.Tier.choices)

    def __init__(self, data: Any, *, editions: list[CatalogueEdition]) -> None:
        super().__init__(data)
        self.offer("edition", [(edition.code, edition.title) for edition in editions])
        self.offer("industry", [ALL, *named(Industry.objects.all())])

    def by_edition(self, rows: Rows, code: str) -> Rows:
        """Entries of an edition."""
        return rows.filter(edition__code=code)

    def by_q(self, rows: Rows, words: str) -> Rows:
        """Entries whose title or text holds the words."""
        return rows.filter(Q(title__icontains=words) | Q(text__icontains=words))

    def by_industry(self, rows: Rows, code: str) -> Rows:
        """Entries of an industry."""
        return rows.filter(industry_id=code)

    def by_tier(self, rows: Rows, tier: str) -> Rows:
        """Entries of a tier."""
        return rows.filter(tier=tier)


class EnterpriseFilter(PlaceFilter):
    """企业台账 by words, region and industry."""

    q = _search(_("企业名称或代码"))
    field_order = ["q", "region", "industry"]

    def by_q(self, rows: Rows, words: str) -> Rows:
        """Enterprises the words name."""
        return rows.filter(Q(name__icontains=words) | Q(credit_code=words.upper()))
