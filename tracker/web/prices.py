"""Pages of price rates (加价标准): the list with its documents, adding, ending and correcting one, and the calculator."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from tracker.enforcement.price_rates import PriceRate
from tracker.enforcement.pricing import add_rate, correct_rate, end_rate
from tracker.enforcement.surcharges import rate_for, surcharge
from tracker.officers.permissions import may
from tracker.values.dates import today
from tracker.values.errors import NotFound
from tracker.web.editing import attempt
from tracker.web.forms.prices import CalculatorForm, CorrectRateForm, EndRateForm, RateForm
from tracker.web.histories import history_of
from tracker.web.listing import exported
from tracker.web.pages import OfficerRequest, Reply, page


@page("price")
def index(request: OfficerRequest) -> Reply:
    """Every rate there is and was, each with its document; what is in force today is marked."""
    rows = PriceRate.objects.select_related("measure", "industry")
    if file := exported(request, "prices", rows):
        return file
    now = set(PriceRate.objects.in_force(today()).values_list("pk", flat=True))
    context = {"rates": rows, "in_force": now, "may_change": may(request.user, "change", "price")}
    return render(request, "tracker/prices/list.html", context)


@page("price", "change")
def new(request: OfficerRequest) -> HttpResponse:
    """Add a rate with its document."""
    form = RateForm(request.POST or None)
    if request.method == "POST":
        tried = attempt(request, form, None, lambda: add_rate(values=form.cleaned_data, by=request.user, on=today()))
        if tried.saved:
            return redirect("prices")
    return render(request, "tracker/prices/form.html", {"form": form})


@page("price")
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """One rate with its history; the administrator ends or corrects it here."""
    rate = PriceRate.objects.select_related("measure", "industry").filter(pk=pk).first()
    if rate is None:
        raise NotFound(rate=pk)
    context: dict[str, Any] = {"form": None, "status": 200}
    if request.method == "POST" and may(request.user, "change", "price"):
        tried, form = _change(request, rate)
        if tried.saved:
            return redirect("price", pk=pk)
        context = {"form": form, "status": tried.status, **tried.context}
    return _page(request, rate, context)


def _change(request: OfficerRequest, rate: PriceRate) -> tuple[Any, Any]:
    officer = request.user
    if "end_document_number" in request.POST:
        ending = EndRateForm(request.POST)

        def end() -> PriceRate:
            said = ending.cleaned_data
            return end_rate(
                rate=rate, last_day=said["valid_to"], document_number=said["end_document_number"], by=officer,
                on=today(), seen_version=said["version"],
            )  # fmt: skip

        return attempt(request, ending, rate, end), ending
    correcting = CorrectRateForm(request.POST)
    save = lambda: correct_rate(  # noqa: E731 - three words of it are the form's
        rate=rate, by=officer, on=today(), seen_version=correcting.cleaned_data["version"],
        unit_price=correcting.cleaned_data["unit_price"], reason=correcting.cleaned_data["reason"],
    )  # fmt: skip
    return attempt(request, correcting, rate, save), correcting


def _page(request: OfficerRequest, rate: PriceRate, context: dict[str, Any]) -> HttpResponse:
    form, status = context.pop("form"), context.pop("status")
    seen = {"version": rate.version}
    shown = {
        "rate": rate,
        "may_change": may(request.user, "change", "price"),
        "end_form": form if isinstance(form, EndRateForm) else EndRateForm(initial=seen, prefix=None),
        "correct_form": form if isinstance(form, CorrectRateForm) else CorrectRateForm(
            initial={**seen, "unit_price": rate.unit_price}
        ),
        "history": history_of(rate, request.user),
    }  # fmt: skip
    return render(request, "tracker/prices/detail.html", shown | context, status=status)


@page("price")
def calculator(request: OfficerRequest) -> HttpResponse:
    """What a month's use costs more, with the rate and the document it follows from."""
    form = CalculatorForm(request.GET, initial={"month": today().replace(day=1), "tier": "eliminate"})
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        rows = {one.pk: one for one in PriceRate.objects.filter(measure=said["measure"])}
        chosen = rate_for(
            [one.value for one in rows.values()], measure=said["measure"], tier=said["tier"],
            industry=said["industry"], month=said["month"],
        )  # fmt: skip
        context |= {"asked": True, "quantity": said["quantity"], "month": said["month"]}
        if chosen is not None:
            context |= {"rate": rows[chosen.pk], "amount": surcharge(said["quantity"], chosen.unit_price)}
    return render(request, "tracker/prices/calculator.html", context)
