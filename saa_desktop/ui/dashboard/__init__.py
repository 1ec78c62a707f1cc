"""The figures of a session as charts whose bars show their images in the list."""
