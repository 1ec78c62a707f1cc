"""Help: all keys on one page, and what support wants to know."""
