# Thin wrappers: packaging/dev.py does the work, on Windows too (py packaging\dev.py demo).
PYTHON ?= python3

.PHONY: demo run test lint bench package package-test package-compare release
demo run test lint bench package package-test package-compare release:
	@$(PYTHON) packaging/dev.py $@
