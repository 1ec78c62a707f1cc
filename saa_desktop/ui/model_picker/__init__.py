"""Chooses the model set and the device that it runs on."""
