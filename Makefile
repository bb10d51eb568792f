# Two commands: `make run` (the main job on the demo project) and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test bench lint clean

run: $(READY)
	$(BIN)/python -m app.showcase

# By files: one worker makes what the tests of a file share. In their order: the long single ones come early.
test: $(READY)
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

bench: $(READY)
	$(BIN)/python -m pytest tests/benchmarks --benchmark-only --benchmark-disable-gc -p no:xdist

lint: $(READY)
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

$(READY): pyproject.toml resources/setup/constraints.txt resources/setup/system.sh
	PYTHON="$(PYTHON)" sh resources/setup/system.sh
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--constraint resources/setup/constraints.txt --editable '.[test]'
	$(BIN)/python -m maps.warm
	$(BIN)/python -m app.canvas.ink_build
	$(BIN)/python -m compileall -q app maps data
	touch $(READY)

clean:
	rm -rf $(VENV) out
