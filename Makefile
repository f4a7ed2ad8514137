# make demo   the example plan: its book, and the site with it, running; `make demo SERVE=0`
#             makes the same and ends
# make test   everything that must hold before a commit
# make setup  what `make test` needs, without running it

.DEFAULT_GOAL := demo
MAKEFLAGS += --no-print-directory
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: demo test setup assets lint types imports unit postgresql format lock wheel clean

export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
unexport PYTHONPATH PYTHONHOME

ifndef PYTHON
PYTHON := $(shell for python in python3 python3.11 python3.12 python3.13 python3.14; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$python; break; }; done)
endif

BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install -qq
ASSETS := $(addsuffix /versions.json,src/mitgrim/documents/assets \
	src/mitgrim/web/pages/static/vendor frontend/testing)
EXAMPLE := innovation-cities-2018
TYPED := $(wildcard src tests benchmarks frontend/fetch.py)

demo: .venv/runtime.done $(ASSETS)
	@rm -rf demo/$(EXAMPLE) demo/out demo/site
	@$(BIN)/mitgrim example $(EXAMPLE) demo/$(EXAMPLE)
	@$(BIN)/mitgrim build demo/$(EXAMPLE) --out demo/out --formats html,pdf
	@$(BIN)/mitgrim demo demo/site $(if $(filter 0,$(SERVE)),--no-serve)

test: lint types imports unit postgresql

setup: .venv/dev.done $(ASSETS)

assets: $(ASSETS)

lint: .venv/dev.done
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/dev.done
	$(BIN)/mypy $(TYPED)

imports: .venv/dev.done
	$(BIN)/lint-imports --no-logo

unit: setup
	$(BIN)/pytest -n 2 --dist loadfile

# The web once more, on a PostgreSQL of its own. What a browser shows and which role opens a page
# do not depend on the database, and faults bring their own:
# `tests/web/with-postgresql .venv/bin/pytest tests/web` tries those there too.
postgresql: setup
	tests/web/with-postgresql $(BIN)/pytest -n 2 --dist loadfile -m "not nightly and not browser" \
		tests/web --ignore tests/web/faults --ignore tests/web/test_matrix.py

format: .venv/dev.done
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

wheel: setup
	$(BIN)/hatchling build -t wheel

# Keeps the pins that still fit; `make lock UPGRADE=--upgrade` takes the newest.
COMPILE = $(BIN)/uv pip compile --quiet $(UPGRADE) --no-config --universal --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock"
EXTRAS := --extra web --extra funding --extra deliberation --extra adoption --extra postgresql --extra sso
lock: | .venv/made
	$(INSTALL) 'uv>=0.9,<1'
	$(COMPILE) pyproject.toml $(EXTRAS) --extra cluster --extra notebook --group dev -o requirements/dev.lock >/dev/null
	$(COMPILE) pyproject.toml $(EXTRAS) -c requirements/dev.lock -o requirements/runtime.lock >/dev/null
	$(COMPILE) pyproject.toml --extra ingest -c requirements/dev.lock \
		-o requirements/ingest.lock >/dev/null
	$(COMPILE) --group pyproject.toml:build -c requirements/dev.lock \
		-o requirements/build.lock >/dev/null
	$(COMPILE) --group pyproject.toml:benchmarks -c requirements/dev.lock \
		-o requirements/benchmarks.lock >/dev/null
	$(COMPILE) --group pyproject.toml:frontend -o requirements/frontend.lock >/dev/null

clean:
	rm -rf .venv demo dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	rm -rf frontend/node_modules $(dir $(ASSETS))

.venv/made:
	@test -n "$(PYTHON)" || { echo "Mitgrim needs Python 3.11 or newer, and found none." \
		"Install it (Debian, Ubuntu: apt install python3 python3-venv; macOS:" \
		"brew install python@3.11), or name one: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual" \
		"environments. Install its venv module (Debian, Ubuntu: apt install python3-venv)," \
		"then run make again." >&2; exit 1; }
	@echo "Setting up .venv"
	@rm -rf .venv
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/runtime.done: pyproject.toml requirements/runtime.lock requirements/build.lock | .venv/made
	@echo "Installing what Mitgrim runs with"
	@$(INSTALL) --require-hashes -r requirements/runtime.lock -r requirements/build.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.done: pyproject.toml requirements/dev.lock | .venv/made
	@echo "Installing what the tests need"
	@$(INSTALL) --require-hashes -r requirements/dev.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch .venv/runtime.done $@

$(ASSETS): frontend/fetch.py frontend/package.json frontend/package-lock.json | .venv/made
	@command -v npm >/dev/null || $(INSTALL) --require-hashes -r requirements/frontend.lock
	@$(BIN)/python frontend/fetch.py
