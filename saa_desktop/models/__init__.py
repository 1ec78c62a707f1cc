"""What plays the three roles: the built-in set, the published networks, and where their weights lie."""
