"""SAA+ in five stages, one file each; ``saa.py`` runs them in order. No Qt, no model package, no I/O."""
