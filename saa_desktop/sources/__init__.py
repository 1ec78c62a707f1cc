"""Where images come from: listing files and folders, and decoding files of any depth and colour into RGB."""
