# Every target sets itself up: nothing but Python >= 3.11 and make is needed.
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= auto

.PHONY: check test

$(VENV)/serve: requirements.lock pyproject.toml
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Headroom needs Python 3.11 or newer"; exit 1; }
	@test -x $(BIN)/python || python3 -m venv $(VENV) || { rm -rf $(VENV); echo "install python3-venv, then run make again"; exit 1; }
	@$(BIN)/pip install -q --require-hashes -r requirements.lock
	@$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/tests: $(VENV)/serve tests/requirements.lock
	@$(BIN)/pip install -q --require-hashes -r tests/requirements.lock
	@touch $@

check: $(VENV)/tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test: $(VENV)/tests
	$(BIN)/pytest -n $(WORKERS)
