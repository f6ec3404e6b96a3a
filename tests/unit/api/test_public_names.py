"""What is public: its names, its signatures, and that every command has its function.

``python tests/unit/api/test_public_names.py`` writes the kept signatures anew.
"""

from __future__ import annotations

import difflib
import inspect
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import kilosol as ks
from kilosol.cli.app import build_app

REPOSITORY = Path(__file__).parents[3]
KEPT = Path(__file__).parent / "public_signatures.txt"
PAGE = REPOSITORY / "docs" / "reference" / "public.md"

#: Command -> its parameter -> the function's, where the names differ; "" where the function has none, for the
#: reason that stands beside it.
OTHER_NAMES: dict[str, dict[str, str]] = {
    "*": {"json": "", "set_values": "set"},  # values are returned, not printed
    "windows": {
        "land_in": "",  # kilosol.transfer.landings_in_year
        **dict.fromkeys(("inclination", "launch_latitude"), ""),  # kilosol.ships.landed_load
        "site_latitude": "",  # kilosol.transfer.arrival
        "site_elevation": "",  # kilosol.ships.flight_rules
    },
    "arc": {
        **dict.fromkeys(("ship", "inclination", "launch_latitude"), ""),  # kilosol.ships.landed_load
        **dict.fromkeys(("max_c3", "max_entry", "max_tof"), ""),  # kilosol.transfer.arc_flags
        "site_latitude": "",  # kilosol.transfer.arrival
        "orbit": "",  # kilosol.transfer.burns
        "site_elevation": "",  # kilosol.ships.flight_rules
        "aerocapture": "",  # kilosol.ships.aerocapture
    },
    "porkchop": {"out": ""},  # the arrays are returned
    "plan": {"routes": ""},  # ks.routes
    "compare": {"runs": "base"},
    "selfcheck": {"misses": ""},  # Selfcheck.of("known miss")
    "serve": {"open_": "open"},
}
#: Command -> parameter -> why the default is another.
OTHER_DEFAULTS: dict[str, dict[str, str]] = {
    "windows": {
        "first_year": "the command needs it too, unless --land-in is given",
    },
    "sweep": {"vary": "given by position"},
}
#: Function -> parameters that no command has.
MORE: dict[str, set[str]] = {
    "plan": {"save", "progress"},
    "campaign": {"progress"},
    "city": {"progress"},
    "grid": {"progress"},
    "compare": {"others"},
}
#: Default values that say the same: nothing.
NOTHING = (None, ())


def commands() -> dict[str, Any]:
    """Functions behind the commands, by the name of the door's function."""
    app = build_app()
    found = {name: app[name].default_command for name in app if not name.startswith("-")}
    found["replay"] = app["station"]["replay"].default_command
    return found


def signature_lines() -> list[str]:
    """Every public name with its signature; classes with their public attributes."""
    lines = []
    for name in ks.__all__:
        value = getattr(ks, name)
        if not inspect.isclass(value):
            lines.append(
                f"{name}{_signature(value)}" if callable(value) else f"{name}: {type(value).__name__}"
            )
            continue
        named = ", ".join(base.__name__ for base in value.__bases__ if base is not object)
        bases = f"({named})" if named else ""
        if name == "Scenario":
            # Its keys have a page and a check of their own, made from its schema.
            lines.append(f"class {name}{bases}")
            continue
        lines.append(f"class {name}{bases}{_signature(value) if '__init__' in vars(value) else ''}")
        for key, member in sorted(vars(value).items()):
            if not key.startswith("_"):
                shown = _signature(member) if inspect.isfunction(member) else ""
                lines.append(f"    {name}.{key}{shown}")
    return lines


