# Needs make, git and a Python >= 3.11. All that it installs goes into .venv; all that it writes, into results/.
#
#   make test ARGS="tests/laws -x"   arguments for pytest
#   make test EXTRAS=all             with the optional parts (ui, research, report, cluster) installed
#   make ui ARGS="--lang en"         arguments for salesshift ui
#   make demo PYTHON=python3.12      with a given Python
#   make test VENV=.venv-3.13        in another environment

EXTRAS ?= test
VENV ?= .venv
ARGS ?=
PYTHON ?=

# An environment works only where, and with the Python for which, it was made; a copied tree makes its own.
KEY := $(shell printf '%s' "$$(pwd -P) $(PYTHON)" | cksum | cut -d' ' -f1)
MADE := $(VENV)/.made-$(KEY)
BASE := $(VENV)/.has-base-$(KEY)
TOOLS := $(VENV)/.has-$(EXTRAS)-$(KEY)
BENCH := $(VENV)/.has-bench-$(KEY)
RESEARCH := $(VENV)/.has-research-$(KEY)
UI := $(VENV)/.has-ui-$(KEY)
RUN := $(VENV)/bin/python
# Most of what is installed is never imported: where tests are all that happens, the first import may compile it.
PIP := $(RUN) -m pip install -q --disable-pip-version-check --no-input $(if $(CI),--no-compile) -c constraints.txt
DEMO := results/demo
PRETTIER := node_modules/.bin/prettier
SOURCES := pyproject.toml constraints.txt sim/_version.py

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Two installations at once would break the environment, also with make -j; pytest uses all processors by itself.
.NOTPARALLEL:
.PHONY: help demo ui screens test test-slow test-full lint format validation calibration findings notebooks bench bench-quick clean

help:
	@echo 'make demo       compare the strategies of the example scenario; writes $(DEMO)'
	@echo 'make ui         open the workshop in the browser (Ctrl-C stops it); the first time needs the internet'
	@echo 'make test       run the tests except the slow ones (ARGS="..." goes to pytest)'
	@echo 'make test-slow  run the slow tests (keeps the verdict in .ci/last_slow)'
	@echo "                last run: $$(cat .ci/last_slow 2>/dev/null || echo 'never to its end')"
	@echo 'make test-full  run all tests with more generated inputs, on two Pythons if there are two (about an hour)'
	@echo 'make screens    take the pictures of docs/images/workshop anew (needs Chromium; some minutes)'
	@echo 'make lint       check style and types'
	@echo 'make format     lay out the Vue files anew (needs Node.js)'
	@echo 'make validation   write the boards of docs/validation.md anew (about ten minutes)'
	@echo 'make calibration  find the defaults anew from the patterns of the literature (about an hour)'
	@echo 'make findings   carry out all ready designs and write docs/findings.md anew (about half an hour)'
	@echo 'make notebooks  run the notebooks and store their outputs anew (two minutes)'
	@echo 'make bench      measure everything; writes benchmarks/results and docs/performance.md (about half an hour)'
	@echo 'make bench-quick  how many times faster than plain Mesa, and whether that has become less (two minutes)'
	@echo 'make clean      remove what make has made: $(VENV), node_modules, caches, $(DEMO)'

demo: $(BASE)
	@echo 'demo: comparing the strategies of scenarios/b2b_advisors.toml'
	@$(VENV)/bin/salesshift compare scenarios/b2b_advisors.toml --what-if --out $(DEMO)
	@list() { what=$$1; shift; for kind in "$$@"; do \
	    for file in $(DEMO)/*."$$kind" $(DEMO)/*/*."$$kind"; do \
	        if [ -f "$$file" ]; then printf '  %-8s %s\n' "$$what" "$$file"; fi; done; done; }; \
	echo 'demo: done; in $(DEMO) lie'; \
	list table md html txt csv; list figure png svg pdf; list data parquet json toml xlsx

# The page's files are fetched here, so that the workshop opens offline from now on.
ui: $(UI)
	@$(RUN) -m sim.app.serving.assets
	@$(VENV)/bin/salesshift ui $(ARGS)

# One process has the browser; -rs says what was skipped and why, such as tests in a browser that is not here.
PYTEST = $(RUN) -m pytest -n auto --dist loadgroup -rs

test: $(TOOLS)
	@$(RUN) -m sim.app.serving.assets || echo 'test: without them, the tests in a browser are skipped'
	@echo 'test: pytest without the slow tests, on $(VENV)'
	@$(PYTEST) -m 'not slow' $(ARGS)

