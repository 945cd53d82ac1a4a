"""A generator of labelled pairs in news English: what conflicts, what agrees, and above all what only looks like a conflict."""
