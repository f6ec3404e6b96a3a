import pytest
import synthetic_run


@pytest.fixture(scope="session")
def synthetic():
    return synthetic_run


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
