"""One-token mutants of the rules, run against the nearest tests; lists those that no test notices.

A mutant changes one operator, one bound or one truth value of a module, in a copy of the repository. A mutant
that survives is a rule that no test holds, or a change that makes no difference: a person decides which.

    python tools/mutants.py --count 12 --seed 1 [--compiled] [campaign city grid]

Kernels run as plain Python unless ``--compiled`` is given: compiling takes a minute for each mutant, and the
tests named here are small enough without.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
import tokenize
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]

#: Part of the house -> its modules, and the tests nearest to them.
TARGETS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "campaign": (
        ("src/kilosol/campaign/transitions.py",),
        ("tests/unit/campaign/test_rules_by_hand.py", "tests/unit/campaign/test_gates.py"),
    ),
    "city": (
        ("src/kilosol/city/step.py", "src/kilosol/city/arrivals.py"),
        (
            "tests/unit/city/test_growth.py::TestConservation",
            "tests/unit/city/test_growth.py::TestPower",
            "tests/unit/city/test_growth.py::TestLimits",
            "tests/unit/city/test_growth.py::TestClosedForms",
        ),
    ),
    "grid": (("src/kilosol/grid/dispatch_step.py",), ("tests/unit/grid/test_dispatch.py",)),
}

#: Token -> what it may become.
SWAPS = {
    "<": (">=", "<="), ">": ("<=", ">="), "<=": (">", "<"), ">=": ("<", ">"), "==": ("!=",), "!=": ("==",),
    "+": ("-",), "-": ("+",), "*": ("/",), "/": ("*",), "+=": ("-=",), "-=": ("+=",), "*=": ("/=",),
    "and": ("or",), "or": ("and",), "min": ("max",), "max": ("min",), "True": ("False",), "False": ("True",),
    "0.0": ("1.0",), "1.0": ("0.0",), "0": ("1",), "1": ("0",),
}  # fmt: skip

#: Longest that the tests of the rules as they are may take [s], and how much longer those of a mutant: a loop
#: that no longer ends is a mutant killed.
LIMIT_S, LONGER_BY = 600.0, 4.0


@dataclass(frozen=True)
class Mutant:
    """A module, the place of a token in it, and what the token becomes."""

    module: str
    line: int
    column: int
    token: str
    becomes: str

    def said(self, text: str) -> str:
        """Where it is and how its line reads."""
        was = text.splitlines()[self.line - 1].strip()
        return f"{self.module}:{self.line}: {self.token} -> {self.becomes} at column {self.column}: {was}"

    def applied(self, text: str) -> str:
        """The module's text with the token changed."""
        lines = text.splitlines(keepends=True)
        line = lines[self.line - 1]
        lines[self.line - 1] = line[: self.column] + self.becomes + line[self.column + len(self.token) :]
        return "".join(lines)


def mutants_of(module: str) -> list[Mutant]:
    """All mutants of a module: of lines within functions, without decorators, annotations and imports."""
    text = (REPOSITORY / module).read_text(encoding="utf-8")
    found = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        (line, column), stripped = token.start, token.line.strip()
        is_code = token.line.startswith("    ") and not stripped.startswith(("@", "import", "from"))
        if not is_code or "->" in stripped or token.type not in (tokenize.OP, tokenize.NAME, tokenize.NUMBER):
            continue
        found += [Mutant(module, line, column, token.string, new) for new in SWAPS.get(token.string, ())]
    return found


def passes(copy: Path, tests: tuple[str, ...], *, is_compiled: bool, limit_s: float = LIMIT_S) -> bool:
    """Whether the tests of a copy pass."""
    if is_compiled:
        # Machine code of the mutant before would hide this one.
        shutil.rmtree(copy / "machine-code", ignore_errors=True)
    child = multiprocessing.get_context("fork").Process(target=_run, args=(copy, tests))
    child.start()
    child.join(limit_s)
    if child.is_alive():
        child.kill()
        child.join()
        return False
    return child.exitcode == 0


def _run(copy: Path, tests: tuple[str, ...]) -> None:
    """Run tests in this process, a fork that has the large libraries loaded and nothing of Kilosol."""
    sys.path.insert(0, str(copy / "src"))
    sys.dont_write_bytecode = True
    os.chdir(copy)
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
        code = pytest.main(["-q", "-x", "-n", "0", "-p", "no:cacheprovider", *tests])
    os._exit(int(code))


def main() -> int:
    """Run mutants and list the survivors; 0 where every one of them was noticed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", default=list(TARGETS), help=f"of {', '.join(TARGETS)}")
    parser.add_argument("--count", type=int, default=12, help="mutants of each part")
    parser.add_argument("--seed", type=int, default=1, help="which mutants are drawn")
    parser.add_argument("--compiled", action="store_true", help="compile each mutant")
    asked = parser.parse_args()
    survivors, n_run = [], 0
    os.environ |= {"OPENBLAS_NUM_THREADS": "1", "NUMBA_DISABLE_JIT": "0" if asked.compiled else "1"}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        os.environ["NUMBA_CACHE_DIR"] = str(copy / "machine-code")
        for library in ("numba", "scipy.special", "xarray", "pydantic"):
            importlib.import_module(library)
        for name in ("src", "tests"):
            shutil.copytree(REPOSITORY / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(REPOSITORY / "pyproject.toml", copy)
        for part in asked.parts:
            modules, tests = TARGETS[part]
            began = time.monotonic()
            if not passes(copy, tests, is_compiled=asked.compiled):
                print(f"{part}: its tests fail without any mutant", file=sys.stderr)
                return 2
            limit_s = LONGER_BY * (time.monotonic() - began)
            known = [mutant for module in modules for mutant in mutants_of(module)]
            drawn = random.Random(f"{asked.seed}/{part}").sample(known, min(asked.count, len(known)))
            for mutant in drawn:
                path = copy / mutant.module
                text = path.read_text(encoding="utf-8")
                path.write_text(mutant.applied(text), encoding="utf-8")
                n_run += 1
                if passes(copy, tests, is_compiled=asked.compiled, limit_s=limit_s):
                    survivors.append(mutant.said(text))
                    print(f"survives {survivors[-1]}", flush=True)
                else:
                    print(f"killed   {mutant.said(text)}", flush=True)
                path.write_text(text, encoding="utf-8")
    print(f"\n{n_run - len(survivors)} of {n_run} mutants killed; survivors:")
    print("\n".join(survivors) or "none")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
