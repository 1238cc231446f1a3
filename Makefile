# What there is to do; `make help` lists it.
PYTHON ?= python3
PORT ?= 8000
DEMO ?=
BIN := .venv/bin
# Where it is set, each process reads its sources anew, and starts three times as slowly.
export PYTHONDONTWRITEBYTECODE :=
EXTRACT = $(BIN)/pybabel -q extract -F translations/babel.cfg -k _l -k lazy_gettext \
  -k ngettext:1,2 --no-location --sort-output --omit-header -o translations/messages.pot .
UV_COMPILE := $(BIN)/uv pip compile --quiet --generate-hashes --no-header --python-version 3.11

CODE ?=
LANGUAGES ?= en fa
FOLDER ?= instance/pictures
ONLY ?=
SCHEMES ?= light dark
.PHONY: help run test check readings tests catalogues texts language bench axe pictures lock tools

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/make \1|\2/' \
	  | while IFS='|' read -r name text; do printf '  %-12s %s\n' "$$name" "$$text"; done

run: ## start web server, mailer and demo mailbox (PORT=8000, DEMO=large)
	@$(PYTHON) deploy/local/run.py --port "$(PORT)" --demo "$(DEMO)"

test: catalogues ## run every check and every test, on both databases and in a real browser
	@$(PYTHON) deploy/local/programs.py
	@$(MAKE) --no-print-directory --jobs=2 readings tests

check: catalogues ## format, lint, types, import floors, templates, translations
	@$(MAKE) --no-print-directory readings

# Beside the tests they take the processor that a test leaves while it waits.
readings:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/python translations/check.py

tests:
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

catalogues: tools
	$(BIN)/pybabel -q compile -d translations

texts: tools ## collect what is to be translated
	$(EXTRACT)
	$(BIN)/pybabel -q update -i translations/messages.pot -d translations \
	  --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	@rm translations/messages.pot

language: tools ## begin a translation (CODE=it)
	$(EXTRACT)
	$(BIN)/pybabel init -i translations/messages.pot -d translations -l $(CODE)
	@sed -i -e '1,/^#$$/d' -e 's/PROJECT VERSION/Gatherwide 1/' -e 's/EMAIL@ADDRESS//' \
	  -e 's/FULL NAME <>//' translations/$(CODE)/LC_MESSAGES/messages.po
	@rm translations/messages.pot

bench: tools ## run the benchmarks; ratios go to bench/results.json
	$(BIN)/python -m bench

axe: tools ## let a program look at every page (LANGUAGES="en fa", SCHEMES="light dark")
	AXE_LANGUAGES="$(LANGUAGES)" ONLY="$(ONLY)" SCHEMES="$(SCHEMES)" \
	  $(BIN)/pytest -q -s --tb=short --show-capture=no tests/standing/shown/by_axe.py

pictures: tools ## take pictures of every page (FOLDER=instance/pictures, ONLY="watch host")
	PICTURES="$(FOLDER)" PICTURE_LANGUAGES="$(LANGUAGES)" ONLY="$(ONLY)" SCHEMES="$(SCHEMES)" \
	  $(BIN)/pytest -q tests/standing/shown/by_eye.py
	@echo "Look at $(FOLDER)/index.html"

lock: tools ## pin requirements*.in with hashes
	$(UV_COMPILE) requirements.in --output-file requirements.txt
	$(UV_COMPILE) requirements-world.in --output-file requirements-world.txt
	$(UV_COMPILE) requirements-dev.in --output-file requirements-dev.txt
	echo "$$(sed -n 's/^\(uv==[^ ]*\).*/\1/p' deploy/local/uv.txt)" \
	  | $(UV_COMPILE) --no-annotate - --output-file deploy/local/uv.txt

tools:
	@$(PYTHON) deploy/local/install.py requirements-dev.txt
