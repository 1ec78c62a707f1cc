"""Searches better settings for a profile; a person chooses on the curve of false calls and escapes."""
