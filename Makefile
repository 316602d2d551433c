# `make demo` and `make test` need nothing but Debian 12 and Python 3.11 or later.

PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LIGHTHOUSE := journeys/lighthouse
DEMO := ACCOMPANY_DATA=var/demo
# A file of tests in one piece, in their order: the longest waits stand first. Tests of rows wait for
# servers and disks now and then, so three share two cores; browsers keep both busy.
IN_FILES := --dist loadfile --no-loadscope-reorder

.PHONY: help demo demo-reset lighthouse test check format lint types contracts migrations templates docs lock messages clean
.DEFAULT_GOAL := help

help:
	@echo 'make demo         try it: a synthetic organization on http://127.0.0.1:$(PORT)'
	@echo 'make demo-reset   the same, from the beginning'
	@echo 'make test         every test, on SQLite and again on PostgreSQL'
	@echo 'make messages     gather the strings, and compile their Spanish'
	@echo 'make check        format, lint, types, contracts, migrations, docs, and every test'

demo: $(VENV)/ready
	@$(DEMO) $(BIN)/accompany init --demo
	@exec env $(DEMO) $(BIN)/accompany serve --port $(PORT)

demo-reset:
	rm -rf var/demo var/demo-host
	@$(MAKE) --no-print-directory demo PORT=$(PORT)

test: $(VENV)/ready-dev lighthouse
	@.ci/needs apache2-bin chromium libimage-exiftool-perl postgresql sqlite3
	$(BIN)/pytest -q -n 3 $(IN_FILES)
	$(BIN)/pytest -q -n 2 $(IN_FILES) journeys
	ACCOMPANY_TEST_DATABASE=postgres $(BIN)/pytest -q -n 3 $(IN_FILES)

check: format lint types contracts migrations templates docs test

format: $(VENV)/ready-dev
	$(BIN)/ruff format --check .

lint: $(VENV)/ready-dev
	$(BIN)/ruff check .

types: $(VENV)/ready-dev
	$(BIN)/mypy accompany

contracts: $(VENV)/ready-dev
	$(BIN)/lint-imports

migrations: $(VENV)/ready-dev
	ACCOMPANY_DATA=build/migrations $(BIN)/python -m django makemigrations --check --dry-run --settings accompany.settings

templates: $(VENV)/ready-dev
	$(BIN)/djlint --lint --quiet accompany

docs: $(VENV)/ready-dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --site-dir build/site

# The catalog of every string that is marked, and what a house reads of it. Needs Debian's gettext;
# a house and its tests do not.
messages: $(VENV)/ready-dev
	@.ci/messages $(CURDIR)/$(BIN)/python

# What measures the pages; it brings no browser of its own, and nothing of it is served.
lighthouse: $(LIGHTHOUSE)/node_modules/ready

$(LIGHTHOUSE)/node_modules/ready: $(LIGHTHOUSE)/package-lock.json
	@.ci/needs nodejs npm
	@echo 'Installing what $< names …'
	@cd $(LIGHTHOUSE) && PUPPETEER_SKIP_DOWNLOAD=1 npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

# Locked versions with their hashes; run after changing pyproject.toml.
lock: $(VENV)/ready-dev
	.ci/lock

clean:
	rm -rf $(VENV) $(LIGHTHOUSE)/node_modules build var/demo var/demo-host

$(VENV)/ready: requirements.lock pyproject.toml
	@.ci/venv $(PYTHON) $(VENV) requirements.lock
	@touch $@

$(VENV)/ready-dev: requirements-dev.lock pyproject.toml
	@.ci/venv $(PYTHON) $(VENV) requirements-dev.lock
	@touch $@ $(VENV)/ready
