# One word per chore. `make help` lists them.
VENV ?= .venv
PY := $(VENV)/bin/python
PORT ?= 8000
export PORT

.DEFAULT_GOAL := help
.PHONY: help run test check bench bench-match messages translations lock setup setup-dev setup-front setup-browser clean

help: ## List the chores
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: setup setup-front ## Set everything up and start the web app and the worker
	@$(PY) -m scripts.messages --compile
	@$(PY) -m assistant.cli check --quiet
	@$(PY) -m scripts.run

test: setup-dev setup-front setup-browser ## Everything the tests need, then the whole suite
	@$(PY) -m scripts.messages --compile
	@$(PY) -m scripts.test

check: setup-dev ## Format, lint, types and the definitions, in under a minute
	$(VENV)/bin/ruff format --check assistant tests benchmarks scripts
	$(VENV)/bin/ruff check assistant tests benchmarks scripts
	$(VENV)/bin/mypy
	$(PY) -m assistant.cli check

bench: setup-dev ## Measure what we promise; results go to benchmarks/RESULTS.md by hand
	$(PY) -m benchmarks.run

bench-match: setup-dev ## Measure the matcher beside its peers
	$(PY) -m benchmarks.match

messages: setup-dev ## Extract all resident-facing strings and renew the translations
	$(PY) -m scripts.messages

translations: setup-dev ## Say what each language still lacks, for the interface and every service
	@$(PY) -m scripts.translations

lock: setup-dev ## Lock versions and hashes again, naming no index
	$(PY) -m scripts.lock

setup: $(VENV)/.app ## The virtual environment with what the product needs
setup-dev: $(VENV)/.dev ## … and with what tests and checks need

$(VENV)/bin/python:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed"; exit 1; }
	python3 -m venv $(VENV)

$(VENV)/.app: $(VENV)/bin/python requirements/app.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/app.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.app requirements/dev.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

setup-front: ## Front-end packages, where Node is there; the site runs without them
	@$(PY) -m scripts.front

setup-browser: ## Chromium for the browser tests, where the platform's package manager has it
	@$(PY) -m scripts.browser

clean: ## Remove what the other chores made (drafts and cases included)
	rm -rf $(VENV) node_modules var assistant/static/vendor
