# Two commands on a fresh machine: `make plan` and `make test`. Everything lives in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: plan test lint types layers suite slow mutants bench docs clean

plan: $(VENV)/.runtime
	$(BIN)/kilosol plan

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime
	$(PIP) install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

# While one core looks at style, types and layers, another makes a first plan: it compiles the kernels, which the workers
# of the suite would otherwise do at the same time, each for itself. What it says, the suite says again.
test: $(VENV)/.dev
	@folder=$$(mktemp -d); \
	PYTHONDONTWRITEBYTECODE= OPENBLAS_NUM_THREADS=1 \
	  $(BIN)/kilosol plan --set draws=100 --json --out "$$folder/run" > /dev/null 2>&1 & first=$$!; \
	$(MAKE) --no-print-directory lint types layers; found=$$?; \
	wait $$first; rm -rf "$$folder"; \
	test $$found = 0 && $(MAKE) --no-print-directory suite

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

layers: $(VENV)/.dev
	$(BIN)/lint-imports --no-cache

suite: $(VENV)/.dev
	# One thread of linear algebra a worker: the workers already fill the cores. Modules are compiled once, not
	# anew in each of the many processes that tests start.
	PYTHONDONTWRITEBYTECODE= OPENBLAS_NUM_THREADS=1 $(BIN)/pytest -n auto --dist loadgroup --ignore=tests/bench

# Long campaigns that the normal suite leaves out.
slow: $(VENV)/.dev
	$(BIN)/pytest -m slow --ignore=tests/bench

# Slips of one token in the rules, each against the nearest tests; those that no test notices are listed.
mutants: $(VENV)/.dev
	$(BIN)/python tools/mutants.py --count $(or $(COUNT),12) --seed $(or $(SEED),1)

# Ratios and times, never assertions about time.
bench: $(VENV)/.dev
	$(BIN)/pytest tests/bench -m '' --benchmark-only

# The documentation, offline, examples run; any warning is an error. Opens as site/index.html.
docs: $(VENV)/.dev
	$(BIN)/sphinx-build -W --keep-going -q -j auto -b html docs site

clean:
	rm -rf $(VENV) kilosol-out site docs/gallery docs/reference/made build dist .mypy_cache .ruff_cache .pytest_cache
