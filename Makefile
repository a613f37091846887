# Everything one does with this repository. `make setup` is enough to use .venv/bin/samspil;
# the other targets call it, and it does nothing the second time.

.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
STAMPS := $(VENV)/stamps

# The interpreter on the machine is the one we use; none is downloaded.
export UV_PYTHON_DOWNLOADS := never
export VIRTUAL_ENV := $(CURDIR)/$(VENV)
# Some machines tell only pip where their certificates are.
ifneq ($(PIP_CERT),)
export SSL_CERT_FILE ?= $(PIP_CERT)
endif

.PHONY: pictures help setup demo test bench lint serve lock browser messages clean

help:
	@echo "make setup   set up .venv, the style sheets and the translations"
	@echo "make demo    fill a demo region and show it on this machine"
	@echo "make test    check style and types, then run the whole suite on SQLite and PostgreSQL, with a browser"
	@echo "make lint    check style, types and storeys"
	@echo "make bench   measure speed and memory"
	@echo "make serve   serve the database in var/"
	@echo "make messages  collect the words on the pages that need English ones"
	@echo "make pictures  take the README's picture of the scorecard anew"
	@echo "make lock    resolve the newest versions that fit into requirements/*.txt"

setup: $(STAMPS)/package $(STAMPS)/assets $(STAMPS)/translations

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Samspil needs Python 3.11 or newer; $(PYTHON) is older. Try: make setup PYTHON=python3.12"; exit 1; }
	@echo "[1/5] Making a Python environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/uv: requirements/uv.txt | $(STAMPS)/venv
	@echo "[2/5] Installing the installer (uv)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

$(STAMPS)/packages: requirements/dev.txt $(STAMPS)/uv
	@echo "[3/5] Installing the locked Python packages"
	@$(UV) pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

$(STAMPS)/package: pyproject.toml $(STAMPS)/packages
	@echo "[4/5] Installing samspil itself"
	@$(UV) pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(STAMPS)/assets: package.json package-lock.json tools/assets.py $(STAMPS)/packages
	@echo "[5/5] Fetching style sheets and fonts (dkfds)"
	@$(BIN)/python tools/assets.py || { \
	  echo "      trying again with an npm from the Python package index"; \
	  $(UV) pip install --quiet --require-hashes -r requirements/node.txt && $(BIN)/python tools/assets.py; }
	@touch $@

CATALOGUES := $(wildcard samspil/web/locale/*/LC_MESSAGES/django.po)
# A catalogue without a header, which would only carry dates, counts as fuzzy.
$(STAMPS)/translations: $(CATALOGUES) $(STAMPS)/packages
	@$(BIN)/pybabel --quiet compile --use-fuzzy -D django -d samspil/web/locale
	@touch $@

demo: setup
	@$(BIN)/samspil demo

serve: setup
	@$(BIN)/samspil serve

browser: setup
	@$(BIN)/python -m tools.browser

test: setup browser lint
	@$(BIN)/python -m tools.suite

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: setup
	@$(BIN)/python -m benchmarks

messages: setup
	@$(BIN)/python -m tools.messages

pictures: setup browser
	@SAMSPIL_PICTURES=1 $(BIN)/python -m pytest -q tests/browser/test_scorecard_journey.py -k director

COMPILE = $(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --no-annotate --no-header
lock: | $(STAMPS)/venv
	@$(COMPILE) requirements/uv.in -o requirements/uv.txt
	@$(COMPILE) requirements/node.in -o requirements/node.txt
	@$(COMPILE) pyproject.toml -o requirements/core.txt
	@$(COMPILE) pyproject.toml --extra web -c requirements/core.txt -o requirements/web.txt
	@$(COMPILE) pyproject.toml requirements/dev.in --extra web -c requirements/web.txt -o requirements/dev.txt

clean:
	@rm -rf $(VENV) node_modules build samspil/web/static/vendor
