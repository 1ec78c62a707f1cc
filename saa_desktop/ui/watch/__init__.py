"""Watched folders: which ones, how it goes, and what could not be inspected."""
