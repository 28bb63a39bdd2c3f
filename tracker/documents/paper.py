"""A blank official paper (版心): page, default type, page numbers, and the paragraphs every paper is made of."""

from __future__ import annotations

from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm

from tracker.documents import measures as m

# Order of the properties we set, and of those that may stand among them (ECMA-376, CT_PPr, CT_RPr, CT_TblPr, CT_TcPr, CT_TrPr).
_ORDER = {
    "pPr": ["pBdr", "shd", "tabs", "spacing", "ind", "jc", "rPr", "sectPr"],
    "rPr": ["w", "kern", "position", "sz", "szCs", "highlight", "u", "vertAlign", "lang"],
    "tblPr": [
        "tblpPr", "tblOverlap", "tblStyleRowBandSize", "tblW", "jc", "tblCellSpacing", "tblInd", "tblBorders", "shd",
        "tblLayout", "tblCellMar", "tblLook",
    ],
    "tcPr": ["vAlign", "hideMark"],
    "trPr": ["cantSplit", "trHeight", "tblHeader", "tblCellSpacing", "jc"],
}  # fmt: skip


def new_paper(*, title: str, landscape: bool = False) -> Any:
    """An empty document with the standard's page, type and page numbers; landscape for wide tables."""
    paper = Document()
    paper.core_properties.title, paper.core_properties.author = title, ""
    _set_page(paper.sections[0], landscape)
    _set_default_type(paper)
    _name_stand_ins(paper)
    _number_pages(paper)
    return paper


def add_line(
    where: Any,
    text: str = "",
    *,
    font: m.Font = m.BODY,
    size: Length = m.THREE,
    align: ALIGN = ALIGN.JUSTIFY,
    indent: float = 0,
    right: float = 0,
    bold: bool = False,
    color: Any = None,
    keep: bool = False,
) -> Any:
    """A paragraph; `indent` and `right` are counted in characters of its size, as the standard counts them."""
    line = where.add_paragraph()
    line.alignment = align
    shape = line.paragraph_format
    shape.keep_with_next = keep
    if indent:
        shape.first_line_indent = Length(int(size * indent))
    if right:
        shape.right_indent = Length(int(size * right))
    if text:
        run = line.add_run(text)
        set_type(run, font, size)
        run.bold = bold
        if color is not None:
            run.font.color.rgb = color
    return line


def set_type(run: Any, font: m.Font, size: Length) -> None:
    """Set a run in a font: Chinese and Latin alike, as the standard's papers do."""
    run.font.size = size
    run.font.name = font.name
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(kind), font.name)


def element(tag: str, **attributes: str) -> Any:
    """A WordprocessingML element with its `w:` attributes."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def put(parent: Any, child: Any) -> None:
    """Insert a property where the schema wants it: Word refuses files whose properties stand in another order."""
    order = _ORDER[parent.tag.rpartition("}")[2]]
    behind = order[order.index(child.tag.rpartition("}")[2]) + 1 :]
    place = next((n for n, other in enumerate(parent) if other.tag.rpartition("}")[2] in behind), len(parent))
    parent.insert(place, child)


def add_field(line: Any, code: str, font: m.Font, size: Length) -> None:
    """A field such as PAGE, in pieces as Word writes it."""
    for kind, content in (("begin", ""), ("", code), ("end", "")):
        run = line.add_run()
        set_type(run, font, size)
        if kind:
            run._element.append(element("w:fldChar", fldCharType=kind))
        else:
            text = element("w:instrText")
            text.text = content
            run._element.append(text)


def _set_page(section: Any, landscape: bool) -> None:
    section.page_width, section.page_height = m.PAGE_WIDTH, m.PAGE_HEIGHT
    section.top_margin, section.left_margin = m.TOP, m.LEFT
    section.right_margin, section.bottom_margin = m.RIGHT, m.BOTTOM
    if landscape:
        # The page is turned, not set anew: its top becomes the binding edge.
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = m.PAGE_HEIGHT, m.PAGE_WIDTH
        section.top_margin, section.bottom_margin = m.LEFT, m.RIGHT
        section.left_margin, section.right_margin = m.BOTTOM, m.TOP
    section.footer_distance = Mm(15 if landscape else 24)


def _set_default_type(paper: Any) -> None:
    style = paper.styles["Normal"]
    style.font.size = m.THREE
    style.font.name = m.BODY.name
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(kind), m.BODY.name)
    put(style.element.rPr, element("w:lang", val="zh-CN", eastAsia="zh-CN"))
    shape = style.paragraph_format
    shape.space_before = shape.space_after = Length(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, m.LINE


def _name_stand_ins(paper: Any) -> None:
    """Say in the font table which fonts may stand in where a machine lacks the standard's."""
    table = next(part for part in paper.part.package.iter_parts() if part.partname.endswith("fontTable.xml"))
    named = "".join(
        f'<w:font w:name="{font.name}"><w:altName w:val="{",".join(font.stand_ins)}"/><w:charset w:val="86"/></w:font>'
        for font in m.FONTS
    )
    table._blob = table.blob.replace(b"</w:fonts>", named.encode() + b"</w:fonts>")


def _number_pages(paper: Any) -> None:
    """— 1 —: 4号 宋体, on the right of odd pages and the left of even ones, one character in."""
    paper.settings.odd_and_even_pages_header_footer = True
    section = paper.sections[0]
    for footer, side in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]
        line.alignment = side
        if side == ALIGN.RIGHT:
            line.paragraph_format.right_indent = m.FOUR
        else:
            line.paragraph_format.left_indent = m.FOUR
        set_type(line.add_run("— "), m.PLAIN, m.FOUR)
        add_field(line, " PAGE ", m.PLAIN, m.FOUR)
        set_type(line.add_run(" —"), m.PLAIN, m.FOUR)
