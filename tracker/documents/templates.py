"""Our own papers (公文模板): what `build_papers` writes, and an office may edit; places are written {{ … }}."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm

from tracker.documents import measures as m
from tracker.documents import order_templates, statement_templates
from tracker.documents.acceptance_templates import acceptance, certificate, witness
from tracker.documents.paper import add_line, element, new_paper, put
from tracker.documents.pieces import add_grid, add_imprint, add_red_head, add_signature, add_title


def contract() -> Any:
    """责任书: parties, clauses, both signatures, and the table of tasks."""
    paper = new_paper(title="淘汰落后产能责任书")
    add_line(paper, "编号：{{ number }}", align=ALIGN.RIGHT)
    add_title(paper, "{{ year }}年度淘汰落后产能目标责任书", blank=1)
    add_line(paper, "甲方：{{ party_a }}", indent=2)
    add_line(paper, "乙方：{{ party_b }}", indent=2)
    add_line(paper, "{%p for clause in clauses %}")
    add_line(paper, "{{ clause.place }}、{{ clause.heading }}", font=m.HEADING, indent=2, keep=True)
    add_line(paper, "{{ clause.text }}", indent=2)
    add_line(paper, "{%p endfor %}")
    add_line(paper, "附：目标任务表", indent=2)
    _signing_place(paper)
    paper.add_page_break()
    add_line(paper, "附", font=m.HEADING)
    add_title(paper, "{{ party_b_short }}{{ year }}年度淘汰落后产能目标任务表", blank=0)
    heads = ("序号", "行业", "淘汰内容", "任务量", "单位", "装备", "完成期限")
    cells = ("{{ row.place }}", "{{ row.industry }}", "{{ row.content }}", "{{ row.amount }}", "{{ row.unit }}")
    widths = [Mm(n) for n in (14, 18, 47, 18, 16, 15, 28)]
    add_grid(paper, heads, (*cells, "{{ row.equipment }}", "{{ row.deadline }}"), widths, loop="row in rows")
    return paper


def circular() -> Any:
    """通知: the plan is issued to the cities, with the table of tasks attached."""
    paper = new_paper(title="关于下达淘汰落后产能年度计划的通知")
    add_red_head(paper)
    add_title(paper, "关于下达\n{{ title }}的通知")
    add_line(paper, "{{ recipients }}：")
    add_line(paper, "{{ opening }}", indent=2)
    add_line(paper, "{%p for section in sections %}")
    add_line(paper, "{{ section.place }}、{{ section.heading }}", font=m.HEADING, indent=2, keep=True)
    add_line(paper, "{{ section.text }}", indent=2)
    add_line(paper, "{%p endfor %}")
    add_line(paper)
    add_line(paper, "附件：{{ title }}任务分解表", indent=2)
    add_signature(paper, "{{ issuer }}", "{{ issued_on }}")
    paper.add_page_break()
    add_line(paper, "附件", font=m.HEADING)
    add_title(paper, "{{ title }}任务分解表", blank=0)
    _task_grid(paper, [Mm(n) for n in (22, 18, 40, 18, 16, 15, 27)])
    add_line(paper)
    add_imprint(paper)
    add_line(paper)
    return paper


def quota_table() -> Any:
    """任务表: the quotas of a plan by region, on a turned page."""
    paper = new_paper(title="淘汰落后产能目标任务表", landscape=True)
    add_title(paper, "{{ title }}任务分解表", blank=0)
    add_line(paper, "填报单位（盖章）：{{ issuer }}　　　　{{ issued_on }}", size=m.FOUR)
    heads = ("地区", "行业", "淘汰内容", "任务量", "单位", "装备", "已分解", "牵头部门", "完成期限")
    fields = ("region", "industry", "content", "amount", "unit", "equipment", "distributed", "department", "deadline")
    widths = [Mm(n) for n in (25, 22, 50, 22, 20, 16, 20, 22, 28)]
    add_grid(paper, heads, [f"{{{{ row.{name} }}}}" for name in fields], widths, loop="row in rows")
    add_line(paper, "注：产能与装备数量分别计算，不同计量单位不相加。", size=m.SMALL_FOUR)
    return paper


def _task_grid(paper: Any, widths: list[Any]) -> None:
    heads = ("地区", "行业", "淘汰内容", "任务量", "单位", "装备", "完成期限")
    fields = ("region", "industry", "content", "amount", "unit", "equipment", "deadline")
    add_grid(paper, heads, [f"{{{{ row.{name} }}}}" for name in fields], widths, loop="row in rows")


def _signing_place(paper: Any) -> None:
    """Both signatures side by side, each with room for its seal."""
    table = paper.add_table(rows=1, cols=2)
    for cell, side, letter in ((table.cell(0, 0), "甲方", "a"), (table.cell(0, 1), "乙方", "b")):
        lines = (
            f"{side}（盖章）：",
            f"{{{{ party_{letter} }}}}",
            "",
            f"{{{{ party_{letter}_title }}}}",
            f"（签字）：{{{{ party_{letter}_name }}}}",
            "",
            "{{ signed_on }}",
        )
        cell.paragraphs[0]._element.getparent().remove(cell.paragraphs[0]._element)
        add_line(cell)
        for text in lines:
            add_line(cell, text, align=ALIGN.LEFT, size=m.THREE)
    put(table.rows[0]._tr.get_or_add_trPr(), element("w:cantSplit"))


PAPERS: dict[str, Callable[[], Any]] = {
    "contract": contract,
    "circular": circular,
    "quota_table": quota_table,
    "witness": witness,
    "acceptance": acceptance,
    "certificate": certificate,
    "order": order_templates.order,
    "casefile": order_templates.casefile,
    "joint_action": order_templates.joint_action,
    "order_notice": order_templates.notice,
    "statement": statement_templates.statement,
    "facility_statement": statement_templates.facility_statement,
}
