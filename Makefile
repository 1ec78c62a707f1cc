# Thin wrappers: packaging/dev.py does the work, on Windows too (py packaging\dev.py demo).
PYTHON ?= python3

.PHONY: demo run test lint bench
demo run test lint bench:
	@$(PYTHON) packaging/dev.py $@
