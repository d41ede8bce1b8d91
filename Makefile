# What there is to do here; `make help` lists it. Needs Python 3.11 or newer with its venv module.

PYTHON  ?= python3
PORT    ?= 8501
ADDRESS ?= 127.0.0.1

VENV      := .venv
IN_VENV   := $(VENV)/bin/python
INSTALL   := $(IN_VENV) -m pip install --quiet --disable-pip-version-check --no-input
# Stamps of what the environment holds; each is older than a requirement that changed.
RUNS      := $(VENV)/.installed-to-run
DEVELOPS  := $(VENV)/.installed-to-develop

.DEFAULT_GOAL := help
.PHONY: help run test check bench

help: ## List what there is to do
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: $(RUNS) ## Serve the dashboard, on a demo if there is no copy (PORT=8501 ADDRESS=127.0.0.1)
	@$(IN_VENV) -m data demo --if-needed
	@exec $(IN_VENV) -m streamlit run app.py --server.port $(PORT) --server.address $(ADDRESS)

test: $(DEVELOPS) ## Run every test on all cores, with browser journeys where Chromium is (ARGS="-k search")
	@$(IN_VENV) -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder $(ARGS)

check: $(DEVELOPS) ## Lint (ruff) and check types (mypy)
	$(IN_VENV) -m ruff check .
	$(IN_VENV) -m mypy --strict data queries benchmarks

bench: $(DEVELOPS) ## Measure the speed that the README claims (ARGS="--help")
	@$(IN_VENV) -m benchmarks $(ARGS)

$(IN_VENV):
	@command -v $(PYTHON) >/dev/null || { \
		echo "There is no $(PYTHON) here. Python 3.11 or newer is needed: apt-get install python3 python3-venv"; \
		exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version 2>&1). Name a newer one: make PYTHON=python3.12 ..."; \
		exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make virtual environments here: apt-get install python3-venv"; \
		exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv --clear $(VENV)

$(RUNS): requirements.txt constraints.txt | $(IN_VENV)
	@echo "Installing what the dashboard needs (a minute or so, and only when it changes)"
	@$(INSTALL) -r requirements.txt
	@touch $@

$(DEVELOPS): requirements-dev.txt requirements.txt constraints.txt | $(IN_VENV)
	@echo "Installing what the tests need (a minute or so, and only when it changes)"
	@$(INSTALL) -r requirements-dev.txt
	@touch $(RUNS) $@
