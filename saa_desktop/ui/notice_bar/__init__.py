"""One sentence that a person should read, until it is dismissed."""
