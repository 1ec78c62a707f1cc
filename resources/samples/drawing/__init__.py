"""Draws the sample images: invented products, lit and photographed by formulas, and their defect masks."""
