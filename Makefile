# `make help` lists the targets. GNU make (3.81 and later) and a POSIX shell.

.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

# The first of these that runs and is new enough; `make PYTHON=/path/to/python3` overrides.
PYTHON = python3.13 python3.12 python3.11 python3

BIN = .venv/bin
RUN = .venv/.run
DEV = .venv/.dev

.PHONY: help serve explorer test lint types format bench bench-scale bench-search lock clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile
	@echo 'Variables of serve: CONTENT HOST PORT WORKERS DATABASE, e.g. make serve PORT=8080'
	@echo 'Variable of bench: QUICK=1'

# tcsh and conda put their own HOST into the environment: it counts only when given to make.
ifneq ($(origin HOST),command line)
unexport HOST
endif

# make exports the variables it was given, so the shell sees them whole: spaces and & are safe.
serve: $(RUN) ## start the API; the first start installs what it needs into .venv
	@exec $(BIN)/newsstand serve \
	  $${CONTENT:+--content "$$CONTENT"} $${DATABASE:+--database "$$DATABASE"} \
	  $${HOST:+--host "$$HOST"} $${PORT:+--port "$$PORT"} $${WORKERS:+--workers "$$WORKERS"}

explorer: ## build the explorer and the REST reference; needs Node.js 18 or later and npm
	@npm --version >/dev/null || { echo 'make explorer needs Node.js and npm' >&2; exit 1; }
	npm ci --prefix web
	npm run build --prefix web

# Pages that are built are tested where they are there; in CI they must be.
test: lint types $(if $(CI),explorer) ## everything that is checked: lint, types, tests
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder

lint: $(DEV) ## ruff: rules and formatting
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(DEV) ## mypy
	$(BIN)/mypy

format: $(DEV) ## let ruff rewrite the source
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

bench: $(DEV) ## measure against a bare server and a plain application (QUICK=1: two minutes)
	@$(BIN)/python -m bench $(if $(QUICK),--quick)

bench-scale: $(DEV) ## measure archives of 7,800, 78,000 and 780,000 translations; takes 10 GB
	@$(BIN)/python -m bench.scale

bench-search: $(DEV) ## measure search on both engines; takes four minutes
	@$(BIN)/python -m bench.search

clean: ## remove what make, the tools and Python left behind; databases stay
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	rm -rf api/assets web/node_modules tests/*/node_modules examples/*/node_modules
	find . -name __pycache__ -prune -exec rm -rf {} +

# --- installing -------------------------------------------------------------------------------

# Sets $py. Each is run, not looked up: version managers leave commands that only print an error.
define find_python
for py in $(PYTHON) ''; do \
  test -z "$$py" || ! "$$py" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' \
    2>/dev/null || break; \
done; \
test -n "$$py" || { echo 'Newsstand needs Python 3.11 or later; none of these is: $(PYTHON).' \
  'Name one: make PYTHON=/path/to/python3' >&2; exit 1; }
endef

# Runs its arguments while holding a lock on the Makefile. The kernel drops the lock with the last
# process that holds it, so a killed make leaves nothing to clean up.
LOCKED = import fcntl, os, sys; \
  f = open("Makefile"); fcntl.flock(f, fcntl.LOCK_EX); os.set_inheritable(f.fileno(), True); \
  os.execvp(sys.argv[1], sys.argv[1:])

# A .venv without $(RUN) is one whose first installation did not come to its end: start again.
# pip is the outer one's (--python): Debian's python3 cannot put one into a venv by itself.
define install
set -eu; py=$$1 stamp=$$2 lock=$$3; shift 2
test -x $(BIN)/python || rm -f $(RUN)
newer=; for file; do test ! -e $$file || newer="$$newer -newer $$file"; done
test -z "$$(find $$stamp $$newer 2>/dev/null)" || exit 0  # another make has just done it
if uv --version >/dev/null 2>&1; then
  venv="uv venv --quiet --python $$py" offline=--offline
  pip="uv pip install --quiet --python $(BIN)/python"
else
  venv="$$py -m venv --without-pip" offline=--no-index
  pip="$$py -m pip --python $(BIN)/python --disable-pip-version-check install --quiet"
fi
echo "installing $$lock into .venv" >&2
test -e $(RUN) || { rm -rf .venv; $$venv .venv; }
$$pip --require-hashes -r $$lock
# setuptools, which builds the project itself, is in the lock: no network, no second copy of it
test $$stamp = $(DEV) || $$pip $$offline --no-deps --no-build-isolation -e .
touch $$stamp
endef
export install

# An upgrade of the system's Python can take away what .venv points to; the stamps would not tell.
.PHONY: no_python
$(RUN): requirements.lock pyproject.toml $(if $(realpath $(BIN)/python),,no_python)
$(DEV): requirements-dev.lock pyproject.toml $(RUN)
$(RUN) $(DEV):
	@$(find_python); exec "$$py" -c '$(LOCKED)' sh -c "$$install" sh "$$py" $@ $^

# The development lock is solved first and then handed to the other as what is installed already:
# both name the same versions, so one .venv serves both.
COMPILE = pip compile pyproject.toml --quiet --universal --python-version 3.11 \
  --generate-hashes --no-header

lock: ## solve the dependencies anew; pins stay where they can (UPGRADE=1 raises them)
	@$(find_python); set -eu; uv=uv; \
	if ! uv --version >/dev/null 2>&1; then \
	  tmp=$$(mktemp -d); trap 'rm -rf "$$tmp"' EXIT; uv=$$tmp/bin/uv; \
	  "$$py" -m venv --without-pip "$$tmp"; \
	  "$$py" -m pip --python "$$tmp/bin/python" install --quiet uv; \
	fi; \
	"$$uv" $(COMPILE) $(if $(UPGRADE),--upgrade) --group dev --output-file requirements-dev.lock; \
	cp requirements-dev.lock requirements.lock; \
	"$$uv" $(COMPILE) --output-file requirements.lock
