"""Our paper of a statement (对账单公文): a numbered letter to the duty department with the table of lines attached."""

from __future__ import annotations

from typing import Any

from docx.shared import Mm

from tracker.documents import measures as m
from tracker.documents.paper import add_line, new_paper
from tracker.documents.pieces import add_grid, add_imprint, add_red_head, add_signature, add_title

_WIDTHS = [Mm(n) for n in (10, 36, 22, 20, 12, 30, 26)]


def statement() -> Any:
    """函: what is to be collected for a month, by which documents, and what it changes; the lines are attached."""
    paper = new_paper(title="价格措施加价对账单")
    add_red_head(paper)
    add_title(paper, "关于{{ city }}{{ month }}“{{ measure }}”\n{{ kind }}的函")
    add_line(paper, "{{ recipients }}：")
    add_line(paper, "{%p for paragraph in paragraphs %}")
    add_line(paper, "{{ paragraph.heading }}", font=m.HEADING, indent=2, keep=True)
    add_line(paper, "{{ paragraph.text }}", indent=2)
    add_line(paper, "{%p endfor %}")
    add_line(paper)
    add_line(paper, "附件：{{ city }}{{ month }}“{{ measure }}”加价明细表", indent=2)
    add_signature(paper, "{{ issuer }}", "{{ issued_on }}")
    paper.add_page_break()
    add_line(paper, "附件", font=m.HEADING)
    add_title(paper, "{{ city }}{{ month }}加价明细表", blank=0)
    heads = ("序号", "企业名称", "装备", "用量", "单价", "加价金额（元）", "差额（元）")
    fields = ("place", "party", "equipment", "quantity", "price", "amount", "difference")
    add_grid(paper, heads, [f"{{{{ row.{name} }}}}" for name in fields], _WIDTHS, loop="row in rows", size=m.SMALL_FOUR)
    add_line(paper, "注：单价单位为{{ unit }}；各行金额四舍五入到分，合计为各行金额之和。", size=m.SMALL_FOUR)
    add_line(paper)
    add_imprint(paper)
    add_line(paper)
    return paper


def facility_statement() -> Any:
    """企业对账单: what one facility owed month by month, to be handed to the enterprise."""
    paper = new_paper(title="企业加价对账单")
    add_title(paper, "{{ party }}\n价格措施加价对账单", blank=0)
    add_line(paper, "{{ about }}", size=m.FOUR)
    add_line(paper, "截至{{ on }}，共{{ months }}个月，加价金额合计{{ total }}元。", size=m.FOUR)
    heads = ("月份", "措施", "用量", "单价", "加价金额（元）", "差额（元）", "对账单")
    fields = ("month", "measure", "quantity", "price", "amount", "difference", "number")
    cells = [f"{{{{ row.{name} }}}}" for name in fields]
    add_grid(paper, heads, cells, [Mm(n) for n in (23, 24, 22, 13, 24, 16, 34)], loop="row in rows", size=m.SMALL_FOUR)
    add_line(
        paper,
        "注：用量以千瓦时、立方米计；金额逐月四舍五入到分，合计为各月之和；差额为对原对账单的更正。",
        size=m.SMALL_FOUR,
    )
    return paper
