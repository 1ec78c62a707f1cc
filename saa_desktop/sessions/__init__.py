"""The session: one SQLite file that holds all that a batch found and all that people said of it."""
