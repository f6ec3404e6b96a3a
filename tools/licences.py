"""Write docs/trust/licences.md from what is installed: every dependency, however deep, with its licence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PAGE = Path(__file__).parents[1] / "docs" / "trust" / "licences.md"

#: Words of older metadata, and the SPDX names that they mean.
SPDX = {
    "MIT License": "MIT", "The MIT License": "MIT", "Expat license": "MIT", "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause", "Modified BSD License": "BSD-3-Clause", "BSD-3": "BSD-3-Clause",
    "BSD 3-Clause": "BSD-3-Clause", "3-Clause BSD License": "BSD-3-Clause",
    "BSD 3-Clause License": "BSD-3-Clause",
    "BSD 2-Clause License": "BSD-2-Clause", "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0", "Apache License, Version 2.0": "Apache-2.0", "Apache-2": "Apache-2.0",
    "Python Software Foundation License": "PSF-2.0", "PSFL": "PSF-2.0", "ISC License": "ISC",
    "ISC License (ISCL)": "ISC", "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "MPL 2.0": "MPL-2.0",
    "The Unlicense (Unlicense)": "Unlicense", "Apache License 2.0 and Proprietary": "Apache-2.0",
}  # fmt: skip


def needed(name: str, extras: frozenset[str], seen: dict[str, Distribution]) -> None:
    """Add all that a distribution needs here, with some of its extras, to what has been seen."""
    done: set[tuple[str, str]] = set()
    waiting = [(name, extra) for extra in ("", *sorted(extras))]
    while waiting:
        one, extra = waiting.pop()
        if (one, extra) in done:
            continue
        done.add((one, extra))
        try:
            found = distribution(one)
        except PackageNotFoundError:
            continue
        if one != "kilosol":
            seen[one] = found
        for text in found.requires or ():
            wanted = Requirement(text)
            if wanted.marker is None or wanted.marker.evaluate({"extra": extra}):
                waiting += [(canonicalize_name(wanted.name), e) for e in ("", *wanted.extras)]


def licence_of(found: Distribution) -> str:
    """SPDX expression of a distribution, from the newest field that it fills."""
    about = found.metadata
    said = [about.get("License-Expression") or ""]
    said += [c.split(" :: ")[-1] for c in about.get_all("Classifier") or () if c.startswith("License ::")]
    said.append((about.get("License") or "").split("\n")[0])
    for text in filter(None, said):
        if text in ("OSI Approved", "UNKNOWN"):
            continue
        return SPDX.get(text.strip(), text.strip())
    return "not told"


def parts_of(expression: str) -> set[str]:
    """Licences of an expression that all hold; of a choice the first.

    Examples
    --------
    >>> sorted(parts_of("BSD-3-Clause AND (MIT OR GPL-2.0-only)"))
    ['BSD-3-Clause', 'MIT']
    """
    chosen = re.sub(r"([\w.+-]+) OR [\w.+-]+(?: OR [\w.+-]+)*", r"\1", expression)
    return {p.strip(" ()") for p in re.split(r" AND ", chosen)}


def rows(seen: dict[str, Distribution]) -> Iterator[str]:
    """Lines of the table."""
    for name, found in sorted(seen.items()):
        yield f"| {name} | {found.version} | {licence_of(found)} |"


def main() -> None:
    """Write the page anew between its marks."""
    runtime: dict[str, Distribution] = {}
    needed("kilosol", frozenset(), runtime)
    text = PAGE.read_text(encoding="utf-8")
    head, _, rest = text.partition("<!-- runtime -->\n")
    _, _, tail = rest.partition("<!-- end -->\n")
    table = ["| package | version | licence |", "|---|---|---|", *rows(runtime)]
    PAGE.write_text(
        head + "<!-- runtime -->\n" + "\n".join(table) + "\n<!-- end -->\n" + tail, encoding="utf-8"
    )


if __name__ == "__main__":
    main()
