"""Says that something unexpected has happened, and where the log is."""
