# Everything a person needs to run, check and change Auzolan. `make help` lists it.
# Needs: Python 3.11 or newer, make, and a package registry. Nothing else is assumed.

PYTHON ?= python3
VENV ?= .venv
DEMO_DIR ?= demo
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
# A stamp is newer than its lock file exactly when the environment holds what the lock says.
DEMO_STAMP := $(VENV)/.installed-lock
TEST_STAMP := $(VENV)/.installed-test
FAST_TESTS := $(wildcard tests/rooms tests/architecture tests/golden tests/docs)
# How many tests run at once; "0" runs them one after the other.
TEST_WORKERS ?= auto
PYTEST_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test test-torch test-peers check format bench lock clean

help: ## list what can be done here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(DEMO_STAMP) ## found a co-operative on real data in ./demo, run one whole period, verify it
	$(BIN)/auzolan demo $(DEMO_DIR)

test: $(TEST_STAMP) ## run every test; installs the programs that they need where it may
	bash scripts/ensure_chromium.sh
	bash scripts/ensure_ledgers.sh
	bash scripts/ensure_caddy.sh
	$(BIN)/python -m pytest -n $(TEST_WORKERS) --dist loadfile $(PYTEST_ARGS)
	bash scripts/test_torch.sh "$(PYTHON)"
	bash scripts/test_peers.sh "$(PYTHON)"

test-torch: ## run the tests that need PyTorch, in an environment of their own
	bash scripts/test_torch.sh "$(PYTHON)"

test-peers: ## count beside other people's libraries, in an environment of their own
	bash scripts/test_peers.sh "$(PYTHON)"

check: $(TEST_STAMP) ## format, style, types, imports and the fast tests; under two minutes
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -m "not slow and not browser" $(FAST_TESTS) $(PYTEST_ARGS)

format: $(TEST_STAMP) ## bring the code into its format and repair what ruff can repair
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(TEST_STAMP) ## print the figures that the documents quote (bench/*.py, one after the other)
	@for script in bench/[a-z]*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

lock: ## resolve the dependencies anew and write requirements/*.txt
	bash scripts/lock.sh "$(PYTHON)"

clean: ## remove the environment, caches and the demo
	rm -rf $(VENV) .venv-torch .venv-peers $(DEMO_DIR) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	rm -rf .import_linter_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the environment -----------------------------------------------------------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Auzolan needs Python 3.11 or newer; '$(PYTHON)' is not." >&2; \
	  echo "Name another one, for example: make demo PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "This Python cannot make environments; on Debian: apt-get install python3-venv" >&2; exit 1; }

$(DEMO_STAMP): requirements/lock.txt pyproject.toml | $(BIN)/python
	@echo "Installing what requirements/lock.txt pins into $(VENV)" >&2
	@$(PIP) install --require-hashes -r requirements/lock.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST_STAMP): requirements/test.txt $(DEMO_STAMP) | $(BIN)/python
	@echo "Installing what requirements/test.txt pins into $(VENV)" >&2
	@$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@