def _signature(function: Any) -> str:
    parts, kinds = [], inspect.Parameter
    had_star = False
    for one in inspect.signature(function).parameters.values():
        star = {kinds.VAR_POSITIONAL: "*", kinds.VAR_KEYWORD: "**"}.get(one.kind, "")
        if one.kind is kinds.KEYWORD_ONLY and not had_star:
            parts.append("*")
        had_star = had_star or one.kind in (kinds.KEYWORD_ONLY, kinds.VAR_POSITIONAL)
        default = one.default.as_posix() if isinstance(one.default, Path) else one.default
        text = "" if default is kinds.empty else f" = {default!r}"
        kind = "" if one.annotation is kinds.empty else f": {one.annotation}"
        parts.append(f"{star}{one.name}{kind}{text}")
    back = inspect.signature(function).return_annotation
    return f"({', '.join(parts)})" + ("" if back is inspect.Signature.empty else f" -> {back}")


def test_public_signatures_are_as_promised() -> None:
    kept, now = KEPT.read_text(encoding="utf-8").splitlines(), signature_lines()
    diff = "\n".join(difflib.unified_diff(kept, now, "promised", "now", lineterm="", n=0))
    assert not diff, (
        f"{diff}\n\nUsers rely on these. If it is meant: python {Path(__file__).relative_to(REPOSITORY)}, a "
        "fragment in changelog.d that says what they must change, and docs/reference/public.md."
    )


def test_all_dir_and_the_page_name_the_same() -> None:
    assert dir(ks) == sorted(ks.__all__)
    assert ks.__all__ == sorted(ks.__all__)
    listed = re.findall(r"^\| `(\w+)` \|", PAGE.read_text(encoding="utf-8"), flags=re.M)
    assert sorted(listed) == sorted(ks.__all__)
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_has_its_function_with_the_same_defaults(name: str) -> None:
    asked = inspect.signature(commands()[name]).parameters
    offered = inspect.signature(getattr(ks, name)).parameters
    others = {**OTHER_NAMES["*"], **OTHER_NAMES.get(name, {})}
    met = set()
    for key, one in asked.items():
        mine = others.get(key, key)
        if not mine:
            continue
        assert mine in offered, f"{name}: {key} has no counterpart"
        met.add(mine)
        if key in OTHER_DEFAULTS.get(name, {}):
            continue
        theirs, own = one.default, offered[mine].default
        if inspect.Parameter.VAR_POSITIONAL in (one.kind, offered[mine].kind):
            continue
        assert own == theirs or (own in NOTHING and theirs in NOTHING), f"{name}: {key}"
    assert set(offered) - met == MORE.get(name, set())


def test_every_excuse_is_still_needed() -> None:
    known = commands()
    for name, keys in OTHER_NAMES.items():
        for key in keys if name != "*" else ():
            assert key in inspect.signature(known[name]).parameters, f"{name}: {key}"
    for name, keys in {**OTHER_DEFAULTS, **MORE}.items():
        for key in keys:
            assert key in inspect.signature(getattr(ks, name)).parameters, f"{name}: {key}"


ORDERS = {
    "the package first": "import kilosol.grid.estimates, kilosol.report; import kilosol as ks",
    "the function first": "import kilosol as ks; ks.grid; import kilosol.grid.estimates, kilosol.report",
}


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_a_package_with_the_name_of_a_command_is_both(order: str) -> None:
    code = f"""{order}
import inspect, sys
from kilosol.grid import estimates
import kilosol.grid as package
assert package is ks.grid is sys.modules["kilosol.grid"] and package.estimates is estimates
assert "years" in inspect.signature(ks.grid).parameters
for call in (lambda: ks.grid(years=0), lambda: ks.report("no such folder")):
    try:
        call()
    except ks.KilosolError as error:
        print(type(error).__name__)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300
    )
    assert done.stdout.split() == ["OutOfRange", "ScenarioError"]


def test_importing_kilosol_loads_nothing_heavy() -> None:
    code = "import sys, kilosol; dir(kilosol); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300
    )
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert not loaded & {"numpy", "scipy", "xarray", "numba", "pydantic", "pandas", "plotly", "rich"}
    ours = {name for name in done.stdout.split() if name.startswith("kilosol")}
    assert ours == {"kilosol", "kilosol._version"}


def test_names_that_there_are_not_are_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'plans'"):
        _ = ks.plans  # type: ignore[attr-defined]


if __name__ == "__main__":
    KEPT.write_text("\n".join([*signature_lines(), ""]), encoding="utf-8")
