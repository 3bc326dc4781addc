# make run    sets everything up and serves the demonstration programme on 127.0.0.1:8000
# make test   sets everything up and runs all there is to check
.DEFAULT_GOAL := help
SHELL := /bin/sh

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
STAMP := $(VENV)/.installed
CATALOGUES := $(wildcard translations/*/LC_MESSAGES/*.po)
LOCALES := fr sw
POT := translations/messages.pot
# Babel would pass over _layout and _macros by itself.
EXTRACT := $(BIN)/pybabel -q extract -F pyproject.toml -k _l --omit-header --add-location=file --sort-by-file --ignore-dirs '.*' -o
SCRIPTS := tests/types/domain.json tests/types/recorder.json tests/types/worker.json
# The tests run in so many processes at once, each with its own PostgreSQL; a file goes to one of
# them, so that what its tests share is made once. Three keep two processors busy: one waits often
# for the browser or the database.
WORKERS ?= 3
PYTEST := $(PY) -m pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder
UPDATE_OPTIONS := --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -d translations

# Modules and tests are compiled once, not again by each process that loads them.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help dev docs phone pictures checks lint types types-python types-scripts layers load chromium hledger typescript test test-fast translations wheel run demo bench clean

help:
	@sed -n 's/^# make/make/p' Makefile
	@echo 'others: dev lint types layers test-fast translations docs phone pictures wheel demo bench clean'

# The environment -------------------------------------------------------------------------------

dev: $(STAMP)

$(PY):
	$(PYTHON) -m venv $(VENV)

$(STAMP): $(PY) pyproject.toml hatch_build.py
	$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[postgres,test,dev]'
	@touch $@

# The compiled catalogues follow the ones people edit.
$(VENV)/.catalogues: $(STAMP) $(CATALOGUES)
	@$(PY) -c 'import hatch_build, pathlib; hatch_build.compile_catalogues(pathlib.Path("translations"))'
	@touch $@

# Checks ----------------------------------------------------------------------------------------

lint: dev
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --quiet --check .

types: types-python types-scripts

types-python: dev
	$(BIN)/mypy

# The modules of a phone are plain JavaScript; their types stand in comments.
types-scripts: typescript
	@command -v tsc >/dev/null 2>&1 || exit 0; \
	for part in $(SCRIPTS); do echo "tsc -p $$part"; tsc -p $$part || exit 1; done

layers: dev
	$(BIN)/lint-imports --no-logo

# Loads all tests and runs none: an error there is seen at once, and what is compiled now is ready
# for all processes that run them.
load: dev $(VENV)/.catalogues
	@told=$$($(PY) -m pytest -q --collect-only 2>&1) || { echo "$$told"; exit 1; }

# Two at a time; the one that takes longest first.
checks: dev typescript
	@$(MAKE) --no-print-directory --jobs=2 --output-sync types-python lint layers types-scripts load

# $(call debian,command,package,what is not done without it,command that does too): only root can install.
define debian
	@if command -v $(1) >/dev/null 2>&1; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(2) >/dev/null && exit 0; \
	fi; \
	for other in $(4); do if command -v $$other >/dev/null 2>&1; then exit 0; fi; done; \
	echo '*** NO $(1): $(3) (as root: apt-get install $(2)) ***'; \
	[ -z "$${CI:-}" ]
endef

# The one without windows opens a page for a seventh of the work; the other does too.
chromium:
	$(call debian,chromium-headless-shell,chromium-headless-shell,THE BROWSER TESTS ARE NOT RUN,chromium)

typescript:
	$(call debian,tsc,node-typescript,THE TYPES OF THE SCRIPTS ARE NOT CHECKED)

# The journal is read by hledger too, where it is; beancount comes with the tests.
hledger:
	$(call debian,hledger,hledger,ONLY BEANCOUNT READS THE JOURNALS)

test: checks chromium hledger $(VENV)/.catalogues
	@rm -f .coverage coverage.json
	@if command -v chromium-headless-shell >/dev/null 2>&1 || command -v chromium >/dev/null 2>&1; \
	then set --; else set -- -m 'not browser'; fi; \
	echo $(PYTEST) "$$@"; $(PYTEST) --cov --cov-report= "$$@"
	@$(PY) -m coverage json -q -o coverage.json
	@$(PY) -m tests.tidy.coverage_floor coverage.json

test-fast: dev $(VENV)/.catalogues
	$(PYTEST) -m 'not db and not browser'

# The product -----------------------------------------------------------------------------------

translations: dev
	$(EXTRACT) $(POT) .
	@for locale in $(LOCALES); do \
	  [ -f translations/$$locale/LC_MESSAGES/messages.po ] || $(BIN)/pybabel -q init -i $(POT) -d translations -l $$locale; \
	done
	$(BIN)/pybabel -q update -i $(POT) $(UPDATE_OPTIONS)

wheel: dev
	$(PY) -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation -w dist .

run: dev $(VENV)/.catalogues
	$(BIN)/vsla db upgrade
	$(BIN)/vsla demo --unless-loaded
	@if command -v espeak-ng >/dev/null 2>&1; then $(BIN)/vsla audio make || echo 'no words are read aloud'; fi
	$(BIN)/vsla run

demo: dev $(VENV)/.catalogues
	$(BIN)/vsla db upgrade
	$(BIN)/vsla demo

bench: dev
	$(PY) -m tests.bench

phone: dev chromium $(VENV)/.catalogues
	$(PY) -m tests.browser.measure_shell

pictures: dev chromium $(VENV)/.catalogues
	$(PY) -m tests.browser.make_pictures

docs: dev
	$(PY) -m tests.tidy.indicator_docs

clean:
	rm -rf build dist coverage.json .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find vsla tests migrations -name __pycache__ -type d -prune -exec rm -rf {} +
