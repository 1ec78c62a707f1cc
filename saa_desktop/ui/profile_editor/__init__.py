"""Edits product profiles with a live preview, and checks a change on a golden set before it is released."""
