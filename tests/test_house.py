"""House rules that no linter knows: sources, numbers, sizes, imports, docstrings."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import tomllib
from pathlib import Path

import pytest

import kilosol
from kilosol.data import columns, references, table, table_names
from kilosol.data.cases import cases
from kilosol.evidence import case, case_names
from kilosol.units import unit_of

SOURCE = Path(kilosol.__file__).parent
REPOSITORY = Path(__file__).parents[1]
DATA = SOURCE / "data"
PHYSICS = ("transfer", "ships", "mars", "solar", "storage", "loads", "fission", "grid", "campaign", "city")
MODULES = sorted(SOURCE.rglob("*.py"))
PHYSICS_MODULES = [path for path in MODULES if path.relative_to(SOURCE).parts[0] in PHYSICS]


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


# --- 1. Every number has a source that exists. ---


def is_known(source: str) -> bool:
    return source == "assumption" or source in references()


@pytest.mark.parametrize("name", table_names())
def test_tables_parse_and_their_sources_exist(name):
    about = tomllib.loads((DATA / "tables" / f"{name}.toml").read_text(encoding="utf-8"))
    sources = {cited.key: cited.source for cited in table(name).peek()}
    if "columns" in about:
        sources["columns"] = columns(name).about["source"]
    if about.get("kind") == "cases":
        sources |= {case.name: case.source for case in cases(name)}
    # A route may live on words and on values that stand elsewhere.
    assert sources or name.startswith("routes/"), "neither values, columns nor cases"
    assert {key: source for key, source in sources.items() if not is_known(source)} == {}


def test_every_long_table_is_described():
    for path in DATA.rglob("*.csv"):
        assert path.with_suffix(".toml").is_file(), path.name


def test_claims_have_sources():
    claims = tomllib.loads((DATA / "claims.toml").read_text(encoding="utf-8"))["claims"]
    assert len({claim["id"] for claim in claims}) == len(claims)
    for claim in claims:
        assert claim["source"] in references(), claim["id"]
        assert claim.get("withdrawn_source", claim["source"]) in references(), claim["id"]


def test_binary_tables_have_a_sidecar_with_a_source():
    binaries = list(DATA.rglob("*.npz"))
    assert binaries
    for path in binaries:
        about = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
        assert is_known(about["source"]), path.name
        assert about["where"], path.name
        assert about["tier"] in "ABCD", path.name


def test_every_oracle_test_has_rows_of_evidence_and_asks_for_them():
    tests = {path.stem.removeprefix("test_"): path for path in REPOSITORY.glob("tests/oracle/test_*.py")}
    assert set(case_names()) == set(tests)
    for name, path in tests.items():
        assert case(name).rows, name
        assert f'as_stated("{name}")' in path.read_text(encoding="utf-8"), name


# --- 2. No physical number stands in code. ---

#: Numbers of arithmetic and of the clock: they are the same on every planet.
PLAIN_NUMBERS = {0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 10.0, 24.0, 60.0, 90.0, 100.0, 180.0, 360.0}
PLAIN_NUMBERS |= {1000.0, 3600.0, 1e6, 1e-3}

#: Modules that are a published formula: coefficients of its derivation.
FORMULAE = {
    # Derivatives of the time of flight and Householder's iteration, Izzo (2015).
    "transfer/lambert_kernel.py": {2.5, 5.0, 6.0, 7.0, 8.0},
}


def named_constants(path: Path) -> set[tuple[int, int]]:
    """Places of all numbers in UPPER_CASE assignments of a module that a comment stands above."""
    lines, allowed = path.read_text(encoding="utf-8").splitlines(), set()
    tree = tree_of(path)
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            targets = statement.targets
        elif isinstance(statement, ast.AnnAssign):
            targets = [statement.target]
        else:
            continue
        names = [n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)]
        said = lines[statement.lineno - 2].lstrip().startswith("#") if statement.lineno > 1 else False
        if said and names and all(n.lstrip("_").isupper() for n in names):
            allowed |= {(n.lineno, n.col_offset) for n in ast.walk(statement) if isinstance(n, ast.Constant)}
    return allowed


@pytest.mark.parametrize("path", PHYSICS_MODULES, ids=name_of)
def test_no_number_without_a_name(path):
    plain = PLAIN_NUMBERS | FORMULAE.get(name_of(path), set())
    allowed = named_constants(path)
    bare = [
        f"line {node.lineno}: {node.value}"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant)
        and type(node.value) is float
        and node.value not in plain
        and (node.lineno, node.col_offset) not in allowed
    ]
    assert bare == []


# --- 3. Small pieces. ---

MOST_LINES_OF_MODULE, MOST_LINES_OF_FUNCTION = 600, 60


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_and_functions_are_short(path):
    """A function's lines are counted from the first statement after its docstring."""
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES_OF_MODULE
    long = []
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        body = node.body[1:] if ast.get_docstring(node) else node.body
        if body and (length := node.end_lineno - body[0].lineno + 1) > MOST_LINES_OF_FUNCTION:
            long.append(f"{node.name}: {length}")
    assert long == []


# --- 4. Nothing of the machine it was made on. ---

SKIPPED = {".git", ".venv", "build", "dist", "site", "kilosol-out", "node_modules"}
CACHES = re.compile(r"__pycache__|\.egg-info$|_cache$|^\.hypothesis$|^\.benchmarks$")
#: Put together here, so that this file does not hold them.
FORBIDDEN = [
    "/wo" + "rk/",
    "/t" + "mp/",
    "/ro" + "ot/",
    "--index" + "-url",
    "index" + "_url",
    "extra-index" + "-url",
    "trusted" + "-host",
]
REGISTRY = re.compile(
    r"ht" + r"tps?://[^\s\"')>]*(?:py" + r"pi|regis" + r"try|artifac" + r"tory|ne" + r"xus|mir" + r"ror)"
)


