"""The built-in model set: the three roles by classical image analysis, with no weights to download."""
