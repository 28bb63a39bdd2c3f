"""Text as officials type it (文本整理): widths, spaces, brackets and invisible characters made alike before comparing."""

from __future__ import annotations

import re
import unicodedata

# What a spreadsheet would take for a formula, after apostrophes that keep it from doing so (security.md R21).
_DANGEROUS = re.compile("^('*)(?=[\\s\u00a0\ufeff\0]*[=+\\-@\uff1d\uff0b\uff0d\uff20\t\r\n\0])")
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|_x00(?:0[0-8BCEFbcef]|1[0-9A-Fa-f])_")
# Texts of these characters alone are what they seem: nothing to tidy, to guard, or to ask.
_ORDINARY = re.compile(
    "[\u3400-\u9fffA-Za-z0-9（）《》、，。；：“”·φΦ×.%~/][\u3400-\u9fffA-Za-z0-9（）《》、，。；：“”·φΦ×.%~/+-]*"
)
_SPACES = re.compile(r"\s+")
_BETWEEN_CHINESE = re.compile(r"(?<=[\u3400-\u9fff（）()])\s+|\s+(?=[\u3400-\u9fff（）()])")
_REGISTERED = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()} | {
    0x28: "（",
    0x29: "）",
    0x3000: " ",
}
BLANKS = frozenset({"-", "--", "—", "——", "/", "\\", "无", "／", "－", "―", "─"})


def plain(text: str) -> str:
    """The comparable form: NFKC, no spaces, no invisible characters. （ and ( are one, Ａ and A are one."""
    bare = _SPACES.sub("", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)))
    return bare if bare.isascii() else unicodedata.normalize("NFKC", bare)


def is_ordinary(text: str) -> bool:
    """Whether a text needs no look at all; most don't."""
    return _ORDINARY.fullmatch(text) is not None


def tidy(text: str) -> str:
    """The text without outer spaces, and inner runs of spaces and line breaks as one space: a literal reading."""
    return _SPACES.sub(" ", text).strip()


def proper_name(text: str) -> str:
    """A name as registered: no spaces between Chinese characters, full-width brackets, half-width letters and digits."""
    return _BETWEEN_CHINESE.sub("", text.translate(_REGISTERED).strip())


def invisible_in(text: str) -> list[str]:
    """Names of the invisible characters in a text: ["U+200B"]."""
    return sorted({f"U+{ord(character):04X}" for character in _INVISIBLE.findall(text)})


def without_invisible(text: str) -> str:
    """The text without invisible characters."""
    return _INVISIBLE.sub("", text)


def control_in(text: str) -> str:
    """The first control character (or its _x00NN_ spelling), "" where there is none."""
    match = _CONTROL.search(text)
    return (match[0] if len(match[0]) > 1 else f"U+{ord(match[0]):04X}") if match else ""


def guarded(text: str) -> str:
    """A text safe to write into any spreadsheet: an apostrophe before what would become a formula."""
    return "'" + text if _DANGEROUS.match(text) else text


def unguarded(text: str) -> str:
    """The inverse of `guarded`, exactly."""
    match = _DANGEROUS.match(text)
    return text[1:] if match and match[1] else text