def own_files():
    stack = [REPOSITORY]
    while stack:
        for path in stack.pop().iterdir():
            if path.name in SKIPPED or CACHES.search(path.name):
                continue
            if path.is_dir():
                stack.append(path)
            elif path.suffix not in {".npz", ".png", ".nc", ".ico", ".woff2"}:
                yield path


def test_no_file_names_a_package_host_or_a_path_of_one_machine():
    found = []
    for path in own_files():
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.relative_to(REPOSITORY)}: {word}" for word in FORBIDDEN if word in text]
        found += [f"{path.relative_to(REPOSITORY)}: {hit}" for hit in REGISTRY.findall(text)]
    assert found == []


# --- 5. Physics knows arrays only. ---

FOREIGN = {"pandas", "xarray", "pydantic", "plotly", "rich", "cyclopts", "jinja2", "h5netcdf"}


def imported(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("path", PHYSICS_MODULES, ids=name_of)
def test_physics_imports_no_tables_models_or_figures(path):
    assert imported(tree_of(path)) & FOREIGN == set()


# --- 6. Units are said. ---


def public_functions():
    for package in PHYSICS:
        module = importlib.import_module(f"kilosol.{package}")
        for name in module.__all__:
            function = getattr(module, name)
            if inspect.isfunction(function):
                yield pytest.param(function, id=f"{package}.{name}")


@pytest.mark.parametrize("function", list(public_functions()))
def test_docstrings_say_units(function):
    """Every public function has a docstring, with units in brackets where its parameters carry them."""
    text = inspect.getdoc(function) or ""
    assert text, "no docstring"
    # Short names are letters of a formula; calendar years and Julian dates say their unit themselves.
    carries = [
        name
        for name in inspect.signature(function).parameters
        if len(name) > 2 and unit_of(name) not in (None, "1", "d", "yr")
    ]
    assert not carries or "[" in text, f"says no unit, though {carries} have one"


@pytest.mark.parametrize("package", PHYSICS)
def test_no_function_bears_the_name_of_its_module_or_package(package):
    module = importlib.import_module(f"kilosol.{package}")
    for name in module.__all__:
        function = getattr(module, name)
        if inspect.isfunction(function):
            assert name not in (package, function.__module__.rsplit(".", 1)[-1]), name


@pytest.mark.xdist_group("house")
def test_tests_of_a_group_stay_with_one_worker(request: pytest.FixtureRequest) -> None:
    """Some versions of pytest and xdist together forget it without a word, and each worker then makes the
    same plans."""
    if not getattr(request.config.option, "loadgroup", False):
        pytest.skip("tests do not run in groups")
    assert request.node.nodeid.endswith("@house")


# --- Imports run one way within a folder too. ---


def imported_modules(path: Path) -> set[str]:
    """Modules of the package that a module imports: at its top, within functions, for types alone."""
    known = {name_of(p).removesuffix(".py") for p in MODULES}
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "kilosol":
            below = (node.module or "").split(".")[1:]
            for target in (below, *([*below, alias.name] for alias in node.names)):
                if "/".join(target) in known:
                    found.add("/".join(target))
    return found - {name_of(path).removesuffix(".py")}


def test_no_module_imports_itself_through_others():
    """Also not lazily or for types alone: a name that both need stands in a module of its own."""
    arrows = {name_of(p).removesuffix(".py"): imported_modules(p) for p in MODULES if p.stem != "__init__"}
    order: list[str] = []
    state: dict[str, str] = {}
    circles: list[list[str]] = []

    def visit(name: str) -> None:
        state[name] = "open"
        order.append(name)
        for other in sorted(arrows.get(name, ())):
            if state.get(other) == "open":
                circles.append([*order[order.index(other) :], other])
            elif other not in state:
                visit(other)
        order.pop()
        state[name] = "done"

    for name in sorted(arrows):
        if name not in state:
            visit(name)
    assert circles == []


# --- Rules have names: no numbered places. ---

NAMED = [path for path in PHYSICS_MODULES if path.relative_to(SOURCE).parts[0] in ("campaign", "city")]
MOST_INDEX_CONSTANTS, MOST_LITERAL_SUBSCRIPT = 60, 2


def subscripts(tree: ast.Module) -> list[ast.expr]:
    """All that stands between square brackets, entries of tuples one by one."""
    found: list[ast.expr] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript):
            inner = node.slice
            found += inner.elts if isinstance(inner, ast.Tuple) else [inner]
    return found


def constants_of(tree: ast.Module) -> set[str]:
    """Upper-case names that a module gives to anything."""
    targets = [t for s in tree.body if isinstance(s, ast.Assign) for t in s.targets]
    targets += [s.target for s in tree.body if isinstance(s, ast.AnnAssign)]
    names = [n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)]
    return {name for name in names if name.lstrip("_").isupper()}


def test_rules_are_read_by_name():
    """Few constants number a place, and no number above two does: a slip in one is a wrong rule, no error."""
    trees = {path: tree_of(path) for path in NAMED}
    constants = set().union(*(constants_of(tree) for tree in trees.values()))
    used, bare = set(), []
    for path, tree in trees.items():
        for place in subscripts(tree):
            used |= {n.id for n in ast.walk(place) if isinstance(n, ast.Name)} & constants
            value = place.value if isinstance(place, ast.Constant) else None
            if type(value) is int and value > MOST_LITERAL_SUBSCRIPT:
                bare.append(f"{name_of(path)}:{place.lineno}: [{value}]")
    assert bare == []
    assert len(used) < MOST_INDEX_CONSTANTS, sorted(used)
