"""What a person says of the current image."""
