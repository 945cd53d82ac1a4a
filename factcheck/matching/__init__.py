"""Claims to the claims that are about the same thing: terms, blocking, alignment, copies."""
