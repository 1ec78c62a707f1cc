"""The window: its actions, and what connects the panels to the workers."""
