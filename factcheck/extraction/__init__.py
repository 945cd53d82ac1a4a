"""Annotated sentences to claims: which are checkable, who says them, how firmly, and how they read on their own."""
