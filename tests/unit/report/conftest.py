import importlib.util
import sys
from pathlib import Path

import pytest


def _load():
    spec = importlib.util.spec_from_file_location(
        "kilosol_synthetic_run", Path(__file__).parent / "synthetic.py"
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def synthetic():
    return _load()


@pytest.fixture(scope="session")
def run(synthetic):
    return synthetic.results()


@pytest.fixture
def verdict(synthetic):
    return synthetic.verdict()


@pytest.fixture(scope="session")
def page(synthetic):
    from kilosol.report import render

    return render(
        synthetic.results(),
        synthetic.verdict(),
        synthetic.answers(),
        synthetic.used(),
        synthetic.provenance(),
    )
