"""Papers are laid out to GB/T 9704-2012, say what the rooms hold, and cannot be made to do anything else."""

import re
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override
from docx import Document
from docx.shared import Mm, Pt
from pytest_django import Settings

from fixtures import reference
from fixtures.factories import OfficerFactory, PlanFactory, QuotaFactory
from tracker.contracts.models import Contract
from tracker.contracts.services import draft_contracts
from tracker.documents import pdf
from tracker.documents.contract_paper import contract_document
from tracker.documents.plan_papers import circular_document, quota_table_document
from tracker.documents.rendering import OURS, build_papers, render
from tracker.documents.wording import numeral
from tracker.officers.roles import Role
from tracker.quotas.models import Plan, Quota
from tracker.regions.models import Organisation, Region
from tracker.values.errors import InvalidValue, NotFound

ON = date(2010, 7, 1)


@pytest.fixture
def plan(db: None) -> Plan:
    plan = PlanFactory(title="浙江省2010年淘汰落后产能计划", document_number="浙淘汰办〔2010〕3号")
    whole = QuotaFactory(plan=plan, region=Region.objects.get(pk="330000"), content="机立窑", amount=100)
    for code, amount in (("330100", Decimal("62.5")), ("330200", Decimal("37.5"))):
        QuotaFactory(plan=plan, region=reference.region(code), content="机立窑", amount=amount, parent=whole)
    return plan


def opened(data: bytes) -> Any:
    return Document(BytesIO(data))


def text_of(paper: Any) -> str:
    lines = [line.text for line in paper.paragraphs]
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*lines, *cells])


def part(data: bytes, name: str) -> str:
    return zipfile.ZipFile(BytesIO(data)).read(name).decode()


def test_a_paper_is_chinese_whatever_language_the_officer_reads(plan: Plan) -> None:
    industry = Quota.objects.filter(plan=plan).first().industry  # type: ignore[union-attr]
    with override("en"):
        said = text_of(opened(quota_table_document(plan, OfficerFactory(), ON)))
    assert "杭州市" in said
    assert industry.name in said
    assert industry.name_en not in said


def test_the_type_area_is_156_by_225_millimetres(plan: Plan) -> None:
    (section,) = opened(circular_document(plan, OfficerFactory(), ON)).sections
    assert (section.page_width, section.page_height) == pytest.approx((Mm(210), Mm(297)), abs=700)
    assert (section.top_margin, section.left_margin) == pytest.approx((Mm(37), Mm(28)), abs=700)
    height = section.page_height - section.top_margin - section.bottom_margin
    width = section.page_width - section.left_margin - section.right_margin
    assert (width, height) == pytest.approx((Mm(156), Mm(225)), abs=2000)


def test_body_title_and_red_head_are_set_in_the_standards_type(plan: Plan) -> None:
    paper = opened(circular_document(plan, OfficerFactory(), ON))
    by_text = {line.text: line.runs[0] for line in paper.paragraphs if line.runs}
    mark = by_text["浙江省淘汰落后产能工作协调小组办公室文件"]
    assert (mark.font.name, str(mark.font.color.rgb)) == ("方正小标宋简体", "E60012")
    assert by_text["各设区市人民政府，省级有关单位："].font.name == "仿宋_GB2312"
    assert by_text["各设区市人民政府，省级有关单位："].font.size == Pt(16)
    assert by_text["一、目标任务"].font.name == "黑体"
    title = next(run for text, run in by_text.items() if text.startswith("关于下达"))
    assert (title.font.name, title.font.size) == ("方正小标宋简体", Pt(22))


def test_the_document_number_stands_above_a_red_rule(plan: Plan) -> None:
    data = circular_document(plan, OfficerFactory(), ON)
    number = next(line for line in opened(data).paragraphs if line.text == "浙淘汰办〔2010〕3号")
    assert re.search(r'<w:bottom [^>]*w:color="E60012"', number._element.xml)


def test_page_numbers_stand_right_on_odd_pages_and_left_on_even_ones(plan: Plan) -> None:
    paper = opened(circular_document(plan, OfficerFactory(), ON))
    assert paper.settings.odd_and_even_pages_header_footer
    odd, even = paper.sections[0].footer.paragraphs[0], paper.sections[0].even_page_footer.paragraphs[0]
    assert "right" in str(odd.alignment).lower()
    assert "left" in str(even.alignment).lower()
    assert all("PAGE" in footer._element.xml and "— " in footer.text for footer in (odd, even))


