# Every verb of the project. `make` alone lists them; each runs on a fresh machine with Python 3.11+ and nothing else.

.DEFAULT_GOAL := help
.PHONY: help up down status logs scale clean test bench lint pins diagram openapi pictures

# The first Python that is new enough; PYTHON=… overrides.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .mstore/venv
# Whatever is written goes there, caches too.
export PYTHONPYCACHEPREFIX := $(CURDIR)/.mstore/cache/python
export HYPOTHESIS_STORAGE_DIRECTORY := $(CURDIR)/.mstore/cache/hypothesis
RUN := $(VENV)/bin/python
PACKAGES := libs/service_defaults libs/api_contract libs/revision_cache services/read-api services/write-api services/frontend services/admin-ui
PYPROJECTS := $(PACKAGES:%=%/pyproject.toml)

help: ## this list
	@awk -F ' *## ' '/^[a-z]+:.*## / {sub(/:.*/, "", $$1); printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

up: $(VENV)/.house ## start the whole shop and say where to look
	@$(RUN) -m infra.local up

down: $(VENV)/.house ## stop it; nothing is lost
	@$(RUN) -m infra.local down

status: $(VENV)/.house ## each part with its address and health, each database node with its role, revision and lag (FORMAT=json)
	@$(RUN) -m infra.local status --format $(or $(FORMAT),table)

logs: $(VENV)/.house ## what the parts say (PART=read-api-1 for one, FOLLOW=1 to stay)
	@$(RUN) -m infra.local logs $(PART) $(if $(FOLLOW),--follow)

scale: $(VENV)/.house ## run more or fewer read APIs while traffic flows (READ_API=4)
	@$(RUN) -m infra.local scale read-api=$(or $(READ_API),$(error say how many: make scale READ_API=4))

clean: $(VENV)/.house ## stop it and remove all its data
	@$(RUN) -m infra.local clean

test: $(VENV)/.dev ## run every test, two at a time (PROCESSES=0: one after the other; TESTS=… for some)
	@$(RUN) -m tests.browser
	@$(RUN) -m pytest --numprocesses $(or $(PROCESSES),2) --dist loadgroup $(TESTS)

bench: $(VENV)/.dev ## measure reads beside their peers, into docs/benchmarks.md (BENCH=quick; ONLY="list memory" for these alone)
	@$(RUN) -m tests.load

lint: $(VENV)/.dev ## ruff and mypy --strict
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy

diagram: $(VENV)/.dev ## draw the schema anew in database/README.md
	@$(RUN) -m database diagram

openapi: $(VENV)/.dev ## make the API's document anew, of the contracts of both APIs
	@$(RUN) -m api_contract services/read-api/read_api/docs/openapi.json read_api.openapi write_api.openapi
	@$(RUN) -m api_contract --methods services/write-api/write_api/methods.json read_api.openapi write_api.openapi

pictures: $(VENV)/.dev ## render the demo shop's pictures anew
	@$(RUN) -m infra.demo.potter

pins: $(VENV)/.dev ## resolve every requirement anew, with hashes and without any index
	@$(RUN) -m infra.pins

# The environment: `.house` holds what the shop runs on, `.dev` adds what tests and checks need.
$(VENV)/.house: requirements.txt $(PYPROJECTS) | $(VENV)
	@echo "Installing what the shop runs on (once) …"
	@$(RUN) -m pip install --quiet --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	@$(RUN) -m pip install --quiet --quiet --disable-pip-version-check --no-deps --no-build-isolation $(PACKAGES:%=--editable %)
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.house
	@echo "Installing what the tests need (once) …"
	@$(RUN) -m pip install --quiet --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	@touch $@

$(VENV):
	$(if $(PYTHON),,$(error mstore needs Python 3.11 or newer with its venv module; name one with PYTHON=/path/to/python3))
	@$(PYTHON) -m venv $(VENV)