test-slow: $(TOOLS)
	@$(RUN) -m sim.app.serving.assets || echo 'test-slow: without them, the tests in a browser are skipped'
	@echo "test-slow: last run: $$(cat .ci/last_slow 2>/dev/null || echo 'never to its end')"
	@echo 'test-slow: the slow tests only, on $(VENV)'
	@verdict=failed; if $(PYTEST) -m slow $(ARGS); then verdict=passed; fi; \
	if [ -z '$(ARGS)' ]; then \
	    echo "$$(date -u +%F), at $$(git rev-parse --short HEAD 2>/dev/null || echo 'no commit'), $$verdict" >.ci/last_slow; fi; \
	[ $$verdict = passed ]

test-full:
	@bash .ci/run all

screens: $(TOOLS)
	@$(RUN) -m sim.app.serving.assets
	@SALESSHIFT_SCREENS=docs/images/workshop $(RUN) -m pytest tests/app/browser/test_screens.py $(ARGS)

lint: $(TOOLS)
	@echo 'lint: ruff (style), mypy (types), prettier (layout of what the browser reads)'
	@$(RUN) -m ruff check .
	@$(RUN) -m mypy
	@if $(MAKE) -s $(PRETTIER) 2>/dev/null; then $(PRETTIER) --check .; \
	else echo 'lint: prettier is not here and cannot be installed (needs npm): layout not checked'; fi

format: $(PRETTIER)
	@$(PRETTIER) --write .

$(PRETTIER): package.json
	@npm install --silent --no-package-lock --no-audit --no-fund
	@touch $@

validation: $(TOOLS)
	@echo 'validation: all claims on all scenarios, all patterns, on $(VENV)'
	@$(RUN) experiments/validate.py $(ARGS)

calibration: $(TOOLS)
	@echo 'calibration: waves in results/calibration, result in experiments/calibrate_defaults.json'
	@$(RUN) experiments/calibrate_defaults.py $(ARGS)

notebooks: $(RESEARCH)
	@echo 'notebooks: run from clean kernels, outputs stored in notebooks/'
	@$(RUN) notebooks/refresh.py $(ARGS)

# Needs the extra 'research'; sweeps that are there are not run again.
findings: $(RESEARCH)
	@echo 'findings: all ready designs, docs/findings.md and its pictures, on $(VENV)'
	@$(RUN) experiments/findings.py $(ARGS)

# Timings are no tests: they warn and never fail. ARGS="peers limit" measures some sections only.
bench: $(BENCH)
	@echo 'bench: everything, or the sections in ARGS, on $(VENV); leave the machine alone meanwhile'
	@$(RUN) -m benchmarks $(or $(ARGS),all)

bench-quick: $(BENCH)
	@echo 'bench-quick: the engine against plain Mesa, on $(VENV)'
	@$(RUN) -m benchmarks quick $(ARGS)

clean:
	@echo 'clean: removing $(VENV), caches and $(DEMO)'
	@rm -rf $(VENV) .venv-* node_modules build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis $(DEMO)
	@find . -name .git -prune -o -name '.venv*' -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +

# Asks each candidate to run: version managers put commands on the path that exist and fail.
$(MADE):
	@candidate=; for python in $(if $(PYTHON),"$(PYTHON)",python3.13 python3.12 python3.11 python3); do \
	    "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
	    candidate=$$python; \
	    "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || continue; \
	    echo "venv: making $(VENV) with $$("$$python" -V)"; \
	    "$$python" -m venv --clear "$(VENV)" && touch "$@" && exit 0; \
	    echo "error: $$python could not make $(VENV)" >&2; exit 1; \
	done; \
	if [ -n "$$candidate" ]; then \
	    echo "error: $$candidate has no venv and ensurepip; install them (Debian, Ubuntu: apt-get install python3-venv)" >&2; \
	else \
	    echo 'error: no Python >= 3.11 that runs$(if $(PYTHON), under the name $(PYTHON)); install one or say make PYTHON=/path/to/python3' >&2; \
	fi; exit 1

$(BASE): $(MADE) $(SOURCES)
	@echo 'install: salesshift into $(VENV) (first time: some minutes)'
	@$(PIP) -e .
	@touch $@

$(sort $(TOOLS) $(BENCH) $(RESEARCH) $(UI)): $(VENV)/.has-%-$(KEY): $(MADE) $(SOURCES)
	@echo 'install: salesshift[$*] into $(VENV) (first time: some minutes)'
	@$(PIP) -e '.[$*]'
	@touch $(BASE) $@
