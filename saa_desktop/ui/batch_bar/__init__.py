"""Progress of the running batch, and what the last one found."""
