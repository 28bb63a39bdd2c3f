"""Papers of acceptance (验收公文): the dismantling witness certificate and the acceptance opinion form; places are {{ … }}."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm

from tracker.documents import measures as m
from tracker.documents.paper import add_line, new_paper
from tracker.documents.pieces import add_grid, add_title


def witness() -> Any:
    """现场拆除见证书: signed by the legal representative and two officers."""
    paper = new_paper(title="现场拆除见证书")
    add_line(paper, "编号：{{ number }}", align=ALIGN.RIGHT)
    add_title(paper, "现场拆除见证书", blank=1)
    add_line(paper, "{{ opening }}", indent=2)
    add_grid(paper, ("项目", "内容"), ("{{ row.name }}", "{{ row.text }}"), [Mm(45), Mm(111)], loop="row in rows")
    add_line(paper)
    add_line(
        paper,
        "经现场见证，上述装备的主体设备已于　　　　年　　月　　日拆除，不能恢复生产，没有转移到其他地区。",
        indent=2,
    )
    add_line(paper)
    for name in ("企业法定代表人（签字、盖章）：", "市级见证人（签字）：", "县级见证人（签字）："):
        add_line(paper, name, align=ALIGN.LEFT, indent=2, keep=True)
    add_line(paper, "　　　　年　　月　　日", align=ALIGN.RIGHT, right=4)
    return paper


def certificate() -> Any:
    """验收证书: handed to the enterprise once the target is accepted."""
    paper = new_paper(title="淘汰落后产能项目验收证书")
    add_line(paper, "编号：{{ number }}", align=ALIGN.RIGHT)
    add_title(paper, "淘汰落后产能项目验收证书", blank=1)
    add_line(paper, "{{ opening }}", indent=2)
    add_grid(paper, ("项目", "内容"), ("{{ row.name }}", "{{ row.text }}"), [Mm(45), Mm(111)], loop="row in rows")
    add_line(paper)
    add_line(
        paper,
        "经现场验收，上述装备的主体设备已拆除，不能恢复生产，佐证材料齐全，准予通过验收。"
        "今后发现恢复生产、转移使用或材料不实的，本证书作废，并依法追究责任。",
        indent=2,
    )
    add_line(paper)
    add_line(paper, "验收单位（盖章）", align=ALIGN.RIGHT, right=4, keep=True)
    add_line(paper, "{{ accepted_on }}", align=ALIGN.RIGHT, right=4)
    return paper


def acceptance() -> Any:
    """验收意见表: what was looked at, what was found, and the team's opinion."""
    paper = new_paper(title="淘汰落后产能项目验收意见表")
    add_line(paper, "编号：{{ number }}", align=ALIGN.RIGHT)
    add_title(paper, "淘汰落后产能项目{{ kind }}意见表", blank=1)
    add_grid(paper, ("项目", "内容"), ("{{ row.name }}", "{{ row.text }}"), [Mm(45), Mm(111)], loop="row in rows")
    add_line(paper)
    add_line(paper, "检查清单", font=m.HEADING, keep=True)
    cells = ("{{ point.place }}", "{{ point.text }}", "{{ point.answer }}", "{{ point.remark }}")
    widths = [Mm(n) for n in (14, 84, 22, 36)]
    add_grid(paper, ("序号", "检查要点", "结果", "说明"), cells, widths, loop="point in points")
    add_line(paper)
    add_line(paper, "检查意见：{{ opinion }}", indent=2)
    add_line(paper, "结论：{{ outcome }}", indent=2)
    add_line(paper, "检查组成员（签字）：{{ team }}", indent=2, keep=True)
    add_line(paper)
    add_line(paper, "验收单位（盖章）", align=ALIGN.RIGHT, right=4, keep=True)
    add_line(paper, "{{ held_on }}", align=ALIGN.RIGHT, right=4)
    return paper
