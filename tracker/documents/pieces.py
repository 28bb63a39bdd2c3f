"""Pieces of papers (公文要素): red head, title, signature and seal place, imprint, ruled tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Length, Mm, Pt

from tracker.documents import measures as m
from tracker.documents.paper import add_line, element, put, set_type

_ROW_HEIGHT = Mm(7.5)
_HEAD_SIZE, _HEAD_WIDTH = Pt(36), 58  # a long name is set narrower, as printers do, so that it stays on one line


def add_red_head(paper: Any) -> None:
    """版头: the issuer's mark in red, the document number two lines below, and the red rule 4 mm below that."""
    mark = paper.paragraphs[0] if paper.paragraphs else paper.add_paragraph()
    mark.alignment = ALIGN.CENTER
    mark.paragraph_format.line_spacing_rule, mark.paragraph_format.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(50)
    run = mark.add_run("{{ issuer }}文件")
    set_type(run, m.TITLE, _HEAD_SIZE)
    run.font.color.rgb = m.RED
    put(run._element.rPr, element("w:w", val=str(_HEAD_WIDTH)))
    add_line(paper)
    add_line(paper)
    number = add_line(paper, "{{ document_number }}", align=ALIGN.CENTER)
    number.paragraph_format.space_after = Length(0)
    _draw_rule(number)


def add_title(paper: Any, text: str, *, blank: int = 2) -> None:
    """标题: 2号 小标宋, centred, `blank` lines below what stands above."""
    for _line in range(blank):
        add_line(paper)
    title = add_line(paper, text, font=m.TITLE, size=m.TWO, align=ALIGN.CENTER)
    title.paragraph_format.line_spacing_rule, title.paragraph_format.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(36)
    add_line(paper)


def add_signature(paper: Any, issuer: str, day: str) -> None:
    """署名和成文日期: the date four characters in from the right, the issuer centred over it; the seal goes over both."""
    add_line(paper, keep=True)
    add_line(paper, keep=True)
    add_line(paper, issuer, align=ALIGN.RIGHT, right=2, keep=True)
    add_line(paper, day, align=ALIGN.RIGHT, right=4)


def add_imprint(paper: Any) -> None:
    """版记: 抄送, 印发机关 and 印发日期 between rules, at the foot of the last page (LibreOffice sets it where the text ends)."""
    table = paper.add_table(rows=2, cols=2)
    _place_at_foot(table)
    copied = table.cell(0, 0).merge(table.cell(0, 1))
    _fill(copied, "抄送：{{ copied_to }}。", ALIGN.LEFT)
    _fill(table.cell(1, 0), "{{ printed_by }}", ALIGN.LEFT)
    _fill(table.cell(1, 1), "{{ printed_on }}印发", ALIGN.RIGHT)
    for row in table.rows:
        row.height = _ROW_HEIGHT
    _rule(table, {"top": 8, "bottom": 8, "insideH": 6})
    _fix_widths(table, [Mm(96), Mm(60)])


def add_grid(
    paper: Any,
    heads: Sequence[str],
    cells: Sequence[str],
    widths: Sequence[Length],
    *,
    loop: str,
    size: Length = m.SMALL_FOUR,
) -> Any:
    """A ruled table: a head row repeated on every page, and one row of template `cells` for each item of `loop`."""
    table = paper.add_table(rows=4, cols=len(heads))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for place, head in enumerate(heads):
        _fill(table.cell(0, place), head, ALIGN.CENTER, font=m.HEADING, size=size)
        _fill(table.cell(2, place), cells[place], ALIGN.CENTER, size=size)
    _fill(table.cell(1, 0), f"{{%tr for {loop} %}}", ALIGN.LEFT, size=size)
    _fill(table.cell(3, 0), "{%tr endfor %}", ALIGN.LEFT, size=size)
    put(table.rows[0]._tr.get_or_add_trPr(), element("w:tblHeader"))
    for row in table.rows:
        row.height = _ROW_HEIGHT
        put(row._tr.get_or_add_trPr(), element("w:cantSplit"))
    _rule(table, dict.fromkeys(("top", "left", "bottom", "right", "insideH", "insideV"), 4))
    _fix_widths(table, widths)
    return table


def _draw_rule(line: Any) -> None:
    """The red separating rule below a paragraph, as wide as the type area."""
    border = element("w:pBdr")
    gap = str(int(m.RULE_GAP.pt))
    border.append(element("w:bottom", val="single", sz="18", space=gap, color=str(m.RED)))
    put(line._element.get_or_add_pPr(), border)


def _fill(cell: Any, text: str, align: ALIGN, *, font: m.Font = m.BODY, size: Length = m.FOUR) -> None:
    line = cell.paragraphs[0]
    line.alignment = align
    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    set_type(line.add_run(text), font, size)
    put(cell._element.get_or_add_tcPr(), element("w:vAlign", val="center"))


def _rule(table: Any, eighths: dict[str, int]) -> None:
    """Rules by side, in eighths of a point."""
    borders = element("w:tblBorders")
    for side, width in eighths.items():
        borders.append(element(f"w:{side}", val="single", sz=str(width), space="0", color="000000"))
    put(table._tbl.tblPr, borders)


def _fix_widths(table: Any, widths: Sequence[Length]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def _place_at_foot(table: Any) -> None:
    """Pin the table to the bottom of the type area of the page on which the text ends."""
    place = element(
        "w:tblpPr",
        leftFromText="0",
        rightFromText="0",
        vertAnchor="margin",
        horzAnchor="margin",
        tblpXSpec="left",
        tblpYSpec="bottom",
    )
    put(table._tbl.tblPr, place)
