# Every target sets itself up: nothing but Python >= 3.11 and make is needed.
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= auto

.PHONY: run test check content report bench

run: $(VENV)/serve
	@$(BIN)/headroom serve --host $(HOST) --port $(PORT)

test: $(VENV)/tests
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup --ignore tests/content -m "not browser"
	$(BIN)/pytest -n $(WORKERS) --dist loadfile tests/browser

check: $(VENV)/tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint templates --lint --quiet

content: $(VENV)/tests
	$(BIN)/headroom seeds check seeds
	$(BIN)/pytest tests/content -q -n $(WORKERS) --dist worksteal --durations 5 --durations-min 4

report: $(VENV)/tests
	@$(BIN)/python -m tests.content.report seeds

bench: $(VENV)/tests
	$(BIN)/python -m bench

$(VENV)/serve: requirements.lock pyproject.toml
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Headroom needs Python 3.11 or newer"; exit 1; }
	@test -x $(BIN)/python || python3 -m venv $(VENV) || { rm -rf $(VENV); echo "install python3-venv, then run make again"; exit 1; }
	@echo "Installing what serves (once)"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/tests: $(VENV)/serve tests/requirements.lock
	@echo "Installing what tests (once)"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r tests/requirements.lock
	@touch $@
