"""How busy the processor and the graphics cards are, and what memory the application holds."""
