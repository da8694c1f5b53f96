# Everything is installed into .venv from the lock files, and only wheels: nothing is built but this project itself.
# The stamp files in .venv say what is installed, so that a second `make demo` does not install again.

PYTHON ?= python3
DB ?= demo.db
TURNS ?= 10
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --quiet
LOCKED := --require-hashes --only-binary :all:
ITSELF := --no-build-isolation --no-deps --editable .
COMPILE := pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --custom-compile-command 'make lock'

.PHONY: help demo test busy eval bench firing check record readme lock clean

help:  ## Print these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

demo: .venv/runtime  ## Extract the sample articles by rules into DB=demo.db (some ten seconds), print records, write a report
	@echo "Eight sample articles, read by rules: no key, no model, nothing to fetch; some ten seconds."
	$(BIN)/communique extract tests/articles --model rules --db $(DB)
	@echo
	@$(BIN)/communique sql --db $(DB) "SELECT type, date, summary FROM records WHERE supported AND path LIKE '%thai%' ORDER BY start LIMIT 16"
	@echo
	@$(BIN)/communique report -o $(DB:.db=.html) --db $(DB)
	@echo "The database: $(abspath $(DB)) (SQLite). The report: $(abspath $(DB:.db=.html)), opens in a browser. Try next:"
	@echo "  $(BIN)/communique show thai_border --db $(DB)"
	@echo "  $(BIN)/communique incidents --db $(DB)"
	@echo "  $(BIN)/communique records --type accusation --db $(DB)"
	@echo "  $(BIN)/communique export --format csv -o records.csv --db $(DB)"
	@echo "With the embedded model as well (1.1 GB to fetch, once; then half a minute or more for two questions):"
	@echo "  $(BIN)/communique extract tests/articles --model local --db $(DB)"

test: .venv/dev  ## Run all tests, offline; needs neither the model nor the demo
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4

busy: .venv/dev  ## Run all tests TURNS=10 times, beside a load on every core
	$(BIN)/python -m tests.busy $(TURNS)

eval: .venv/dev  ## Score the replayed pipeline against the dev gold; fails below a pinned floor
	$(BIN)/python -m pytest -s tests/test_floors.py

bench: .venv/dev  ## Measure the rules' speed, throughput, pace, memory, kills and sharing against stand-in servers (some minutes)
	$(BIN)/python -m tests.bench

firing: .venv/dev  ## Print what of the rules fires on too few development articles; fails on an expression or a list of words
	$(BIN)/python -m tests.firing

check: .venv/dev  ## Lint, formatting, types, floors
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

record: .venv/dev  ## Record the tests' replies anew from the embedded model
	$(BIN)/python -m tests.record

readme: demo .venv/dev  ## Refresh the outputs that README.md shows
	$(BIN)/python -m tests.readme

lock: .venv/dev  ## Resolve pyproject.toml into the two lock files
	$(PIP) uv
	$(BIN)/uv $(COMPILE) --group build --output-file requirements.lock pyproject.toml
	$(BIN)/uv $(COMPILE) --group dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean:  ## Remove .venv, caches, the demo's database and report; the fetched model stays
	rm -rf .venv .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache $(DB) $(DB)-wal $(DB)-shm $(DB:.db=.html)
	find . -name __pycache__ -type d -prune -exec rm -r {} +

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "communique needs Python 3.11 or newer; name one: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/runtime: .venv/made requirements.lock pyproject.toml
	@echo "Installing from requirements.lock into .venv (600 MB on disk; a minute or two)"
	@$(PIP) $(LOCKED) -r requirements.lock
	@$(PIP) $(ITSELF)
	@touch $@

.venv/dev: .venv/made requirements-dev.lock pyproject.toml
	@echo "Installing from requirements-dev.lock into .venv (1.0 GB on disk; a minute or two)"
	@$(PIP) $(LOCKED) -r requirements-dev.lock
	@$(PIP) $(ITSELF)
	@touch $@
