"""Characters to annotated sentences: every offset counts in the submitted text."""
