# Two commands to know: `make run` starts the portal, `make test` tests it.
PORT ?= 8000
VENV ?= .venv
PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11
python := $(VENV)/bin/python
export DEVELOPMENT ?= on

.PHONY: help run demo code test check bench storm messages lock clean

help:
	@echo "make run       start the portal at http://127.0.0.1:$(PORT) (PORT= chooses another port)"
	@echo "make demo      fill the local database with two competitions that never were"
	@echo "make code      show the code that the second factor of a development account asks for"
	@echo "make test      run every test, the browser's too"
	@echo "make check     check style, imports, migrations, production settings, translations"
	@echo "make bench     measure speed and weight beside their bounds (minutes)"
	@echo "make storm     hand in 200 proposals in a minute while things break, and count (minutes)"
	@echo "make messages  bring the Italian catalogue up to date with the code"
	@echo "make clean     forget what was made here: database, static files, secrets"
	@echo "make lock      resolve requirements/*.txt again from pyproject.toml"

run:
	$(call install,local)
	@exec $(python) -m polisocial.local run --port "$(PORT)"

# REMOVE=1 tells how to be rid of it.
demo:
	$(call install,local)
	@$(python) -m polisocial.local demo $(if $(REMOVE),--remove)

code:
	$(call install,local)
	@$(python) -m polisocial.local code

test:
	$(call install,test)
	@$(python) -m polisocial.local browser
	@$(python) -m pytest -n 2 --dist worksteal $(ARGS)

check:
	$(call install,test)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	$(python) manage.py makemigrations --check --dry-run
	$(in_production) $(python) manage.py check --deploy --fail-level WARNING
	$(python) -m polisocial.local messages --check

# ONLY="weight start" measures some of it; WRITE=1 keeps the table in docs/bench.md.
bench:
	$(call install,test)
	@$(python) -m tests.bench $(if $(ONLY),--only $(ONLY)) $(if $(WRITE),--write)

# ARGS="--applicants 20 --megabytes 1 --seconds 10" makes a small one.
storm:
	$(call install,test)
	@$(python) -m tests.storm $(ARGS)

messages:
	$(call install,test)
	@$(python) -m polisocial.local messages

lock:
	$(call install,local)
	@$(python) -m venv .local/lock && .local/lock/bin/pip install --quiet pip-tools
	$(lock) --output-file requirements/production.txt
	$(lock) --output-file requirements/local.txt --extra local
	$(lock) --output-file requirements/test.txt --extra local --extra test

clean:
	$(call install,local)
	@$(python) -m polisocial.local clean

# The first Python recent enough makes the environment and installs a locked file.
define install
@for python in $(PYTHON); do \
  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
  && exec "$$python" -m polisocial.local.install "$(VENV)" requirements/$(1).txt; \
done; echo "Python 3.11 or later is needed: on Debian, apt install python3 python3-venv." >&2; exit 1
endef

# Settings as in production, with values to throw away.
in_production = DEVELOPMENT=off ALLOWED_HOSTS=portal.example.org \
  DATABASE_URL=postgres://nobody@portal.example.org/nothing \
  SECRET_KEY="$$(head -c 60 /dev/urandom | base64 | tr -d '\n')" \
  RECEIPT_KEY="$$(head -c 32 /dev/urandom | base64)" \
  ACCESSIBILITY_REVIEWED_ON="$$(date +%F)"

lock = .local/lock/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header pyproject.toml
