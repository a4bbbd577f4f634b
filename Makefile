# Standpoint: who says what about whom, and where they stand, in whose coverage.
# `make report` and `make test` each set up what they need; nothing has to be installed by hand.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
CORPORA ?=

.DEFAULT_GOAL := help
.PHONY: help lab report test lint benchmark check-desktop train lock clean

help:  ## show this help
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): requirements.txt lib/pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13) and "Python 3.11 to 3.13 is needed, this is %s: run `make PYTHON=python3.11 ...`" % sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e lib
	@touch $@

lab: $(READY)  ## open JupyterLab on the start page: the questions, and the desk
	$(BIN)/jupyter lab --notebook-dir=. notebooks/start.ipynb

report: $(READY)  ## run every notebook over every corpus (or CORPORA="name …") and write data/reports/index.html
	$(BIN)/standpoint report $(CORPORA)

test: $(READY)  ## run the tests
	$(BIN)/python -m pytest lib -c lib/pyproject.toml --rootdir=lib -n 2 -m "not desktop" $(TESTS)

lint: $(READY)  ## check style, and that notebooks carry no outputs
	$(BIN)/ruff check lib
	$(BIN)/ruff format --check lib
	$(BIN)/nbstripout --verify --extra-keys "metadata.papermill cell.metadata.papermill" notebooks/*.ipynb

benchmark: $(READY)  ## measure speed, memory and accuracy beside peers (writes docs/accuracy.md)
	$(BIN)/python lib/benchmarks/run.py

check-desktop: $(READY)  ## check the report in a real browser (needs chromium and chromedriver)
	$(BIN)/python -m pytest lib -c lib/pyproject.toml --rootdir=lib -m desktop

train: $(READY)  ## train the learned reader on annotated news: make train BENCH=folder (some ten hours on two cores; the first two runs go on where they stopped)
	$(PYTHON) -m venv build/train && build/train/bin/pip install --quiet -r lib/training/requirements.txt
	PYTHONPATH=lib build/train/bin/python lib/training/train.py --bench $(BENCH) --out build/train/run
	PYTHONPATH=lib build/train/bin/python lib/training/train.py --bench $(BENCH) --out build/train/again --start build/train/run/checkpoint.pt
	PYTHONPATH=lib build/train/bin/python lib/training/export.py --checkpoint build/train/again/checkpoint.pt --out lib/standpoint/model
	PYTHONPATH=lib build/train/bin/python lib/training/words.py --bench $(BENCH) --out lib/standpoint/model
	PYTHONPATH=lib build/train/bin/python lib/training/seen.py --model lib/standpoint/model --out build/train/whole
	$(BIN)/python lib/training/passages.py --bench $(BENCH) --gold data/gold --reader build/train/whole --words lib/standpoint/model --out build/train/passages.npz
	mkdir -p build/train/first build/train/second
	PYTHONPATH=lib build/train/bin/python lib/training/claims.py --passages build/train/passages.npz --epochs 5 --model lib/standpoint/model --out lib/standpoint/model --log build/train/first/claims.jsonl
	PYTHONPATH=lib build/train/bin/python lib/training/claims.py --passages build/train/passages.npz --epochs 3 --start build/train/first/claims.pt --model lib/standpoint/model --out lib/standpoint/model --log build/train/second/claims.jsonl
	$(BIN)/python lib/training/relation_passages.py --bench $(BENCH) --gold data/gold --out build/train/relations.npz
	PYTHONPATH=lib build/train/bin/python lib/training/relations.py --examples build/train/relations.npz --model lib/standpoint/model --log build/train/relations.jsonl
	$(BIN)/python lib/training/free_passages.py --bench $(BENCH) --gold data/gold --out build/train/free.npz
	PYTHONPATH=lib build/train/bin/python lib/training/teacher.py --passages build/train/passages.npz --free build/train/free.npz --out build/train/teacher
	PYTHONPATH=lib build/train/bin/python lib/training/attribution_teacher.py --bench $(BENCH) --model lib/standpoint/model --data build/train --out build/train/teacher
	PYTHONPATH=lib build/train/bin/python lib/training/together.py --bench $(BENCH) --model lib/standpoint/model --data build/train --out build/train/together --share 0.5
	PYTHONPATH=lib build/train/bin/python lib/training/claims_again.py --data build/train --start build/train/together/together.pt --model lib/standpoint/model --log build/train/together/claims.jsonl
	PYTHONPATH=lib build/train/bin/python lib/training/second_look.py --passages build/train/passages.npz --teacher build/train/teacher/teacher.pt --model lib/standpoint/model --out build/train/second_look
	$(BIN)/python lib/training/sights.py --bench $(BENCH) --gold data/gold

lock: $(READY)  ## recompile requirements.txt from lib/pyproject.toml
	$(PYTHON) -m venv build/lock && build/lock/bin/pip install --quiet uv==0.13.9
	build/lock/bin/uv pip compile lib/pyproject.toml --extra dask --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-header --quiet --upgrade -o requirements.txt

clean:  ## remove what runs made (store, reports, caches); keeps .venv
	rm -rf data/store data/reports build .pytest_cache .ruff_cache
	find lib notebooks -name __pycache__ -type d -prune -exec rm -rf {} +
