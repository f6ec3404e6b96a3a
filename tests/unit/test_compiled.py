"""Machine code on disk follows edits of every module it was made from; without a disk kernels still run."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import kilosol
from kilosol import compiled as module
from kilosol.compiled import compiled, is_kept, sources_digest

SOURCE = Path(kilosol.__file__).parent

OUTER = """
from inner import step
from kilosol.compiled import compiled

@compiled
def twice(x):
    return step(step(x))

print(twice(3.0))
"""
INNER = """
from kilosol.compiled import compiled

@compiled
def step(x):
    return x {what}
"""


def kernel_modules():
    """Modules with a compiled function, and the modules of the package that they import."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "from kilosol.compiled import" not in text:
            continue
        imported = set()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kilosol."):
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
                imported |= {Path(*name.split(".")[1:]).with_suffix(".py") for name in names}
        found[path.relative_to(SOURCE)] = {p for p in imported if (SOURCE / p).is_file()}
    return found


KERNEL_MODULES = kernel_modules()
PACKAGES = sorted({path.parts[0] for path in KERNEL_MODULES if len(path.parts) > 1})


@pytest.fixture
def edited_folder(tmp_path):
    """A folder of two modules, of which one calls the other."""
    (tmp_path / "outer.py").write_text(OUTER)
    (tmp_path / "inner.py").write_text(INNER.format(what="+ 1.0"))
    return tmp_path


def run(folder, **environment):
    command = [sys.executable, "outer.py"]
    where = os.environ | {"PYTHONPATH": str(SOURCE.parent)} | environment
    made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, env=where)
    return float(made.stdout), made.stderr


def forget():
    module._read.cache_clear()
    module._reached.cache_clear()


def test_an_edit_of_a_called_module_is_seen(edited_folder):
    assert run(edited_folder)[0] == 5.0
    assert list(edited_folder.rglob("outer.twice-*.nbi"))
    (edited_folder / "inner.py").write_text(INNER.format(what="* 2.0"))
    assert run(edited_folder)[0] == 12.0


def test_a_module_that_is_not_imported_moves_no_stamp(edited_folder):
    before = sources_digest(str(edited_folder / "outer.py"))
    (edited_folder / "other.py").write_text("x = 1")
    forget()
    assert sources_digest(str(edited_folder / "outer.py")) == before


def test_every_package_with_kernels_is_looked_at():
    assert {"campaign", "fission", "grid", "mars", "transfer"} <= set(PACKAGES)


@pytest.mark.parametrize("package", PACKAGES)
def test_an_edit_of_any_callee_changes_the_stamp_of_its_callers(package, tmp_path):
    """In a copy of the package: each module that a module with kernels imports, wherever it stands."""
    copy = tmp_path / "kilosol"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__", "*.npz", "*.csv"))
    for caller, callees in KERNEL_MODULES.items():
        if caller.parts[0] != package:
            continue
        for callee in callees | {caller}:
            before = sources_digest(str(copy / caller))
            with (copy / callee).open("a", encoding="utf-8") as file:
                file.write("\n# Edited.\n")
            forget()
            assert sources_digest(str(copy / caller)) != before, (caller, callee)


def test_every_kernel_of_the_package_takes_this_decorator():
    """No other place asks Numba to compile a function."""
    asking = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "numba":
                names = {alias.name for alias in node.names}
                if names & {"njit", "jit", "vectorize", "guvectorize", "stencil", "cfunc"}:
                    asking.add(path.relative_to(SOURCE).as_posix())
    assert asking == {"compiled.py"}


def test_without_a_folder_that_can_be_written_kernels_run_and_one_line_says_so(edited_folder):
    # A file where a folder should be cannot be written by anybody, root included.
    (edited_folder / "__pycache__").write_text("")
    below = str(edited_folder / "__pycache__" / "below")
    value, said = run(edited_folder, NUMBA_CACHE_DIR=below, XDG_CACHE_HOME=below, HOME=below)
    assert value == 5.0
    assert said.count("\n") == 1
    assert "not kept on disk" in said
    assert "NUMBA_CACHE_DIR" in said


def test_a_disk_that_fails_later_ends_no_run(caplog, monkeypatch):
    monkeypatch.delenv("KILOSOL_SAID_IN_MEMORY", raising=False)

    @compiled
    def thrice(x):
        return 3.0 * x

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(thrice._cache._cache_file, "save", full)
    assert thrice(2.0) == 6.0
    assert thrice(2) == 6.0
    assert [record.getMessage().count("No space left") for record in caplog.records] == [1]


def test_a_numba_without_the_private_names_compiles_in_memory(monkeypatch, caplog):
    monkeypatch.delenv("KILOSOL_SAID_IN_MEMORY", raising=False)
    monkeypatch.setattr(module, "_FolderCache", None)
    plain = module.njit

    def strict(**options):
        if "_nrt" in options:
            raise KeyError("Unrecognized options: {'_nrt'}")
        return plain(**options)

    monkeypatch.setattr(module, "njit", strict)

    @compiled(makes_arrays=False)
    def half(x):
        return 0.5 * x

    assert half(3.0) == 1.5
    assert not is_kept(half)
    assert len(caplog.records) == 1


def test_private_names_that_mean_something_else_end_no_run(monkeypatch, caplog):
    """A cache whose parts were renamed, or that is made in another way."""
    for fault in (AttributeError("no _impl"), TypeError("one argument more")):
        monkeypatch.delenv("KILOSOL_SAID_IN_MEMORY", raising=False)
        caplog.clear()

        class Renamed:
            def __init__(self, _, fault=fault):
                raise fault

        monkeypatch.setattr(module, "_FolderCache", Renamed)

        @compiled
        def quarter(x):
            return 0.25 * x

        assert quarter(2.0) == 0.5
        assert not is_kept(quarter)
        assert ["not known" in record.getMessage() for record in caplog.records] == [True]


def test_a_numba_without_its_cache_module_has_no_stamped_cache(monkeypatch):
    monkeypatch.setitem(sys.modules, "numba.core.caching", None)
    assert module._folder_cache() is None
