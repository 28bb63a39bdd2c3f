"""Editions: drafted from the last one, changed with versions, published once, and final from then on."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from fixtures.factories import OfficerFactory
from tracker.catalogue.models import CatalogueEdition, CatalogueEntry, Criterion
from tracker.catalogue.services import CriterionRow, EntryRow, create_draft, drop_entry, publish_edition, put_entry
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed, StaleState

pytestmark = pytest.mark.django_db
HIDES = EntryRow("15", "eliminate", "process", "leather", "年产20万标张以下制革", "年加工能力不足20万标张的制革")
BELOW_20 = [CriterionRow("facility_kind", "=", "tanning-line"), CriterionRow("annual_capacity", "<", "20", "万标张")]


@pytest.fixture
def province() -> Officer:
    return OfficerFactory(role=Role.PROVINCIAL)


@pytest.fixture
def current() -> CatalogueEdition:
    return CatalogueEdition.objects.get(code="ZJ-2010")


@pytest.fixture
def draft(province: Officer, current: CatalogueEdition) -> CatalogueEdition:
    return create_draft(code="ZJ-2011", title="2011年本", by=province, based_on=current)


def publish(edition: CatalogueEdition, by: Officer, on: date = date(2011, 6, 1)) -> CatalogueEdition:
    return publish_edition(
        edition=edition,
        document_number="浙经信〔2011〕1号",
        issued_on=on,
        effective_on=on,
        by=by,
        seen_version=edition.version,
    )


def test_a_draft_starts_with_every_entry_and_criterion_of_the_edition_before(
    draft: CatalogueEdition, current: CatalogueEdition
) -> None:
    told = [
        list(
            Criterion.objects.filter(entry__edition=edition)
            .order_by("entry__number", "pk")
            .values_list("entry__number", "attribute", "threshold")
        )
        for edition in (draft, current)
    ]
    assert told[0] == told[1] != []


def test_a_published_draft_supersedes_the_edition_before_it(
    draft: CatalogueEdition, current: CatalogueEdition, province: Officer
) -> None:
    published = publish(draft, province)
    assert published.supersedes == current
    assert CatalogueEdition.objects.in_force(date(2011, 6, 1)).get() == published
    assert CatalogueEdition.objects.in_force(date(2011, 5, 31)).get() == current


def test_an_edition_cannot_take_effect_before_the_one_it_supersedes(draft: CatalogueEdition, province: Officer) -> None:
    with pytest.raises(InvalidValue) as refused:
        publish(draft, province, on=date(2010, 6, 1))
    assert refused.value.data["field"] == "effective_on"


def test_an_entry_without_criteria_keeps_a_draft_from_being_published(
    draft: CatalogueEdition, province: Officer
) -> None:
    put_entry(
        edition=draft,
        row=EntryRow("99", "eliminate", "equipment", "leather", "转鼓", "小转鼓"),
        criteria=[],
        by=province,
    )
    with pytest.raises(IllegalState):
        publish(draft, province)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tracker_catalogueedition SET title = 'x' WHERE code = 'ZJ-2010'",
        "UPDATE tracker_catalogueedition SET state = 'draft' WHERE code = 'ZJ-2010'",
        "DELETE FROM tracker_catalogueedition WHERE code = 'ZJ-2010'",
        "UPDATE tracker_catalogueentry SET text = 'x' WHERE edition_id = (SELECT id FROM tracker_catalogueedition WHERE code = 'ZJ-2010')",
        "DELETE FROM tracker_catalogueentry WHERE edition_id = (SELECT id FROM tracker_catalogueedition WHERE code = 'ZJ-2010')",
        "UPDATE tracker_criterion SET threshold = '1' WHERE threshold = '20' AND unit = '万标张'",
        "DELETE FROM tracker_criterion WHERE threshold = '20' AND unit = '万标张'",
        (
            'INSERT INTO tracker_criterion (entry_id, "group", attribute_id, comparator, threshold, unit, negated, is_inferred, citation)'
            " SELECT entry_id, 9, attribute_id, comparator, threshold, unit, negated, false, ''"
            " FROM tracker_criterion WHERE threshold = '20'"
        ),
        (
            "INSERT INTO tracker_catalogueentry (edition_id, number, tier, kind, industry_id, title, text, citation, is_inferred, version)"
            " SELECT id, '98', 'eliminate', 'process', 'leather', 'x', '', '', false, 1"
            " FROM tracker_catalogueedition WHERE code = 'ZJ-2010'"
        ),
    ],
)
def test_the_database_itself_refuses_to_change_a_published_edition(statement: str) -> None:
    with pytest.raises(DatabaseError, match="published and final"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_entry_cannot_be_moved_into_a_published_edition(draft: CatalogueEdition, current: CatalogueEdition) -> None:
    with pytest.raises(IntegrityError, match="published and final"), transaction.atomic():
        draft.entries.filter(number="15").update(edition=current, number="97")


def test_criteria_of_a_draft_are_replaced_with_the_entry(draft: CatalogueEdition, province: Officer) -> None:
    entry = draft.entries.get(number="15")
    lifted = [BELOW_20[0], CriterionRow("annual_capacity", "<", "30.00", "万标张")]
    changed = put_entry(edition=draft, row=HIDES, criteria=lifted, by=province, entry=entry, seen_version=entry.version)
    assert list(changed.criteria.order_by("pk").values_list("threshold", flat=True)) == ["tanning-line", "30"]


def test_the_second_officer_to_save_an_entry_is_told(draft: CatalogueEdition, province: Officer) -> None:
    entry = draft.entries.get(number="15")
    put_entry(edition=draft, row=HIDES, criteria=BELOW_20, by=province, entry=entry, seen_version=entry.version)
    with pytest.raises(StaleState):
        put_entry(edition=draft, row=HIDES, criteria=BELOW_20, by=province, entry=entry, seen_version=entry.version)


def test_an_entry_is_taken_out_of_a_draft(draft: CatalogueEdition, province: Officer) -> None:
    entry = draft.entries.get(number="16")
    drop_entry(entry=entry, by=province, seen_version=entry.version)
    assert not CatalogueEntry.objects.filter(pk=entry.pk).exists()


def test_services_refuse_to_touch_a_published_edition(current: CatalogueEdition, province: Officer) -> None:
    with pytest.raises(IllegalState):
        put_entry(
            edition=current, row=EntryRow("98", "eliminate", "process", "leather", "x", "x"), criteria=[], by=province
        )


@pytest.mark.parametrize("role", [Role.MUNICIPAL, Role.COUNTY, Role.AUDITOR, Role.SYSADMIN])
def test_only_provincial_officers_draft(role: Role) -> None:
    with pytest.raises(NotAllowed):
        create_draft(code="X", title="x", by=OfficerFactory(role=role))


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (CriterionRow("annual_capacity", "<", "20"), "unit"),
        (CriterionRow("annual_capacity", "<", "20", "台"), "unit"),
        (CriterionRow("diameter_m", "<", "3", "kA"), "unit"),
        (CriterionRow("diameter_m", "<", "三米"), "threshold"),
        (CriterionRow("diameter_m", "<", "-3"), "threshold"),
        (CriterionRow("facility_kind", "=", "windmill"), "threshold"),
        (CriterionRow("facility_kind", "<", "cement-mill"), "comparator"),
        (CriterionRow("commissioned_on", "<", "2010-02-30"), "threshold"),
        (CriterionRow("colour", "=", "red"), "attribute"),
        (CriterionRow("product", "=", " "), "threshold"),
    ],
)
def test_a_criterion_that_makes_no_sense_is_refused_by_field(
    draft: CatalogueEdition, province: Officer, row: CriterionRow, field: str
) -> None:
    with pytest.raises(InvalidValue) as refused:
        put_entry(
            edition=draft,
            row=EntryRow("99", "eliminate", "process", "leather", "x", "x"),
            criteria=[*BELOW_20, row],
            by=province,
        )
    assert (refused.value.data["field"], refused.value.data["row"]) == (field, 2)
