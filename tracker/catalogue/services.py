"""The verbs of the catalogue: draft an edition, write its entries with their criteria, publish it. Published is final."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from tracker.audit.conflicts import change_seen
from tracker.catalogue.criteria import Rule, checked
from tracker.catalogue.models import CatalogueEdition, CatalogueEntry, Criterion, FacilityKind
from tracker.catalogue.rules import measures
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.values.errors import IllegalState, InvalidValue


@dataclass(frozen=True)
class EntryRow:
    """One entry as an officer states it."""

    number: str
    tier: str
    kind: str
    industry_id: str
    title: str
    text: str
    phase_out_on: date | None = None
    citation: str = ""


@dataclass(frozen=True)
class CriterionRow:
    """One condition as an officer states it: a row of the form that reads like a sentence."""

    attribute_id: str
    comparator: str
    threshold: str
    unit: str = ""
    negated: bool = False
    group: int = 1


@transaction.atomic
def create_draft(*, code: str, title: str, by: Officer, based_on: CatalogueEdition | None = None) -> CatalogueEdition:
    """滚动修订: a new draft, with all entries and criteria of the edition it starts from."""
    require(by, "change", "catalogue")
    if CatalogueEdition.objects.filter(code=code).exists():
        raise InvalidValue(_("该版本代码已存在"), field="code", found=code)
    draft = CatalogueEdition.objects.create(code=code, title=title, based_on=based_on)
    if based_on is not None:
        _copy_entries(based_on, draft)
    return draft


@transaction.atomic
def put_entry(
    *,
    edition: CatalogueEdition,
    row: EntryRow,
    criteria: Sequence[CriterionRow],
    by: Officer,
    entry: CatalogueEntry | None = None,
    seen_version: int | None = None,
) -> CatalogueEntry:
    """Add an entry to a draft, or change `entry` with its criteria if nobody changed it since `seen_version`."""
    require(by, "change", "catalogue")
    _check_draft(edition)
    rules = check_criteria(criteria)
    same_number = CatalogueEntry.objects.filter(edition=edition, number=row.number).first()
    if same_number is not None and same_number != entry:
        raise InvalidValue(_("该条目编号已存在"), field="number", found=row.number)
    if entry is None:
        entry = CatalogueEntry.objects.create(edition=edition, **asdict(row))
    else:
        entry = change_seen(entry, seen_version=seen_version or 0, changes=asdict(row))
    _replace_criteria(entry, rules)
    return entry


@transaction.atomic
def drop_entry(*, entry: CatalogueEntry, by: Officer, seen_version: int) -> None:
    """Take an entry out of a draft; its history stays."""
    require(by, "change", "catalogue")
    _check_draft(entry.edition)
    change_seen(entry, seen_version=seen_version, changes={})
    entry.delete()


@transaction.atomic
def publish_edition(
    *,
    edition: CatalogueEdition,
    document_number: str,
    issued_on: date,
    effective_on: date,
    by: Officer,
    seen_version: int,
) -> CatalogueEdition:
    """发布: the draft becomes final, superseding the edition that was the last before it."""
    require(by, "change", "catalogue")
    _check_draft(edition)
    last = (
        CatalogueEdition.objects.filter(state=CatalogueEdition.State.PUBLISHED).order_by("-effective_on", "-pk").first()
    )
    if last and last.effective_on and effective_on <= last.effective_on:
        message = _("施行日期应晚于现行版本的施行日期")
        raise InvalidValue(
            message, field="effective_on", found=effective_on.isoformat(), expected=f"> {last.effective_on}"
        )
    if effective_on < issued_on:
        raise InvalidValue(_("施行日期不能早于发布日期"), field="effective_on", found=effective_on.isoformat())
    bare = CatalogueEntry.objects.filter(edition=edition, criteria__isnull=True).order_by("number").first()
    if bare or not edition.entries.exists():
        message = _("还有条目没有界定标准，不能发布") if bare else _("没有条目，不能发布")
        raise IllegalState(message, entry=bare.number if bare else "")
    changes = {
        "state": CatalogueEdition.State.PUBLISHED,
        "document_number": document_number,
        "issued_on": issued_on,
        "effective_on": effective_on,
        "supersedes_id": last.pk if last else None,
    }
    published: CatalogueEdition = change_seen(edition, seen_version=seen_version, changes=changes)
    return published


def check_criteria(criteria: Sequence[CriterionRow]) -> list[Rule]:
    """The rows as rules in canonical form; InvalidValue names the first row (`row`) that is wrong."""
    known, kinds = measures(), frozenset(FacilityKind.objects.values_list("code", flat=True))
    rules: list[Rule] = []
    for at, row in enumerate(criteria):
        if row.attribute_id not in known:
            raise InvalidValue(_("未知的参数"), field="attribute", found=row.attribute_id, row=at)
        stated = Rule(known[row.attribute_id], row.comparator, row.threshold, row.unit, row.negated, row.group)
        try:
            rule = checked(stated, kinds)
        except InvalidValue as error:
            raise InvalidValue(error.message, **{**error.data, "row": at}) from error
        if rule not in rules:
            rules.append(rule)
    return rules


def _check_draft(edition: CatalogueEdition) -> None:
    if edition.state != CatalogueEdition.State.DRAFT:
        raise IllegalState(_("已发布的目录不能修改，只能由新版本替代"), state=edition.state)


def _replace_criteria(entry: CatalogueEntry, rules: Sequence[Rule]) -> None:
    """Only what differs is written, so that history shows what was really changed."""
    kept = {_key(known): known for known in entry.criteria.all()}
    wanted = {
        (rule.group, rule.measure.code, rule.comparator, rule.threshold, rule.unit, rule.negated): rule
        for rule in rules
    }
    Criterion.objects.filter(pk__in=[known.pk for key, known in kept.items() if key not in wanted]).delete()
    Criterion.objects.bulk_create(
        Criterion(
            entry=entry,
            group=rule.group,
            attribute_id=rule.measure.code,
            comparator=rule.comparator,
            threshold=rule.threshold,
            unit=rule.unit,
            negated=rule.negated,
        )
        for key, rule in wanted.items()
        if key not in kept
    )


def _key(known: Criterion) -> tuple[int, str, str, str, str, bool]:
    return (known.group, known.attribute_id, known.comparator, known.threshold, known.unit, known.negated)


def _copy_entries(source: CatalogueEdition, draft: CatalogueEdition) -> None:
    copies: dict[int, CatalogueEntry] = {}
    for entry in source.entries.order_by("pk"):
        old, entry.pk, entry.edition, entry.version = entry.pk, None, draft, 1
        entry._state.adding = True
        copies[old] = entry
    CatalogueEntry.objects.bulk_create(copies.values())
    criteria = list(Criterion.objects.filter(entry__edition=source).order_by("pk"))
    for criterion in criteria:
        criterion.pk, criterion.entry = None, copies[criterion.entry_id]
        criterion._state.adding = True
    Criterion.objects.bulk_create(criteria)
