"""Our papers of enforcement (强制措施公文): the notice before a decision (告知书) and the decision handed to the department (决定书)."""

from __future__ import annotations

from typing import Any

from docx.shared import Mm

from tracker.documents import measures as m
from tracker.documents.paper import add_line, new_paper
from tracker.documents.pieces import add_grid, add_imprint, add_red_head, add_signature, add_title

_PARAGRAPHS = "paragraph in paragraphs"


def notice() -> Any:
    """告知书: what is intended, why, by what law, and until when the enterprise may be heard."""
    return _paper("强制措施事先告知书", imprint=False)


def order() -> Any:
    """决定书: the decision, addressed to the department that executes it."""
    return _paper("强制措施决定书", imprint=True)


def joint_action() -> Any:
    """联合行动方案: where, when, who, what for, and the orders to be executed."""
    paper = new_paper(title="联合行动方案")
    add_red_head(paper)
    add_title(paper, "{{ title }}方案")
    add_line(paper, "{{ recipients }}：")
    add_line(paper, f"{{%p for {_PARAGRAPHS} %}}")
    add_line(paper, "{{ paragraph.heading }}", font=m.HEADING, indent=2, keep=True)
    add_line(paper, "{{ paragraph.text }}", indent=2)
    add_line(paper, "{%p endfor %}")
    add_line(paper, "附：执行措施清单", indent=2)
    add_signature(paper, "{{ issuer }}", "{{ issued_on }}")
    add_line(paper)
    heads = ("序号", "措施", "文号", "装备", "执行部门", "状态")
    cells = [f"{{{{ row.{name} }}}}" for name in ("place", "measure", "number", "equipment", "organisation", "state")]
    add_grid(paper, heads, cells, [Mm(n) for n in (12, 26, 40, 36, 26, 16)], loop="row in rows")
    add_line(paper)
    add_imprint(paper)
    return paper


def casefile() -> Any:
    """企业案卷: everything of an enterprise in the order of time, on a turned page."""
    paper = new_paper(title="企业案卷", landscape=True)
    add_title(paper, "{{ name }}\n案卷", blank=0)
    add_line(paper, "{{ about }}　　截至{{ on }}", size=m.FOUR)
    heads = ("序号", "日期", "事项", "对象", "内容", "经办人", "材料")
    cells = [f"{{{{ row.{name} }}}}" for name in ("place", "on", "what", "about", "text", "by", "papers")]
    add_grid(paper, heads, cells, [Mm(n) for n in (12, 26, 30, 40, 70, 25, 35)], loop="row in rows")
    return paper


def _paper(title: str, *, imprint: bool) -> Any:
    paper = new_paper(title=title)
    add_red_head(paper)
    add_title(paper, "关于对{{ party }}\n采取“{{ measure }}”措施的" + ("决定" if imprint else "告知书"))
    add_line(paper, "{{ recipients }}：")
    add_line(paper, f"{{%p for {_PARAGRAPHS} %}}")
    add_line(paper, "{{ paragraph.heading }}", font=m.HEADING, indent=2, keep=True)
    add_line(paper, "{{ paragraph.text }}", indent=2)
    add_line(paper, "{%p endfor %}")
    add_line(paper)
    add_signature(paper, "{{ issuer }}", "{{ issued_on }}")
    if imprint:
        add_line(paper)
        add_imprint(paper)
    return paper
