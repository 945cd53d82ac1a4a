# `make` prints this menu. Everything is installed into .venv; data is kept in var/.

.DEFAULT_GOAL := help
SHELL := /bin/sh

VENV := .venv
BIN := $(VENV)/bin
# Written when an installation is complete, so that the next `make run` starts at once.
RUN_READY := $(VENV)/.installed-run
DEV_READY := $(VENV)/.installed-dev
INSTALLED_FROM := pyproject.toml scripts/install

EXAMPLES ?= yes
CROSSCHECK_BIND ?= 127.0.0.1:8000
ifdef BIND
CROSSCHECK_BIND := $(BIND)
endif
CROSSCHECK_DATA_DIR ?= $(CURDIR)/var

# The tests run in as many processes as there are cores; `make test JOBS=0` runs them one after the other.
JOBS ?= auto
PYTEST := $(BIN)/python -m pytest -n $(JOBS) --dist worksteal

SPECTRAL := @stoplight/spectral-cli@6.16.3

.PHONY: help
help: ## print this menu
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: run
run: $(RUN_READY) ## start the service with the examples (EXAMPLES=no: empty; BIND=0.0.0.0:9000: elsewhere)
	@CROSSCHECK_BIND='$(CROSSCHECK_BIND)' CROSSCHECK_DATA_DIR='$(CROSSCHECK_DATA_DIR)' \
		exec $(BIN)/crosscheck serve --stop-with-parent $(if $(filter no No NO false 0,$(EXAMPLES)),--no-examples,--examples)

.PHONY: install
install: $(RUN_READY) ## install what the service needs

.PHONY: test
test: $(DEV_READY) ## install what the tests need and run them all (TESTS=tests/factcheck: some)
	$(PYTEST) $(TESTS)

.PHONY: check
check: lint types contracts openapi-check containers ## everything that CI does
	$(PYTEST) --cov=factcheck --cov-report=
	$(BIN)/coverage report --include='factcheck/*' --fail-under=95

.PHONY: bench
bench: $(DEV_READY) ## measure speed and memory (a few minutes)
	$(BIN)/python -m benchmarks

.PHONY: openapi
openapi: $(RUN_READY) ## write openapi.yaml anew from the code
	$(BIN)/crosscheck openapi > openapi.yaml.new && mv openapi.yaml.new openapi.yaml

.PHONY: lint
lint: $(DEV_READY) ## look for mistakes and check the layout
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

.PHONY: types
types: $(DEV_READY) ## check the types
	$(BIN)/mypy

.PHONY: contracts
contracts: $(DEV_READY) ## check who imports whom
	$(BIN)/lint-imports

.PHONY: openapi-check
openapi-check: $(DEV_READY) ## check that openapi.yaml is what the code says, and sound
	@$(BIN)/crosscheck openapi | diff -u openapi.yaml - || { echo "openapi.yaml is out of date; run: make openapi"; exit 1; }
	$(BIN)/openapi-spec-validator openapi.yaml
	@if command -v npx >/dev/null 2>&1; then \
		npx --yes $(SPECTRAL) lint --fail-severity=hint openapi.yaml; \
	else \
		echo "Spectral is left out: there is no npx here"; \
	fi

.PHONY: containers
containers: $(DEV_READY) ## check the Dockerfile
	$(BIN)/hadolint Dockerfile

.PHONY: format
format: $(DEV_READY) ## lay the code out
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url

.PHONY: lock
lock: $(DEV_READY) ## choose new versions of all dependencies (UPGRADE=no: only what is missing)
	$(COMPILE) $(if $(filter no,$(UPGRADE)),,--upgrade) --extra dev pyproject.toml requirements/build.in -o requirements/dev.txt
	$(COMPILE) --constraint requirements/dev.txt pyproject.toml requirements/build.in -o requirements/run.txt

.PHONY: clean
clean: ## remove the environment and everything made, but not the data
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN_READY): requirements/run.txt $(INSTALLED_FROM)
	@scripts/install run $(VENV)
	@touch $@

$(DEV_READY): requirements/dev.txt $(INSTALLED_FROM)
	@scripts/install dev $(VENV)
	@touch $@ $(RUN_READY)
