"""Keys of the window's commands: which they are, how people change them, and when they are off."""
