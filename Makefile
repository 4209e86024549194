# make demo   month, year, pay, spending: samples    make test   everything the tests check
# make setup  a virtual environment in .venv        make lint   style and types
# make bench  the table of BENCHMARKS.md            make sample the sample workbooks, anew
# make golden the expected texts of the golden tests, anew (look at the diff)

PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
STAMP := .venv/.installed

.PHONY: demo setup test lint bench sample golden picture clean
.DEFAULT_GOAL := test

YEAR := $(wildcard sample_data/objectives/*.xlsx)
PAY := $(wildcard sample_data/commission/2024-0[123].xlsx)

SPENT := sample_data/spending/2024-05.xlsx --policy payments-2000 --policy promotion-plan --today 2024-06-30

# The sample year and the sample payments hold some slips on purpose, and the sample months are paid by rates that are nobody's: all return 1, which make is to ignore.
demo: $(STAMP)
	-$(BIN)/mkt grade $(YEAR) --policy objectives --out out --force
	-$(BIN)/mkt commission $(PAY) --out out --force
	-$(BIN)/mkt budget-check $(SPENT) --out out --force
	$(BIN)/mkt score sample_data/2024-05.xlsx --out out --force
	$(BIN)/mkt explain sample_data/2024-05.xlsx --who 1006

setup: $(STAMP)

$(STAMP): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	$(BIN)/python -c "open('$(STAMP)', 'w').close()"

test: $(STAMP)
	$(BIN)/python -m pytest

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(STAMP)
	$(BIN)/python bench/run.py --write

sample: $(STAMP)
	$(BIN)/python sample_data/make.py

golden: $(STAMP)
	$(BIN)/python -m pytest tests/test_golden.py --update-golden

clean:
	$(PYTHON) -c "import shutil; [shutil.rmtree(d, ignore_errors=True) for d in ('.venv', 'out', 'build', 'dist')]"

# The pictures in the README, from the real workbooks; needs LibreOffice and poppler-utils.
picture: $(STAMP)
	$(BIN)/mkt score sample_data/2024-05.xlsx --out out --force --quiet
	-$(BIN)/mkt grade $(YEAR) --policy objectives --out out --force --quiet
	-$(BIN)/mkt commission $(PAY) --out out --force --quiet
	-$(BIN)/mkt budget-check $(SPENT) --out out --force --quiet
	cd out && soffice --headless --convert-to pdf 2024-05.scored.xlsx 2024.graded.xlsx 2024-03.commission.xlsx 2024-05.checked.xlsx
	pdftoppm -singlefile -r 100 -x 30 -y 55 -W 1110 -H 545 -png out/2024-05.scored.pdf docs/scored
	pdftoppm -singlefile -r 130 -x 40 -y 72 -W 1440 -H 491 -png out/2024.graded.pdf docs/graded
	pdftoppm -singlefile -r 130 -x 40 -y 72 -W 1440 -H 484 -png out/2024-03.commission.pdf docs/paid
	pdftoppm -f 2 -l 2 -singlefile -r 130 -x 40 -y 72 -W 1440 -H 700 -png out/2024-05.checked.pdf docs/checked
