"""The quick count of a sheet agrees with the exact walk, or asks for it; rows on their way out carry only what is a number."""

import orjson
import pytest

from tests.workbooks.builders import sheet_xml, text_cell
from tracker.workbooks.limits import DEFAULT
from tracker.workbooks.rowstream import NotFinite, RowStream
from tracker.workbooks.sheetscan import Doubt, SheetFacts, scan
from tracker.workbooks.sheetwalk import explain

HEAD = text_cell("A1", "设区市")


def cells(xml: str) -> tuple[int, int]:
    """What the quick count and the exact walk find in one row."""
    written = sheet_xml(f'<row r="1">{HEAD}{xml}</row>').encode()
    return scan(iter([written]), DEFAULT).cells, explain(iter([written]), "名单", DEFAULT, []).cells


@pytest.mark.parametrize(
    "xml",
    [
        '<c r="B1"><v>7</v></c>',
        '<c r="B1" s="1"/>',
        '<c r="B1" t="inlineStr"><is><t></t></is></c>',
        '<c r="B1" t="inlineStr"><is><t/></is></c><c r="C1"><v>1</v></c>',
    ],
)
def test_what_holds_nothing_is_not_counted(xml: str) -> None:
    quick, exact = cells(xml)
    assert quick == exact


def test_what_is_out_of_the_ordinary_is_left_to_the_exact_walk() -> None:
    with pytest.raises(Doubt):
        cells('<c r="B1"><f>1+1</f><v>2</v></c>')


def said(*row: object) -> list[bytes]:
    chunks: list[bytes] = []
    RowStream(chunks.append, DEFAULT).sheet("名单", [list(row)], SheetFacts())
    return chunks


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_never_said(number: float) -> None:
    with pytest.raises(NotFinite):
        said("null", number)


def test_a_text_may_be_the_word_null() -> None:
    assert [orjson.loads(chunk) for chunk in said("null", 1.5, True)] == [[[1], [["null", 1.5, "\x01bTRUE"]]]]
