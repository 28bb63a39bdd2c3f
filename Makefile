# make demo   everything, in the foreground, at http://127.0.0.1:8000/ (PORT=… for another port)
# make test   the whole suite
PYTHON ?= python3
VENV ?= .venv
PY := $(VENV)/bin/python
PORT ?= 8000
LOCK ?= requirements-dev.lock
export PORT

.PHONY: demo demo-reset setup test lint bench shots lock texts

demo: setup
	@$(PY) manage.py demo

demo-reset: setup
	@$(PY) -m config.embedded remove
	@echo "removed the demo's data; make demo starts over"

setup: $(VENV)/installed texts

# Made again only when the lock has changed. Wheels only: nothing is compiled, nothing but the lock is trusted.
$(VENV)/installed: $(LOCK)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.11")'
	@want="$$(cksum < $(LOCK))"; if [ "$$want" = "$$(cat $@ 2>/dev/null)" ]; then touch $@; else \
		echo "installing packages into $(VENV) (about half a minute) ..." && \
		{ [ -x $(PY) ] || $(PYTHON) -m venv $(VENV) || { \
			echo "python3 cannot make virtual environments here: install the package python3-venv" >&2; exit 1; }; } && \
		$(PY) -m pip install -qq --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r $(LOCK) && \
		echo "$$want" > $@; fi

# The catalogues of texts are compiled here; what is compiled is not kept in the repository.
texts: $(VENV)/installed
	@$(PY) -m config.texts

test: setup
	@$(PY) -m pytest -n 2 --dist loadfile $(ARGS)

lint: setup
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(PY) manage.py makemigrations --check --dry-run

bench: setup
	@$(PY) -m tests.bench $(ARGS)

shots: setup
	@$(PY) -m tests.shots $(ARGS)

lock: setup
	@$(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--no-annotate requirements.in -o requirements.lock
	@$(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--no-annotate requirements-dev.in -o requirements-dev.lock
