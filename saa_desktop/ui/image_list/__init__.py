"""The images of a batch with state and score."""
