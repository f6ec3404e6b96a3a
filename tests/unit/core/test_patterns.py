"""No pattern of the package can be made to take more than time in proportion to the text."""

import ast
import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from tests.support.ambiguity import ambiguous

import kilosol

ROOT = Path(kilosol.__file__).parent

#: Functions of `re` that take a pattern, and how they look for it.
USES = {
    "compile": "search", "search": "search", "sub": "search", "subn": "search", "findall": "search",
    "finditer": "search", "split": "search", "match": "match", "fullmatch": "fullmatch",
}  # fmt: skip


def modules():
    for found in pkgutil.walk_packages([str(ROOT)], "kilosol."):
        if not found.name.endswith("__main__"):
            yield found.name


def uses_of(name, tree):
    """How a compiled pattern of a module is used in it; in every way where it is handed on."""
    ways = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == name:
            ways.add(USES.get(node.attr, "search"))
    return ways or {"search", "match", "fullmatch"}


def patterns():
    """Every pattern of the package, where it stands and how it is used."""
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if not any(isinstance(n, ast.Name) and n.id == "re" for n in ast.walk(tree)):
            continue
        module = importlib.import_module(
            ".".join(("kilosol", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")
        )
        compiled = {k: v for k, v in vars(module).items() if isinstance(v, re.Pattern)}
        for name, pattern in compiled.items():
            place = f"{path.name}:{name}"
            found += [(place, pattern.pattern, pattern.flags, how) for how in sorted(uses_of(name, tree))]
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re"):
                continue
            if node.func.attr == "compile" or node.func.attr not in USES:
                continue
            assert isinstance(node.args[0], ast.Constant), f"{path.name}:{node.lineno} is no plain pattern"
            found.append((f"{path.name}:{node.lineno}", node.args[0].value, 0, USES[node.func.attr]))
    return found


def compiled_calls():
    return sum(path.read_text(encoding="utf-8").count("re.compile(") for path in ROOT.rglob("*.py"))


ALL = patterns()


def test_no_pattern_is_forgotten():
    """Patterns are made where a module begins, so that they are found by their names."""
    assert len({name for name, *_ in ALL if not name.rpartition(":")[2].isdecimal()}) >= compiled_calls()


@pytest.mark.parametrize(("place", "pattern", "flags", "how"), ALL, ids=[f"{p}-{h}" for p, _, _, h in ALL])
def test_no_two_loops_of_a_pattern_overlap(place, pattern, flags, how):
    text = pattern.decode() if isinstance(pattern, bytes) else pattern
    over = ambiguous(text, flags & ~re.DEBUG, how=how)
    assert not over, f"{place}: {text} reads {over[:20]!r} in two loops"


@pytest.mark.parametrize(
    ("pattern", "how"),
    [
        (r"(a+)+$", "fullmatch"),
        (r"(a|a)*b", "match"),
        (r"\s*([-+]?\d[\d_]*\.?\d*)!", "match"),
        (r"\s*,\s*\s*x", "match"),
        (r"(.*?)=(.*?)=(.*?);", "match"),
        (r"\d+x", "search"),
    ],
)
def test_the_rule_sees_what_is_wrong(pattern, how):
    assert ambiguous(pattern, how=how)


@pytest.mark.parametrize(
    ("pattern", "how"),
    [(r"\d+\.\d+", "fullmatch"), (r'"(?:[^"\\]|\\.)*"', "match"), (r"\d+", "search"), (r"a{2,4}b?", "match")],
)
def test_the_rule_lets_what_is_right(pattern, how):
    assert ambiguous(pattern, how=how) == ""
