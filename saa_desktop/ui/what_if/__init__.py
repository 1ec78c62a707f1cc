"""Other values for a profile, tried on stored results before they are saved."""
