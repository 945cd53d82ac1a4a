"""Pure fact-checking: text in, explained findings out. Knows no HTTP, no database, no cache."""
