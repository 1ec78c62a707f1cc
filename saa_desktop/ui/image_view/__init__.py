"""One image with its regions and its heat map."""
