"""The weights of the networks: what is there, download, import, check, pack."""
