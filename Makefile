# `make run` and `make test` need Python 3.11 or newer and nothing else; `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help run test coverage bench soak lint types messages requirements screenshots clean setup setup-dev

VENV ?= .venv
PY := $(VENV)/bin/python
PYTHON ?= $(shell for name in python3.12 python3.11 python3 python3.13 python3.14 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' Makefile | expand -t 22

run: setup ## start everything on this machine and print the address; Ctrl-C stops it
	@exec $(PY) manage.py up

test: setup-dev ## every check, with the time of each; the count of tests comes last
	@exec $(PY) .ci/checks.py

coverage: setup-dev ## the tests alone, with how much of the code they pass (half as slow again)
	@exec $(PY) .ci/checks.py --coverage tests processes browser

bench: setup-dev ## measurements, held to their limits
	@exec $(PY) -m benchmarks

soak: setup-dev ## 10,000 messages and deadlines while workers are killed with -9; ten made-up calls of each API operation
	@CALLCENTER_SOAK=10000 exec $(PY) -m pytest --quiet tests/notifications/test_processes.py \
		tests/clocks/test_processes.py tests/api/test_schemathesis.py

lint: setup-dev ## style and the direction of imports
	@exec $(PY) .ci/checks.py format lint imports

types: setup-dev ## annotations
	@exec $(PY) .ci/checks.py types

messages: setup-dev ## gather new sentences into the catalogue (needs gettext), to be translated there
	@exec $(PY) .ci/messages.py gather

requirements: setup-dev ## compile requirements*.in into the pinned requirements*.txt
	@for name in requirements requirements-dev; do $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 \
		--no-emit-index-url --no-emit-find-links --no-header $$name.in -o $$name.txt || exit 1; done

screenshots: setup-dev ## take the pictures in docs/screenshots anew (needs Chromium)
	@exec $(PY) .ci/screenshots.py

clean: ## remove what can be made again; .data, your data, stays
	rm -rf $(VENV) .build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete

setup: $(PY)
	@$(PY) .ci/install.py requirements.txt

setup-dev: $(PY)
	@$(PY) .ci/install.py requirements.txt requirements-dev.txt

$(PY):
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer was not found: install it, or name it with make run PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed, and this is %d.%d: name another with make run PYTHON=/path/to/python" % sys.version_info[:2])'
	@echo "Making $(VENV) with $$($(PYTHON) --version)…"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python cannot make a virtual environment here: install its venv module (Debian: apt install python3-venv)"; exit 1; }
