"""The review without Qt: which image comes next, undo, judging again, and editing masks."""
