"""What the machine says of one image, and why."""
