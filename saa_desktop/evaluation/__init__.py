"""How well a model set finds defects: labelled data sets, the published metrics, and their report."""
