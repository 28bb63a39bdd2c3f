"""Every Python file of the product, parsed once."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from sys import stdlib_module_names

PROJECT = Path(__file__).resolve().parent.parent.parent
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One file: where it is, its text, its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    def __str__(self) -> str:
        return str(self.path.relative_to(PROJECT))

    @property
    def lines(self) -> int:
        """How long it is."""
        return len(self.text.splitlines())

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Everything in its tree: walking takes longer than parsing."""
        return list(ast.walk(self.tree))

    @property
    def functions(self) -> list[Function]:
        """Its functions and methods, nested ones too."""
        return [node for node in self.nodes if isinstance(node, Function)]

    @property
    def imports(self) -> list[ast.Import | ast.ImportFrom]:
        """Its import statements, wherever they stand."""
        return [node for node in self.nodes if isinstance(node, ast.Import | ast.ImportFrom)]

    @property
    def leans_on(self) -> list[ast.Import | ast.ImportFrom]:
        """Imports of our own modules and of libraries: what ties a file to others. Python's own are how code is written."""
        return [node for node in self.imports if _first_name(node) not in stdlib_module_names]

    @property
    def imported(self) -> set[str]:
        """The names of the modules it imports."""
        names = {alias.name for node in self.imports if isinstance(node, ast.Import) for alias in node.names}
        return names | {node.module or "" for node in self.imports if isinstance(node, ast.ImportFrom)}


def _first_name(node: ast.Import | ast.ImportFrom) -> str:
    name = (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
    return name.split(".")[0]


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """The Python files below the folders, written migrations left out: Django writes those."""
    return tuple(_read(path) for folder in folders for path in _walk(PROJECT / folder))


def _walk(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts)


@cache
def _read(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path, text, ast.parse(text))
