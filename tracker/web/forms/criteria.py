"""Forms of the catalogue (淘汰目录): a draft edition, an entry, and its criteria as rows that read like a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from tracker.catalogue.comparing import Comparator
from tracker.catalogue.criteria import ANNUAL_CAPACITY, FACILITY_KIND
from tracker.catalogue.models import Attribute, CatalogueEdition, CatalogueEntry, FacilityKind
from tracker.catalogue.services import CriterionRow, EntryRow
from tracker.catalogue.wording import Words, words
from tracker.regions.models import Industry
from tracker.values.measures import units_like
from tracker.values.units import CAPACITY_UNITS
from tracker.web.forms.fields import NONE, DayField

GROUPS = [(number, _("情形 %(n)d") % {"n": number}) for number in range(1, 7)]


class Vocabulary:
    """What a criterion may ask, read once for all rows of a form."""

    def __init__(self) -> None:
        self.attributes = {one.code: one for one in Attribute.objects.order_by("code")}
        self.words: Words = words()
        self.kinds = [(code, self.words.kinds[code]) for code in FacilityKind.objects.values_list("code", flat=True)]

    def choices(self) -> list[tuple[str, str]]:
        """The attributes by name, what every facility has first."""
        first = [FACILITY_KIND, ANNUAL_CAPACITY]
        order = [*first, *(code for code in self.attributes if code not in first)]
        return [NONE, *((code, self.words.attributes[code]) for code in order if code in self.attributes)]

    def thresholds(self, code: str) -> list[tuple[str, str]]:
        """The values to choose from, where they are known beforehand."""
        known = self.attributes.get(code)
        if known is None:
            return []
        if code == FACILITY_KIND:
            return [NONE, *self.kinds]
        if known.type == Attribute.Type.BOOLEAN:
            return [("true", self.words.value(code, "true")), ("false", self.words.value(code, "false"))]
        return [NONE, *((option, self.words.value(code, option)) for option in known.choices)] if known.choices else []

    def units(self, code: str) -> list[tuple[str, str]]:
        """The units a threshold may be told in."""
        known = self.attributes.get(code)
        if known is None or known.type != Attribute.Type.DECIMAL:
            return []
        names = CAPACITY_UNITS if code == ANNUAL_CAPACITY else units_like(known.unit) if known.unit else []
        return [(name, name) for name in names]


class CriterionForm(forms.Form):
    """One row: 情形 · 参数 · 比较 · 界限值 · 单位 · 除外. A row without an attribute says nothing."""

    group = forms.TypedChoiceField(label=_("情形"), choices=GROUPS, coerce=int, initial=1)
    attribute = forms.ChoiceField(label=_("参数"), required=False)
    comparator = forms.ChoiceField(label=_("比较"), choices=Comparator.choices)
    threshold = forms.CharField(
        label=_("界限值"), required=False, max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    unit = forms.ChoiceField(label=_("计量单位"), required=False)
    negated = forms.BooleanField(label=_("除外"), required=False)

    def __init__(self, *args: Any, vocabulary: Vocabulary, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["attribute"].choices = vocabulary.choices()  # type: ignore[attr-defined]
        code = self.data.get(self.add_prefix("attribute")) if self.is_bound else self.initial.get("attribute", "")
        known = vocabulary.attributes.get(str(code or ""))
        options_known, units = vocabulary.thresholds(str(code or "")), vocabulary.units(str(code or ""))
        if options_known:
            self.fields["threshold"].widget = forms.Select(choices=options_known)
        elif known is not None and known.type == Attribute.Type.DATE:
            self.fields["threshold"].widget = forms.DateInput(attrs={"type": "date"})
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        if not units:
            self.fields["unit"].widget = forms.HiddenInput()
        if known is not None and known.type not in {Attribute.Type.DECIMAL, Attribute.Type.DATE}:
            self.fields["comparator"].choices = [(Comparator.EQUAL.value, Comparator.EQUAL.label)]  # type: ignore[attr-defined]

    def row(self) -> CriterionRow | None:
        """What the row says; None where it says nothing."""
        said = self.cleaned_data
        if not said.get("attribute"):
            return None
        return CriterionRow(
            attribute_id=said["attribute"],
            comparator=said["comparator"],
            threshold=said["threshold"],
            unit=said["unit"],
            negated=said["negated"],
            group=said["group"],
        )


CriteriaFormSet: type[BaseFormSet[CriterionForm]] = formset_factory(CriterionForm, extra=3, max_num=60, absolute_max=60)


def criteria_forms(data: Mapping[str, Any] | None, entry: CatalogueEntry | None) -> BaseFormSet[CriterionForm]:
    """The rows of a form: as sent, else as stored, with blank ones behind."""
    stored = [] if entry is None else list(entry.criteria.order_by("group", "pk"))
    initial = [
        {
            "group": one.group,
            "attribute": one.attribute_id,
            "comparator": one.comparator,
            "threshold": one.threshold,
            "unit": one.unit,
            "negated": one.negated,
        }
        for one in stored
    ]
    return CriteriaFormSet(data, initial=initial, prefix="c", form_kwargs={"vocabulary": Vocabulary()})


def stated_rows(rows: BaseFormSet[CriterionForm]) -> list[CriterionRow]:
    """The criteria a valid set of rows states."""
    return [row for form in rows if (row := form.row()) is not None]


class EntryForm(forms.Form):
    """What an entry is."""

    number = forms.CharField(label=_("条目编号"), max_length=20)
    tier = forms.ChoiceField(label=_("类别"), choices=CatalogueEntry.Tier.choices)
    kind = forms.ChoiceField(label=_("对象"), choices=CatalogueEntry.Kind.choices)
    industry = forms.ModelChoiceField(Industry.objects.all(), label=_("行业"), empty_label=NONE[1])
    title = forms.CharField(label=_("名称"), max_length=120)
    text = forms.CharField(label=_("界定标准（文字）"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    phase_out_on = DayField(label=_("淘汰期限"), required=False)
    citation = forms.CharField(label=_("依据"), required=False, max_length=200)
    reason = forms.CharField(label=_("修改理由"), required=False, max_length=300, help_text=_("随变更记录永久保存"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def row(self) -> EntryRow:
        """What was typed, as the catalogue takes it."""
        said = self.cleaned_data
        return EntryRow(
            number=said["number"],
            tier=said["tier"],
            kind=said["kind"],
            industry_id=said["industry"].pk,
            title=said["title"],
            text=said["text"],
            phase_out_on=said["phase_out_on"],
            citation=said["citation"],
        )


class DraftForm(forms.Form):
    """A new draft edition."""

    code = forms.RegexField(
        r"^[A-Za-z0-9-]{2,20}$", label=_("版本代码"), help_text=_("字母、数字和短横线，例如 ZJ-2011")
    )
    title = forms.CharField(label=_("名称"), max_length=120)
    based_on = forms.ModelChoiceField(
        CatalogueEdition.objects.all(), label=_("以此版本为基础"), required=False, empty_label=_("空白")
    )


class PublishForm(forms.Form):
    """What a draft needs to be published."""

    document_number = forms.CharField(label=_("文号"), max_length=60)
    issued_on = DayField(label=_("发布日期"))
    effective_on = DayField(label=_("施行日期"))
    version = forms.IntegerField(widget=forms.HiddenInput)
