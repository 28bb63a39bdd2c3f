"""The allocation page (分解测算): propose, set single amounts by hand, balance again, write all parts at once."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tracker.audit.acting import declare
from tracker.quotas.allocation import Proposal, propose
from tracker.quotas.distribution import Portion, distribute
from tracker.quotas.models import Quota
from tracker.regions.models import Region
from tracker.regions.naming import named, shown
from tracker.registry.models import Enterprise
from tracker.values.dates import today
from tracker.values.errors import DomainError, InvalidValue, NotAllowed, NotFound, StaleState
from tracker.web.forms.planning import WishForm
from tracker.web.pages import OfficerRequest, page


@page("quota", "change")
def allocate(request: OfficerRequest, pk: int) -> HttpResponse:
    """The assistant for one task; posting writes what the page shows."""
    quota = Quota.objects.select_related("plan", "region", "industry").get_visible(request.user, pk=pk)
    if quota.region.level == Region.Level.COUNTY:
        messages.info(request, _("县级任务直接落实到企业，不再向下分解"))
        return redirect("quota", pk=pk)
    if request.method == "POST":
        return _write(request, quota)
    return _assistant(request, quota)


def _assistant(request: OfficerRequest, quota: Quota, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    below = list(Region.objects.valid_on(today()).filter(parent=quota.region))
    form = WishForm(request.GET, regions=[region.pk for region in below])
    context: dict[str, Any] = {"quota": quota, "form": form, **more}
    try:
        proposal = propose(quota=quota, wish=form.wish(), officer=request.user, on=today())
    except InvalidValue as error:
        context["refusal"] = context.get("refusal") or _told(error, below)
        blank = [{"region_id": region.pk, "region": region.name, "share_of_stock": None} for region in below]
        context["rows"] = _rows(blank, form, {})
    else:
        versions = dict(quota.children.values_list("region_id", "version"))
        context |= {
            "proposal": proposal,
            "rows": _rows(_parts(proposal), form, versions),
            "burden": _burden(proposal.burden),
        }
    return render(request, "tracker/quotas/allocate.html", context, status=status)


def _told(error: InvalidValue, below: list[Region]) -> str:
    """Why nothing can be proposed: with the region it is about, or with what was found and what would do."""
    found, expected = error.data.get("found", ""), error.data.get("expected", "")
    if about := {region.pk: shown(region.name) for region in below}.get(found):
        return f"{about}：{error.message}"
    return f"{error.message}（{found}，{_('应')} {expected}）" if expected else str(error.message)


def _parts(proposal: Proposal) -> list[dict[str, Any]]:
    return [
        {**vars(part), "share_of_stock": part.share_of_stock, "burden": _burden(part.burden)} for part in proposal.parts
    ]


def _rows(parts: list[dict[str, Any]], form: WishForm, versions: Mapping[str, int]) -> list[dict[str, Any]]:
    """A row a region: what is proposed, where anything is, and the boxes as they were filled in."""
    return [
        {
            "part": part,
            **{kind: form.field(kind, part["region_id"]) for kind in ("fixed", "floor", "cap")},
            "version": versions.get(part["region_id"], ""),
            "burden": part.get("burden", []),
        }
        for part in parts
    ]


def _burden(amounts: Mapping[str, Decimal]) -> list[tuple[str, Decimal]]:
    return [(str(Enterprise.Ownership(kind).label), amount) for kind, amount in amounts.items()]


def _write(request: OfficerRequest, quota: Quota) -> HttpResponse:
    reason = request.POST.get("reason", "").strip()
    declare(request.user.actor, reason=reason, request_id=request.request_id)
    try:
        distribute(
            quota=quota,
            portions=_portions(request),
            by=request.user,
            on=today(),
            reason=reason,
            seen_version=_number(request.POST.get("version", "")) or 0,
        )
    except StaleState as stale:
        names = dict(named(Region.objects.filter(pk__in=stale.data["fields"])))
        told = [{"label": names.get(code, code), **values} for code, values in stale.data["fields"].items()]
        fresh = Quota.objects.select_related("plan", "region", "industry").get(pk=quota.pk)
        return _assistant(request, fresh, conflicts=told, status=409)
    except (NotAllowed, NotFound):
        raise
    except DomainError as error:
        return _assistant(request, quota, refusal=str(error.message), status=400)
    messages.success(request, _("已按测算结果分解"))
    return redirect("quota", pk=quota.pk)


def _portions(request: OfficerRequest) -> list[Portion]:
    """What the page posts: amount_, pieces_ and seen_ for each region; regions that get and had nothing are left out."""
    found = []
    for code in (name.removeprefix("amount_") for name in request.POST if name.startswith("amount_")):
        amount, pieces = _amount(request.POST[f"amount_{code}"]), request.POST.get(f"pieces_{code}", "")
        seen = _number(request.POST.get(f"seen_{code}", ""))
        if amount or seen is not None:
            found.append(Portion(code, amount, _amount(pieces) if pieces else None, seen))
    return found


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text.replace(",", "").strip() or "0")
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise InvalidValue(_("请填写数字"), field="amount", found=text[:40])
    return amount


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