def test_every_font_names_what_may_stand_in_for_it(plan: Plan) -> None:
    table = part(circular_document(plan, OfficerFactory(), ON), "word/fontTable.xml")
    for name in ("方正小标宋简体", "仿宋_GB2312", "黑体", "宋体"):
        assert re.search(f'w:name="{name}"><w:altName w:val="[^"]+"', table)


def test_the_circular_names_the_total_in_its_unit_and_every_citys_task(plan: Plan) -> None:
    text = text_of(opened(circular_document(plan, OfficerFactory(role=Role.PROVINCIAL), ON)))
    assert "水泥100万吨" in text
    assert "2010年9月15日（含当日）" in text
    assert {"杭州市", "62.5", "宁波市", "37.5"} <= set(text.split("\n"))


def test_the_circulars_annex_names_the_equipment_that_is_assessed_beside_the_capacity(plan: Plan) -> None:
    Quota.objects.filter(plan=plan, region="330100").update(equipment_count=7, equipment_unit="座")
    table = opened(circular_document(plan, OfficerFactory(role=Role.PROVINCIAL), ON)).tables[0]
    heads, hangzhou, ningbo = ([cell.text for cell in row.cells] for row in table.rows)
    assert heads[5] == "装备"
    assert (hangzhou[5], ningbo[5]) == ("7座", "—")


def test_a_city_prints_a_table_of_its_own_tasks_only(plan: Plan) -> None:
    text = text_of(opened(quota_table_document(plan, OfficerFactory(role=Role.MUNICIPAL), ON)))
    assert "杭州市" in text
    assert "宁波市" not in text


def test_a_table_names_the_office_that_fills_it_in_once(plan: Plan) -> None:
    office = Organisation.objects.get(pk="dept-eic")
    by = OfficerFactory(role=Role.PROVINCIAL, organisation=office)
    assert f"填报单位（盖章）：{office.name}\u3000" in text_of(opened(quota_table_document(plan, by, ON)))


def test_a_contract_says_what_was_drawn_up(plan: Plan) -> None:
    draft_contracts(plan=plan, by=OfficerFactory(role=Role.PROVINCIAL))
    contract = Contract.objects.get(plan=plan, region="330100")
    text = text_of(opened(contract_document(contract)))
    assert {"甲方：浙江省人民政府", "乙方：杭州市人民政府", "62.5", "机立窑"} <= set(text.split("\n"))
    assert "（签字）：" in text


def test_what_a_row_says_is_text_and_nothing_else(plan: Plan) -> None:
    hostile = "{{ 7*7 }}<w:p>&</w:p>"
    QuotaFactory(plan=plan, region=reference.region("330300"), content=hostile, amount=1)
    text = text_of(opened(circular_document(plan, OfficerFactory(role=Role.PROVINCIAL), ON)))
    assert hostile in text


@pytest.mark.parametrize("place", ["{{ number.__class__.__mro__ }}", "{{ nothing_of_the_kind }}", "{% if %}"])
def test_an_offices_own_paper_may_only_read_what_it_is_given(tmp_path: Path, settings: Settings, place: str) -> None:
    settings.VAR = tmp_path
    own = Document()
    own.add_paragraph(place)
    (tmp_path / "papers").mkdir()
    own.save(str(tmp_path / "papers" / "contract.docx"))
    with pytest.raises(InvalidValue, match="公文模板有误"):
        render("contract", {"number": "1"})


def test_an_offices_own_paper_takes_the_place_of_ours(tmp_path: Path, settings: Settings) -> None:
    settings.VAR = tmp_path
    own = Document()
    own.add_paragraph("本局用纸 {{ number }}")
    (tmp_path / "papers").mkdir()
    own.save(str(tmp_path / "papers" / "contract.docx"))
    assert text_of(opened(render("contract", {"number": "1"}))) == "本局用纸 1"


def test_the_papers_in_the_repository_are_what_the_command_writes(tmp_path: Path) -> None:
    for made in build_papers(tmp_path):
        kept = OURS / made.name
        assert part(made.read_bytes(), "word/document.xml") == part(kept.read_bytes(), "word/document.xml")


def test_an_unknown_paper_is_not_found() -> None:
    with pytest.raises(NotFound):
        render("../../etc/passwd", {})


def test_without_libreoffice_the_answer_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.documents.pdf.shutil.which", lambda name: None)
    with pytest.raises(pdf.NoPdf, match="LibreOffice"):
        pdf.to_pdf(b"")


def test_numerals() -> None:
    assert [numeral(n) for n in (1, 10, 14, 20, 21)] == ["一", "十", "十四", "二十", "二十一"]
