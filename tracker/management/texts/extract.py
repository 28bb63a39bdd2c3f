"""Finding every translatable text without xgettext: Python by its syntax tree, templates through Django's own templatize."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

# Function → which of its arguments are context, text and plural.
FUNCTIONS: dict[str, tuple[str, ...]] = {
    "_": ("text",),
    "_now": ("text",),  # where a module needs both kinds of gettext
    "gettext": ("text",),
    "gettext_noop": ("text",),
    "ngettext": ("text", "plural"),
    "pgettext": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
}
_STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
# What templatize leaves of a template: calls among blanks, no whole Python program.
_CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*({_STRING})(?:\s*,\s*({_STRING}))?(?:\s*,\s*({_STRING}))?")


@dataclass(frozen=True, order=True)
class Text:
    """A translatable text: what a catalogue knows it by."""

    text: str
    plural: str = ""
    context: str = ""


class NotATextError(Exception):
    """A translation function was called with something that is no literal text, so that it would never be translated."""


def texts_in(root: Path) -> dict[Text, list[str]]:
    """Every text below a folder and the files it is used in, relative to the folder's parent."""
    found: dict[Text, list[str]] = {}
    for path in sorted([*root.rglob("*.py"), *root.rglob("*.html"), *root.rglob("*.txt")]):
        read = texts_of_python if path.suffix == ".py" else texts_of_template
        name = path.relative_to(root.parent).as_posix()
        for text in read(path.read_text(encoding="utf-8"), name):
            places = found.setdefault(text, [])
            if name not in places:
                places.append(name)
    return found


def texts_of_python(source: str, name: str) -> Iterator[Text]:
    """The texts a Python module hands to translation functions."""
    for node in ast.walk(ast.parse(source, name)):
        if isinstance(node, ast.Call) and (function := _function(node.func)) in FUNCTIONS:
            yield _text(function, [_literal(argument, name) for argument in node.args[: len(FUNCTIONS[function])]])


def texts_of_template(source: str, name: str) -> Iterator[Text]:
    """The texts of a template's translate and blocktranslate tags."""
    for match in _CALL.finditer(templatize(source, name)):
        function, *strings = match.groups()
        literals = [ast.literal_eval(string) for string in strings if string]
        yield _text(function, literals[: len(FUNCTIONS[function])])


def _function(node: ast.expr) -> str:
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return "_" if name == "_lazy" else name.removesuffix("_lazy")


def _literal(node: ast.expr, name: str) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise NotATextError(f"{name}:{node.lineno}: {ast.unparse(node)}")


def _text(function: str, literals: list[str]) -> Text:
    return Text(**dict(zip(FUNCTIONS[function], literals, strict=True)))
