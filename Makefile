# Two commands do all the set-up: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help demo test lint types check clean

help:
	@echo "make demo    set up, check every file in claims/ and write the report in reports/"
	@echo "make test    set up and run the whole test suite"
	@echo "make lint    ruff"
	@echo "make types   mypy --strict"
	@echo "make check   lint, types and tests"

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "factcheck needs Python 3.11 or newer, not " + sys.version.split()[0])'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing the pinned dependencies (about 2.4 GB with PyTorch and the models, 6.9 GB where PyTorch has CUDA; once)"
	$(PIP) install --constraint constraints.txt --editable '.[large]'
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(PIP) install --constraint constraints.txt --editable '.[large,dev]'
	@touch $@

# The exit code is the check's: 0 exactly when every `expect:` of the demo is met.
demo: $(VENV)/.installed
	@$(BIN)/factcheck check claims/; code=$$?; [ $$code -le 1 ] || exit $$code; \
	$(BIN)/factcheck report reports/claims.json --format markdown --output reports/claims.md && \
	$(BIN)/factcheck report reports/claims.json --format html --output reports/claims.html && \
	echo "report: reports/claims.json, reports/claims.md, reports/claims.html" && exit $$code

test: $(VENV)/.dev
	$(BIN)/python -m pytest

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

check: lint types test

clean:
	rm -rf $(VENV) .factcheck reports build dist *.egg-info
