"""What the commands, the app and the public functions reach, by names alone: nothing of the package is run.

A node is a function, a class with all its methods, or a name that a module assigns. It reaches what it names:
directly, through an import (also within functions), through a package's own door, or as an attribute of a
module. What is found by `getattr` or by a string alone is not seen.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from pathlib import Path

Node = tuple[str, str]


@dataclass
class _Module:
    name: str
    defined: dict[str, ast.stmt] = field(default_factory=dict)
    imported: dict[str, tuple[str, str]] = field(default_factory=dict)
    loose: list[ast.stmt] = field(default_factory=list)


class Package:
    """The modules of a package and the arrows between their definitions.

    Parameters
    ----------
    source : Path
        Folder of the package.
    """

    def __init__(self, source: Path) -> None:
        self.source, self.top = source, source.name
        self.modules: dict[str, _Module] = {}
        for path in sorted(source.rglob("*.py")):
            parts = [self.top, *path.relative_to(source).with_suffix("").parts]
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            self.modules[name] = _read(name, ast.parse(path.read_text(encoding="utf-8")))

    def resolve(self, module: str, name: str) -> Node | None:
        """Where a name that a module uses is defined: ('module', 'name'), or ('module', '') for a module."""
        seen: set[Node] = set()
        while (module, name) not in seen:
            seen.add((module, name))
            if f"{module}.{name}" in self.modules and name not in self._of(module).defined:
                return f"{module}.{name}", ""
            if module not in self.modules:
                return None
            one = self.modules[module]
            if name in one.defined:
                return module, name
            if name not in one.imported:
                return None
            module, name = one.imported[name]
            if not name:
                return module, ""
        return None

    def _of(self, module: str) -> _Module:
        return self.modules.get(module, _Module(module))

    def reached(self, roots: list[Node], without: tuple[str, ...] = ()) -> set[Node]:
        """All nodes that can be come to from some, not through packages named in `without`."""
        found: set[Node] = set()
        waiting = list(roots)
        started: set[str] = set()
        while waiting:
            node = waiting.pop()
            module, name = node
            is_left_out = any(module.split(".")[1:2] == [one] for one in without)
            if node in found or module not in self.modules or is_left_out:
                continue
            found.add(node)
            if module not in started:
                # Importing a module runs what stands loose in it.
                started.add(module)
                for statement in self.modules[module].loose:
                    waiting += self._named(module, statement)
            if name:
                waiting += self._named(module, self.modules[module].defined[name])
        return found

    def _named(self, module: str, tree: ast.stmt) -> list[Node]:
        local: dict[str, tuple[str, str]] = {}
        for node in ast.walk(tree):
            local |= _imports(node, module)
        nodes: list[Node] = []
        for node in ast.walk(tree):
            if isinstance(node, ast.Name):
                nodes += self._at(module, node.id, local)
            elif isinstance(node, ast.Attribute):
                chain = _chain(node)
                if chain:
                    nodes += self._down(module, chain, local)
        return nodes

    def _at(self, module: str, name: str, local: dict[str, tuple[str, str]]) -> list[Node]:
        if name in local:
            home, inner = local[name]
            found = (home, "") if not inner else self.resolve(home, inner)
        else:
            found = self.resolve(module, name)
        return [found] if found else []

    def _down(self, module: str, chain: list[str], local: dict[str, tuple[str, str]]) -> list[Node]:
        found = self._at(module, chain[0], local)
        for name in chain[1:]:
            if not found or found[-1][1]:
                break
            inner = self.resolve(found[-1][0], name)
            if inner is None:
                break
            found.append(inner)
        return found

    def lines(self, node: Node) -> int:
        """Lines of a definition, docstring and all."""
        tree = self.modules[node[0]].defined[node[1]]
        first = min([tree.lineno, *(d.lineno for d in getattr(tree, "decorator_list", []))])
        return (tree.end_lineno or tree.lineno) - first + 1

    def definitions(self, packages: tuple[str, ...]) -> list[Node]:
        """Functions and classes of some packages."""
        return [
            (module.name, name)
            for module in self.modules.values()
            if module.name.split(".")[1:2] and module.name.split(".")[1] in packages
            for name, tree in module.defined.items()
            if isinstance(tree, ast.FunctionDef | ast.ClassDef)
        ]


def _read(name: str, tree: ast.Module) -> _Module:
    module = _Module(name)
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            module.defined[statement.name] = statement
        elif isinstance(statement, ast.Assign | ast.AnnAssign):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            named = [n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)]
            if named == ["__all__"]:
                continue
            for target_name in named:
                module.defined[target_name] = statement
            if not named:
                module.loose.append(statement)
        elif isinstance(statement, ast.Import | ast.ImportFrom):
            module.imported |= _imports(statement, name)
        else:
            for node in ast.walk(statement):
                module.imported |= _imports(node, name)
            module.loose.append(statement)
    return module


def _imports(node: ast.AST, module: str) -> dict[str, tuple[str, str]]:
    """Names that an import statement binds, with where they come from."""
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return {alias.asname or alias.name: (node.module, alias.name) for alias in node.names}
    if isinstance(node, ast.Import):
        tops = [alias.name if alias.asname else alias.name.split(".")[0] for alias in node.names]
        return {alias.asname or top: (top, "") for alias, top in zip(node.names, tops, strict=True)}
    return {}


def _chain(node: ast.Attribute) -> list[str]:
    names: list[str] = []
    inner: ast.expr = node
    while isinstance(inner, ast.Attribute):
        names.append(inner.attr)
        inner = inner.value
    return [inner.id, *reversed(names)] if isinstance(inner, ast.Name) else []
