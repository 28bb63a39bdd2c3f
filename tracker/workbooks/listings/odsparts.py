"""The fixed parts of an .ods file: its styles, its page (A4 landscape), its settings; ODF 1.3."""

from __future__ import annotations

from tracker.workbooks import looks

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACES = (
    " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in [
            ("office", "office"),
            ("table", "table"),
            ("text", "text"),
            ("style", "style"),
            ("number", "datastyle"),
            ("config", "config"),
            ("fo", "xsl-fo-compatible"),
        ]
    )
    + ' xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" office:version="1.3"'
)

MANIFEST = (
    _XML
    + '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MIMETYPE}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{part}.xml" manifest:media-type="text/xml"/>'
        for part in ("content", "styles", "settings")
    )
    + "</manifest:manifest>"
)

STYLES = (
    _XML + f"<office:document-styles {_NAMESPACES}><office:automatic-styles>"
    '<style:page-layout style:name="page"><style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm" '
    'style:print-orientation="landscape" fo:margin="1.27cm" style:scale-to-X="1" style:scale-to-Y="0" '
    'style:table-centering="horizontal"/><style:footer-style/></style:page-layout></office:automatic-styles>'
    '<office:master-styles><style:master-page style:name="Default" style:page-layout-name="page"><style:footer>'
    "<text:p>第 <text:page-number>1</text:page-number> 页，共 <text:page-count>1</text:page-count> 页</text:p>"
    "</style:footer></style:master-page></office:master-styles></office:document-styles>"
)

# The rows down to the header stay where they are while one scrolls.
SETTINGS = (
    _XML + f"<office:document-settings {_NAMESPACES}><office:settings>"
    '<config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views">'
    '<config:config-item-map-entry><config:config-item-map-named config:name="Tables">'
    '<config:config-item-map-entry config:name="{sheet}">'
    '<config:config-item config:name="VerticalSplitMode" config:type="short">2</config:config-item>'
    '<config:config-item config:name="VerticalSplitPosition" config:type="int">{rows}</config:config-item>'
    '<config:config-item config:name="PositionBottom" config:type="int">{rows}</config:config-item>'
    "</config:config-item-map-entry></config:config-item-map-named></config:config-item-map-entry>"
    "</config:config-item-map-indexed></config:config-item-set></office:settings></office:document-settings>"
)

_NUMBERS = (
    '<number:number-style style:name="n-amount"><number:number number:decimal-places="4" number:min-decimal-places="0" '
    'number:min-integer-digits="1" number:grouping="true"/></number:number-style>'
    '<number:number-style style:name="n-integer"><number:number number:decimal-places="0" number:min-integer-digits="1" '
    'number:grouping="true"/></number:number-style>'
    '<number:percentage-style style:name="n-share"><number:number number:decimal-places="1" number:min-decimal-places="1" '
    'number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style>'
    '<number:date-style style:name="n-date"><number:year number:style="long"/><number:text>-</number:text>'
    '<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/></number:date-style>'
    '<number:date-style style:name="n-moment"><number:year number:style="long"/><number:text>-</number:text>'
    '<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/>'
    '<number:text> </number:text><number:hours number:style="long"/><number:text>:</number:text>'
    '<number:minutes number:style="long"/></number:date-style>'
    '<number:text-style style:name="n-text"><number:text-content/></number:text-style>'
)


def _cell_style(
    name: str, *, data: str = "", side: str = "start", font: str = "宋体", size: int = 11, fill: str = "",
    frame: bool = True, bold: bool = False, colour: str = "",
) -> str:  # fmt: skip
    border = f' fo:border="0.5pt solid #{looks.FRAME}"' if frame else ""
    background = f' fo:background-color="#{fill}"' if fill else ""
    weight = ' fo:font-weight="bold" style:font-weight-asian="bold"' if bold else ""
    ink = f' fo:color="#{colour}"' if colour else ""
    faces = f'style:font-name="{font}" style:font-name-asian="{font}" fo:font-size="{size}pt" style:font-size-asian="{size}pt"'
    return (
        f'<style:style style:name="{name}" style:family="table-cell"{f" style:data-style-name={chr(34)}n-{data}{chr(34)}" if data else ""}>'
        f'<style:table-cell-properties style:vertical-align="middle" fo:wrap-option="wrap"{border}{background}/>'
        f'<style:paragraph-properties fo:text-align="{side}"/><style:text-properties {faces}{weight}{ink}/></style:style>'
    )


_CELLS = "".join(
    [
        *(_cell_style(name, data=name, side="end") for name in ("amount", "integer", "share")),
        *(_cell_style(name, data=name) for name in ("date", "moment", "text")),
        _cell_style("header", side="center", font="黑体", fill=looks.HEADER_COLOUR),
        _cell_style("title", side="center", font="黑体", size=16, frame=False, bold=True),
        _cell_style("note", size=10, frame=False, colour="666666"),
        _cell_style("total", font="黑体", fill=looks.TOTAL_COLOUR),
        _cell_style("total-amount", data="amount", side="end", font="黑体", fill=looks.TOTAL_COLOUR),
    ]
)

CONTENT_HEAD = (
    _XML
    + f"<office:document-content {_NAMESPACES}><office:font-face-decls>"
    + "".join(f'<style:font-face style:name="{name}" style:font-family-generic="system"/>' for name in ("宋体", "黑体"))
    + f"</office:font-face-decls><office:automatic-styles>{_NUMBERS}{_CELLS}"
    '<style:style style:name="sheet" style:family="table" style:master-page-name="Default"/>'
    '<style:style style:name="row" style:family="table-row"><style:table-row-properties '
    'style:use-optimal-row-height="true"/></style:style>'
    '<style:style style:name="high" style:family="table-row"><style:table-row-properties style:row-height="0.99cm" '
    'style:use-optimal-row-height="false"/></style:style>'
)
_CM_PER_CHARACTER = 0.21


def column_styles(widths: list[int]) -> str:
    """The styles of the columns, and the beginning of the sheets."""
    styles = "".join(
        f'<style:style style:name="co{at}" style:family="table-column"><style:table-column-properties '
        f'style:column-width="{width * _CM_PER_CHARACTER:.2f}cm"/></style:style>'
        for at, width in enumerate(widths)
    )
    return f"{styles}</office:automatic-styles><office:body><office:spreadsheet>"
