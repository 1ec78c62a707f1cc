"""Edits masks on the image: tools for the mouse, and the strip that chooses between them."""
