"""Finds better judging settings for a product profile from a few labelled images, without running a model."""
