"""SAA Desktop: zero-shot defect inspection for quality-control operators."""

__version__ = "0.1.0"
