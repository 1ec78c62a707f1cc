"""Chooses the product profile by its title, with search."""
