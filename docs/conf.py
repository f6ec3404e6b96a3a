"""How the documentation is built: `make docs`, offline, warnings are errors."""

from __future__ import annotations

import os
import sys
from pathlib import Path

HERE = Path(__file__).parent
#: The suite runs the examples by themselves and wants the pages alone: no outputs, no pages of source code.
IS_FULL = os.environ.get("KILOSOL_DOCS_RUN_EXAMPLES", "1") == "1"
sys.path.insert(0, str(HERE / "_ext"))

from kilosol import __version__  # noqa: E402

project = "Kilosol"
author = "The Kilosol developers"
copyright = author  # noqa: A001 - the name Sphinx asks for
version = release = __version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.napoleon",
    *(["sphinx.ext.viewcode"] if IS_FULL else []),
    "sphinx_design",
    "sphinx_gallery.gen_gallery",
    "cyclopts.ext.sphinx",
    "mathml",
    "generated_pages",
]
exclude_patterns = [
    "_ext",
    "**/sg_execution_times*",
    "sg_execution_times*",
    "gallery/**/*.ipynb",
    "gallery/**/*.py",
    "gallery/**/*.md5",
    "gallery/**/*.json",
]
myst_enable_extensions = ["dollarmath", "deflist", "colon_fence", "fieldlist"]
myst_heading_anchors = 3

autodoc_typehints = "none"  # the numpydoc text states types, shapes and units
autodoc_member_order = "bysource"
autosummary_generate = False
napoleon_google_docstring = False
napoleon_numpy_docstring = True
napoleon_use_rtype = False
napoleon_use_ivar = True  # a frozen bundle's fields are described once

html_theme = "furo"
html_title = "Kilosol"
html_static_path = ["_static"]
html_css_files = ["kilosol.css"]
html_theme_options = {
    "source_directory": "docs/",
    "light_css_variables": {"color-brand-primary": "#9a3b12", "color-brand-content": "#9a3b12"},
    "dark_css_variables": {"color-brand-primary": "#f0a27a", "color-brand-content": "#f0a27a"},
}
html_show_sourcelink = False

sphinx_gallery_conf = {
    "examples_dirs": [str(HERE.parent / "examples")],
    "gallery_dirs": ["gallery"],
    "filename_pattern": r"\.py$",
    "plot_gallery": IS_FULL,
    "image_scrapers": (),
    "capture_repr": ("_repr_html_", "__repr__"),
    "reset_modules": (),
    "download_all_examples": False,
    "show_memory": False,
    "write_computation_times": False,
    "within_subsection_order": "FileNameSortKey",
    "show_signature": False,
    "remove_config_comments": True,
    "min_reported_time": 1_000_000,
    "abort_on_example_error": True,
}
suppress_warnings = [
    "config.cache",  # the settings hold functions of the extensions above
    "myst.xref_missing",  # the pages name files of the repository, which are not pages
]
