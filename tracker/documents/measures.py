"""Measures of official papers (公文版式, GB/T 9704-2012): page, type area, sizes, and fonts with what may stand in for them."""

from __future__ import annotations

from dataclasses import dataclass

from docx.shared import Mm, Pt, RGBColor

# A4; the type area is 156 mm × 225 mm.
PAGE_WIDTH, PAGE_HEIGHT = Mm(210), Mm(297)
TOP, LEFT = Mm(37), Mm(28)
TYPE_WIDTH, TYPE_HEIGHT = Mm(156), Mm(225)
RIGHT, BOTTOM = PAGE_WIDTH - LEFT - TYPE_WIDTH, PAGE_HEIGHT - TOP - TYPE_HEIGHT
LINES, CHARACTERS = 22, 28
LINE = Pt(28.95)  # 225 mm in 22 lines
RULE_GAP = Mm(4)
RED = RGBColor(0xE6, 0x00, 0x12)

# 号 to points.
TWO, THREE, FOUR, SMALL_FOUR, FIVE = Pt(22), Pt(16), Pt(14), Pt(12), Pt(10.5)


@dataclass(frozen=True)
class Font:
    """A font by the name the standard's users know, and the fonts that may take its place, best first."""

    name: str
    stand_ins: tuple[str, ...]


TITLE = Font(
    "方正小标宋简体",
    ("方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "华文中宋", "STZhongsong", "Noto Serif CJK SC", "宋体", "SimSun"),
)
BODY = Font("仿宋_GB2312", ("仿宋", "FangSong", "华文仿宋", "STFangsong", "Noto Serif CJK SC", "宋体", "SimSun"))
HEADING = Font("黑体", ("SimHei", "华文黑体", "STHeiti", "Noto Sans CJK SC", "微软雅黑", "Microsoft YaHei"))
SUBHEADING = Font("楷体_GB2312", ("楷体", "KaiTi", "华文楷体", "STKaiti", "Noto Serif CJK SC", "宋体", "SimSun"))
PLAIN = Font("宋体", ("SimSun", "华文宋体", "STSong", "Noto Serif CJK SC", "新宋体", "NSimSun"))
FONTS = (TITLE, BODY, HEADING, SUBHEADING, PLAIN)
